import type { FerryError } from '#app/contract/errors.ts';
import type { CachedRecord, ListPage } from '#app/contract/records.ts';
import { ferrySchema } from '#app/schema/index.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import type { DeskStore } from './desk-store.ts';
import { type DeskState, recordKey } from './state.ts';

const MOST_RECORDS = 5000;
const MOST_TITLES = 20_000;

interface Deps {
  client: FerryClient;
  store: DeskStore;
  fail: (error: FerryError) => void;
}

/** Keeps the records on screen as main has them. */
export function createRecords({ client, store, fail }: Deps) {
  const asked = new Set<string>();

  function put(records: CachedRecord[], titles: ListPage['titles'] = {}) {
    if (records.length === 0) return;
    const arrived = Object.fromEntries(records.map((record) => [recordKey(record.table, record.id), record]));
    store.setState((state) => ({
      records: { ...pruned(state), ...arrived },
      titles: withTitles(state.titles, titles),
    }));
  }

  function withTitles(known: DeskState['titles'], arrived: ListPage['titles']): DeskState['titles'] {
    const entries = Object.entries(arrived).flatMap(([table, titles]) =>
      Object.entries(titles).map(([id, title]) => [recordKey(table, id), title] as const),
    );
    if (entries.every(([key, title]) => known[key] === title)) return known;
    // Whoever scrolled past so many does not miss the first; a title that is still shown is asked for.
    return { ...(Object.keys(known).length > MOST_TITLES ? {} : known), ...Object.fromEntries(entries) };
  }

  /** Long scrolling must not pile up a table: beyond the limit, what no list shows and nobody asked for is let go. */
  function pruned(state: DeskState): DeskState['records'] {
    if (Object.keys(state.records).length <= MOST_RECORDS) return state.records;
    const shown = keysInUse(state);
    return Object.fromEntries(Object.entries(state.records).filter(([key]) => shown.has(key)));
  }

  function keysInUse({ windows }: DeskState): Set<string> {
    const shown = new Set<string>(asked);
    for (const [key, { pages }] of Object.entries(windows)) {
      const table = key.slice(0, key.indexOf('?'));
      for (const { ids } of Object.values(pages)) for (const id of ids) shown.add(recordKey(table, id));
    }
    return shown;
  }

  /** What is known of records of a table that changed, and that nothing on screen will bring anew, is let go. */
  function dropStale(table: string, ids: ReadonlySet<string> | null) {
    store.setState((state) => {
      const shown = keysInUse(state);
      const isStale = (id: string) => ids === null || ids.has(id);
      const all = Object.entries(state.records);
      const kept = all.filter(([key, record]) => record.table !== table || !isStale(record.id) || shown.has(key));
      return kept.length < all.length ? { records: Object.fromEntries(kept) } : state;
    });
  }

  /** Reads a record anew. */
  async function load(table: string, id: string) {
    const key = recordKey(table, id);
    asked.add(key);
    const answer = await client.getCachedEntity(table, id);
    if (!answer.ok) {
      asked.delete(key);
      fail(answer.error);
    } else if (answer.value !== null) {
      put([answer.value]);
    }
  }

  /** Reads a record unless it is here or on its way; from now on it is kept as main has it. */
  function ensure(table: string, id: string) {
    const key = recordKey(table, id);
    if (id === '' || asked.has(key)) return;
    if (store.getState().records[key] === undefined) void load(table, id);
    else asked.add(key);
  }

  return {
    put,
    load,
    ensure,
    /** Reads what names a record, unless that is here or on its way. */
    ensureTitle(table: string, id: string) {
      if (store.getState().titles[recordKey(table, id)] === undefined) ensure(table, id);
    },
    /** The words that name a record; `''` where there is no such record. */
    async titleOf(table: string, id: string): Promise<string> {
      const key = recordKey(table, id);
      if (store.getState().records[key] === undefined) await load(table, id);
      const title = store.getState().records[key]?.data[ferrySchema.entity(table)?.title ?? ''];
      return typeof title === 'string' ? title : '';
    },
    /** Reads again those of the named records that are on screen. */
    async refresh(table: string, ids: string[] | null) {
      dropStale(table, ids === null ? null : new Set(ids));
      const { records } = store.getState();
      const held = Object.values(records).filter((record) => record.table === table);
      const stale = ids === null ? held.map(({ id }) => id) : ids.filter((id) => asked.has(recordKey(table, id)));
      // More than a screenful comes back through its list; only what was asked for by name is read singly.
      await Promise.all(stale.filter((id) => asked.has(recordKey(table, id))).map((id) => load(table, id)));
    },
    forgetAll() {
      asked.clear();
      store.setState({ records: {}, titles: {}, windows: {} });
    },
  };
}

export type Records = ReturnType<typeof createRecords>;
