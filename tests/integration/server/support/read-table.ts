import type { ServerRecord } from '#app/contract/protocol.ts';
import { addToDigest, digestHex, recordHash } from '#app/rules/digest.ts';
import type { SyncSession } from '../../../../server/core/session.ts';
import type { SyncService } from '../../../../server/core/sync-service.ts';

/** Every record of a table, tombstones too, page by page. */
export async function readTable(service: SyncService, session: SyncSession, table: string): Promise<ServerRecord[]> {
  const records: ServerRecord[] = [];
  let page = await service.snapshot(session, { table, limit: 1000 });
  const { asOf } = page;
  for (;;) {
    records.push(...page.records);
    if (page.next === null) return records;
    page = await service.snapshot(session, { table, limit: 1000, after: page.next, asOf });
  }
}

/** The digest of a table, computed from its records alone. */
export async function readTableDigest(service: SyncService, session: SyncSession, table: string): Promise<string> {
  const records = await readTable(service, session, table);
  return digestHex(records.reduce((sum, { recordId, version }) => addToDigest(sum, recordHash(recordId, version)), 0n));
}
