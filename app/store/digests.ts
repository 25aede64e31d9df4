import type { Digest } from '#app/contract/protocol.ts';
import { addToDigest, digestHex, parseDigest, recordHash, removeFromDigest } from '#app/rules/digest.ts';
import type { Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';

export type DigestStore = ReturnType<typeof createDigestStore>;

/** The digest of each table's shadow, kept in memory and written once per transaction that changed it. */
export function createDigestStore(database: Database, schema: Schema) {
  let digests = load();
  const dirty = new Set<string>();

  database.beforeCommit(() => {
    const put = database.statement(
      'INSERT INTO sync_digests (table_name, digest) VALUES (?, ?) ON CONFLICT (table_name) DO UPDATE SET digest = excluded.digest',
    );
    for (const table of dirty) put.run([table, digestHex(digests.get(table) ?? 0n)]);
    dirty.clear();
  });
  database.afterRollback(() => {
    dirty.clear();
    digests = load();
  });

  function load(): Map<string, bigint> {
    const rows = database
      .statement<{ table_name: string; digest: string }>('SELECT table_name, digest FROM sync_digests')
      .all();
    return new Map(rows.map(({ table_name, digest }) => [table_name, parseDigest(digest)]));
  }

  function put(table: string, digest: bigint): void {
    digests.set(table, digest);
    dirty.add(table);
  }

  return {
    add(table: string, recordId: string, version: number): void {
      put(table, addToDigest(digests.get(table) ?? 0n, recordHash(recordId, version)));
    },
    remove(table: string, recordId: string, version: number): void {
      put(table, removeFromDigest(digests.get(table) ?? 0n, recordHash(recordId, version)));
    },
    /** Replaces a wrong running sum. */
    correct(table: string, digest: string): void {
      put(table, parseDigest(digest));
    },
    reset(): void {
      for (const { table } of schema.entities) put(table, 0n);
    },
    current(): Digest {
      return Object.fromEntries(schema.entities.map(({ table }) => [table, digestHex(digests.get(table) ?? 0n)]));
    },
  };
}
