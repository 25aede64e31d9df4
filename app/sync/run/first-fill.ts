import type { SnapshotPage, SnapshotQuery } from '#app/contract/protocol.ts';
import type { FillState } from '#app/store/state.ts';
import type { Store } from '#app/store/store.ts';
import type { Apply } from './apply.ts';
import { checkPage, type FetchPage } from './snapshot-pages.ts';
import type { Slices } from './time-slices.ts';

const ROWS_AT_ONCE = 50;

export interface FillOptions {
  store: Pick<Store, 'state' | 'schema' | 'cache' | 'transaction' | 'searchIndex'>;
  apply: Apply;
  inSlices: Slices;
  snapshot: FetchPage;
  onProgress: (done: number, total: number) => void;
}

export type Fill = ReturnType<typeof createFill>;

/**
 * The first fill: the firm's records by pages, table by table, pinned at a sequence from which the feed continues.
 * Progress is stored with every page, so it resumes after a crash.
 */
export function createFill({ store, apply, inSlices, snapshot, onProgress }: FillOptions) {
  const { state, schema, cache, searchIndex } = store;
  /** The next page, prefetched while this one is stored. */
  let ahead: { query: string; page: Promise<SnapshotPage> } | null = null;

  function fetchAhead(query: SnapshotQuery): void {
    const page = snapshot(query);
    ahead = { query: JSON.stringify(query), page };
    // The next request fetches the page again.
    page.catch(() => {
      if (ahead?.page === page) ahead = null;
    });
  }

  /** Drops a prefetched page for another position or data set. */
  function fetched(query: SnapshotQuery): Promise<SnapshotPage> {
    const page = ahead?.query === JSON.stringify(query) ? ahead.page : snapshot(query);
    ahead = null;
    return page;
  }

  function stored(): FillState {
    const fill = state.get('fill');
    if (fill) return fill;
    throw new Error('No fill is under way.');
  }

  function pageQuery(fill: FillState, table: string): SnapshotQuery {
    const query: SnapshotQuery = { table };
    const epoch = state.get('epoch');
    if (epoch !== null) query.epoch = epoch;
    if (fill.asOf !== null) query.asOf = fill.asOf;
    if (fill.after !== null && table === fill.table) query.after = fill.after;
    return query;
  }

  /** Pins the sequence and gets the total, for the progress bar. */
  async function begin(): Promise<void> {
    let fill = stored();
    for (const { table } of schema.entities) {
      const page = await snapshot({ ...pageQuery(fill, table), limit: 1 });
      checkPage(page, table, null, state.get('epoch'));
      fill = { ...fill, asOf: fill.asOf ?? page.asOf, totals: { ...fill.totals, [table]: page.total ?? 0 } };
    }
    store.transaction(() => state.set({ fill, cursor: fill.asOf ?? 0 }));
  }

  async function nextPage(table: string): Promise<number> {
    const fill = stored();
    const page = await fetched(pageQuery(fill, table));
    checkPage(page, table, fill.after, state.get('epoch'));
    const done = fill.done + page.records.length;
    const next = page.next === null ? { table: tableAfter(table), after: null } : { table, after: page.next };
    if (next.table !== null) fetchAhead(pageQuery({ ...fill, ...next }, next.table));
    await apply(page.records, 'snapshot', () => state.set({ fill: { ...stored(), ...next, done } }));
    report();
    return page.records.length;
  }

  function tableAfter(table: string): string | null {
    const index = schema.entities.findIndex((entity) => entity.table === table);
    return schema.entities[index + 1]?.table ?? null;
  }

  /** Removes records that the new data set does not have. */
  async function dropStale(): Promise<void> {
    // The first data set replaces none.
    if (state.get('generation') === 0) return;
    for (const { table } of schema.entities) {
      let after: number | null = 0;
      await inSlices(() => {
        const { stale, last } = cache.stalePage(table, after ?? 0, ROWS_AT_ONCE);
        for (const id of stale) cache.dropShadow(table, id);
        after = last;
        return after !== null;
      });
    }
  }

  function report(): void {
    const { done, totals } = stored();
    const total = Object.values(totals).reduce((sum, count) => sum + count, 0);
    onProgress(Math.min(done, total), total);
  }

  return {
    isUnderWay: (): boolean => state.get('fill') !== null,

    /**
     * One step: pins the sequence, fetches a page, or clears stale rows and indexes the rest, which ends the fill.
     * Returns the number of records fetched.
     */
    async step(): Promise<number> {
      const fill = stored();
      if (fill.asOf !== null && fill.table !== null) return nextPage(fill.table);
      if (fill.asOf === null) await begin();
      else {
        await dropStale();
        // Before the fill is reported as complete, so that a search finds everything by then.
        if (!searchIndex.isComplete()) await inSlices(searchIndex.indexSome);
        store.transaction(() => state.set({ fill: null }));
      }
      return 0;
    },
  };
}
