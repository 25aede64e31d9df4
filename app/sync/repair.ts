import type {
  Digest,
  DigestQuery,
  DigestRanges,
  ServerRecord,
  SnapshotPage,
  SnapshotQuery,
} from '#app/contract/protocol.ts';
import type { Store } from '#app/store/store.ts';
import { addToDigest, digestHex, recordHash } from './digest.ts';
import { checkPage } from './fill.ts';

/** Below this many records a range is fetched again rather than divided. */
const SMALL_RANGE = 100;
const PAGE_SIZE = 500;

interface Range {
  after: string | null;
  through: string | null;
}

export interface RepairOptions {
  store: Store;
  snapshot: (query: SnapshotQuery) => Promise<SnapshotPage>;
  digest: (query: DigestQuery) => Promise<DigestRanges>;
}

export interface Repaired {
  table: string;
  /** Ranges that differed and were fetched again. */
  ranges: number;
  /** Records that were put right. */
  records: number;
}

export type Repair = ReturnType<typeof createRepair>;

/** Mends a shadow that differs from the server: narrows the difference down by ranges of ids, and fetches only those. */
export function createRepair({ store, snapshot, digest }: RepairOptions) {
  const { cache, digests } = store;

  function localDigest(table: string, { after, through }: Range): { count: number; digest: string } {
    const rows = cache.shadowVersions(table, after, through);
    return {
      count: rows.length,
      digest: digestHex(rows.reduce((sum, { id, version }) => addToDigest(sum, recordHash(id, version)), 0n)),
    };
  }

  async function fetchRange(table: string, { after, through }: Range): Promise<ServerRecord[]> {
    const records: ServerRecord[] = [];
    let next = after;
    do {
      const query: SnapshotQuery = { table, limit: PAGE_SIZE };
      if (next !== null) query.after = next;
      if (through !== null) query.through = through;
      const page = await snapshot(query);
      checkPage(page, table, next, store.state.get('epoch'));
      records.push(...page.records);
      next = page.next;
    } while (next !== null);
    return records;
  }

  /** The server's word replaces ours, older or newer, and what it does not have goes; edits in the outbox stay. */
  async function refetch(table: string, range: Range): Promise<number> {
    const records = await fetchRange(table, range);
    const theirs = new Map(records.map((record) => [record.recordId, record]));
    return store.transaction(() => {
      let mended = 0;
      for (const { id, version } of cache.shadowVersions(table, range.after, range.through)) {
        const record = theirs.get(id);
        if (record && record.version >= version) continue;
        cache.dropShadow(table, id);
        mended += 1;
      }
      for (const record of records) if (cache.moveShadow(record)) mended += 1;
      return mended;
    });
  }

  async function mend(table: string, range: Range, repaired: Repaired): Promise<void> {
    const query: DigestQuery = { table };
    if (range.after !== null) query.after = range.after;
    if (range.through !== null) query.through = range.through;
    const { ranges } = await digest(query);
    for (const theirs of ranges) {
      const ours = localDigest(table, theirs);
      if (ours.count === theirs.count && ours.digest === theirs.digest) continue;
      if (ranges.length > 1 && theirs.count > SMALL_RANGE) await mend(table, theirs, repaired);
      else {
        repaired.ranges += 1;
        repaired.records += await refetch(table, theirs);
      }
    }
  }

  return {
    /** The tables whose digest differs from the server's; a table this desk does not know is none of them. */
    differing(theirs: Digest): string[] {
      const ours = digests.current();
      return Object.keys(ours).filter((table) => ours[table] !== (theirs[table] ?? digestHex(0n)));
    },

    async repair(table: string): Promise<Repaired> {
      const repaired: Repaired = { table, ranges: 0, records: 0 };
      const rows = cache.shadowVersions(table, null, null);
      store.transaction(() => digests.recount(table, rows));
      await mend(table, { after: null, through: null }, repaired);
      return repaired;
    },
  };
}
