import { FerryFailure } from '#app/contract/errors.ts';
import type { Digest, DigestQuery, DigestRanges, ServerRecord, SnapshotQuery } from '#app/contract/protocol.ts';
import { addToDigest, digestHex, recordHash } from '#app/rules/digest.ts';
import type { Store } from '#app/store/store.ts';
import { checkPage, type FetchPage } from './snapshot-pages.ts';
import type { Slices } from './time-slices.ts';

/** Below this number of records a range is downloaded instead of divided. */
const SMALL_RANGE = 100;
/** Sixteen parts per level: sufficient for any table that fits a disk. */
const MAX_DEPTH = 10;
const ROWS_AT_ONCE = 50;

interface Range {
  after: string | null;
  through: string | null;
}

export interface RepairOptions {
  store: Pick<Store, 'cache' | 'digests' | 'state' | 'transaction'>;
  inSlices: Slices;
  snapshot: FetchPage;
  digest: (query: DigestQuery) => Promise<DigestRanges>;
}

export interface Repaired {
  table: string;
  /** Ranges that differed and were fetched again. */
  ranges: number;
  /** Records that were repaired. */
  records: number;
}

export type Repair = ReturnType<typeof createRepair>;

/** Repairs a shadow that differs from the server: bisects by ranges of ids, and fetches only the range that differs. */
export function createRepair({ store, inSlices, snapshot, digest }: RepairOptions) {
  const { cache, digests } = store;

  /** Visits the local rows of a range in slices. */
  async function eachRow(table: string, range: Range, visit: (id: string, version: number) => void): Promise<void> {
    let after = range.after;
    await inSlices(() => {
      const rows = cache.shadowVersions(table, after, range.through, ROWS_AT_ONCE);
      for (const { id, version } of rows) visit(id, version);
      after = rows.at(-1)?.id ?? after;
      return rows.length === ROWS_AT_ONCE;
    });
  }

  async function localDigest(table: string, range: Range): Promise<{ count: number; digest: string }> {
    let count = 0;
    let sum = 0n;
    await eachRow(table, range, (id, version) => {
      count += 1;
      sum = addToDigest(sum, recordHash(id, version));
    });
    return { count, digest: digestHex(sum) };
  }

  /** The running sum may be wrong instead of the rows; a sum that changes during the check is correct. */
  async function recount(table: string): Promise<void> {
    const before = digests.current()[table];
    const counted = await localDigest(table, { after: null, through: null });
    if (digests.current()[table] !== before || counted.digest === before) return;
    store.transaction(() => digests.correct(table, counted.digest));
  }

  async function fetchRange(table: string, { after, through }: Range): Promise<ServerRecord[]> {
    const records: ServerRecord[] = [];
    let next = after;
    do {
      const query: SnapshotQuery = { table };
      if (next !== null) query.after = next;
      if (through !== null) query.through = through;
      const page = await snapshot(query);
      checkPage(page, table, next, store.state.get('epoch'));
      records.push(...page.records);
      next = page.next;
    } while (next !== null);
    return records;
  }

  /** The server's records replace the local ones, older or newer; records it does not have are dropped. The outbox stays. */
  async function refetch(table: string, range: Range): Promise<number> {
    const records = await fetchRange(table, range);
    const theirs = new Map(records.map((record) => [record.recordId, record.version]));
    let repairedCount = 0;
    await eachRow(table, range, (id, version) => {
      if ((theirs.get(id) ?? -1) >= version) return;
      cache.dropShadow(table, id);
      repairedCount += 1;
    });
    let index = 0;
    await inSlices(() => {
      const record = records[index++];
      if (record && cache.moveShadow(record)) repairedCount += 1;
      return index < records.length;
    });
    return repairedCount;
  }

  async function repairRange(table: string, range: Range, depth: number, repaired: Repaired): Promise<void> {
    const query: DigestQuery = { table };
    if (range.after !== null) query.after = range.after;
    if (range.through !== null) query.through = range.through;
    const { ranges } = await digest(query);
    checkCover(ranges, range);
    for (const theirs of ranges) {
      const ours = await localDigest(table, theirs);
      if (ours.count === theirs.count && ours.digest === theirs.digest) continue;
      if (ranges.length > 1 && theirs.count > SMALL_RANGE && depth < MAX_DEPTH)
        await repairRange(table, theirs, depth + 1, repaired);
      else {
        repaired.ranges += 1;
        repaired.records += await refetch(table, theirs);
      }
    }
  }

  return {
    /** The tables whose digest differs from the server's; tables unknown to this desk are skipped. */
    differing(theirs: Digest): string[] {
      const ours = digests.current();
      return Object.keys(ours).filter((table) => ours[table] !== (theirs[table] ?? digestHex(0n)));
    },

    async repair(table: string): Promise<Repaired> {
      const repaired: Repaired = { table, ranges: 0, records: 0 };
      await recount(table);
      await repairRange(table, { after: null, through: null }, 0, repaired);
      return repaired;
    },
  };
}

/** @throws FerryFailure `sync.badAnswer` if ranges have gaps or overlap */
function checkCover(ranges: readonly Range[], { after, through }: Range): void {
  const isCover =
    ranges[0]?.after === after &&
    ranges.at(-1)?.through === through &&
    ranges.every((range, index) => index === 0 || (range.after !== null && range.after === ranges[index - 1]?.through));
  if (isCover) return;
  throw new FerryFailure('sync.badAnswer', 'wait', { rule: 'ranges that do not cover what was asked for' });
}
