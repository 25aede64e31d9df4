import { digestHex, parseDigest } from '#app/rules/digest.ts';
import type { Transaction } from './database.ts';
import { digestsTable } from './tables.ts';

/** Table → digest over its records and tombstones; absent for tables without records. */
export async function readDigests(tx: Transaction, firmId: string): Promise<Map<string, bigint>> {
  const rows = await tx.all<{ table_name: string; sum: string }>(
    'SELECT table_name, sum FROM digests WHERE firm_id = ?',
    [firmId],
  );
  return new Map(rows.map((row) => [row.table_name, parseDigest(row.sum)]));
}

export async function saveDigests(tx: Transaction, firmId: string, digests: Map<string, bigint>): Promise<void> {
  await tx.upsert(
    digestsTable,
    [...digests].map(([table, digest]) => ({ firm_id: firmId, table_name: table, sum: digestHex(digest) })),
  );
}
