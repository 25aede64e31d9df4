import { FerryFailure, toFerryError } from '#app/contract/errors.ts';
import type { SnapshotPage, SnapshotQuery } from '#app/contract/protocol.ts';
import { isTooLargeToRead } from '#app/transport/body.ts';
import { createBatchSize } from './batch-size.ts';

/** Throws `FerryFailure` if the call failed. */
export type FetchPage = (query: SnapshotQuery) => Promise<SnapshotPage>;

/** Pages of a snapshot; the size adapts to the parsing time and the link. */
export function createSnapshotPages(fetchPage: FetchPage, maxSize: number): FetchPage {
  const size = createBatchSize(maxSize);

  return async (query) => {
    for (;;) {
      const limit = query.limit ?? size.current();
      try {
        const page = await fetchPage({ ...query, limit });
        if (query.limit === undefined) size.succeeded();
        return page;
      } catch (thrown) {
        const error = toFerryError(thrown);
        if (isTooLargeToRead(error) && size.tooMuch(limit)) continue;
        if (error.code === 'network.timeout') size.timedOut(limit);
        throw thrown;
      }
    }
  };
}

/** @throws FerryFailure `sync.badAnswer`, or `sync.epochChanged` if the server was restored meanwhile */
export function checkPage(page: SnapshotPage, table: string, after: string | null, epoch: string | null): void {
  if (epoch !== null && page.epoch !== epoch) {
    throw new FerryFailure('sync.epochChanged', 'wait');
  }
  let last = after ?? '';
  for (const record of page.records) {
    if (record.table !== table || record.recordId <= last) throw badPage();
    last = record.recordId;
  }
  if (page.next !== null && (page.records.length === 0 || page.next < last)) throw badPage();
}

function badPage(): FerryFailure {
  return new FerryFailure('sync.badAnswer', 'wait', { rule: 'a snapshot page out of order' });
}
