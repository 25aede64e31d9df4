import { FerryFailure } from '#app/contract/errors.ts';
import type { SnapshotPage, SnapshotQuery } from '#app/contract/protocol.ts';
import type { Transaction } from '../storage/database.ts';
import type { Firm } from '../storage/firms.ts';
import { countRecords, keyRange, readPage, sizePage } from '../storage/records.ts';
import { countFitting, type PageLimit } from './page.ts';

/** One page of a table by id, pinned at a sequence. */
export async function readSnapshotPage(
  tx: Transaction,
  firm: Firm,
  query: SnapshotQuery,
  limit: PageLimit,
): Promise<SnapshotPage> {
  if (query.epoch !== undefined && query.epoch !== firm.epoch) {
    throw new FerryFailure('sync.epochChanged', 'retry');
  }
  const asOf = Math.min(query.asOf ?? firm.seq, firm.seq);
  const range = keyRange(query);
  const found = await sizePage(tx, firm.firmId, query.table, range, asOf, limit.records + 1);
  const fitting = Math.max(1, countFitting(found, limit));
  const next = found.length > fitting ? (found[fitting - 1]?.recordId ?? null) : null;
  const through = next ?? range.through;
  const records = found.length > 0 ? await readPage(tx, firm.firmId, query.table, { ...range, through }, asOf) : [];
  const page = { epoch: firm.epoch, asOf, records, next };
  return query.after === undefined ? { ...page, total: await countRecords(tx, firm.firmId, query.table, asOf) } : page;
}
