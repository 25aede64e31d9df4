import type { FerryError } from '#app/contract/errors.ts';
import type { CachedRecord, ListPage } from '#app/contract/lists.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { ferrySchema, sameJson } from '#app/schema/index.ts';
import type { FerryClient } from './ferry-client.ts';
import type { RendererState } from './state.ts';
import type { RendererStateStore } from './state-store.ts';

/** A few screens of records: each arrival copies them. */
const MOST_RECORDS = 1000;
const MOST_TITLES = 20_000;

type Arriving = Pick<ListPage, 'rows' | 'titles' | 'parentTitles'>;

interface Deps {
  client: FerryClient;
  store: RendererStateStore;
  fail: (error: FerryError) => void;
}

/** Mirrors the records on screen. */
export function createRecords({ client, store, fail }: Deps) {
  /** Key → number of views showing the record. */
  const watched = new Map<string, number>();
  const onTheWay = new Set<string>();

  /** The state with arrived records. Unchanged records keep their object, so that no row renders again. */
  function arrived(state: RendererState, page: Arriving): Partial<RendererState> {
    const { rows } = page;
    const changed = rows.flatMap((row) => {
      const key = recordKey(row.table, row.id);
      return isSame(state.records[key], row) ? [] : [[key, row] as const];
    });
    return {
      records: changed.length === 0 ? state.records : { ...pruned(state, rows), ...Object.fromEntries(changed) },
      titles: withTitles(state.titles, page.titles),
      parentTitles: withTitles(state.parentTitles, page.parentTitles),
    };
  }

  function put(rows: CachedRecord[]) {
    store.setState((state) => arrived(state, { rows, titles: {}, parentTitles: {} }));
  }

  function withTitles(known: RendererState['titles'], arrived: ListPage['titles']): RendererState['titles'] {
    const entries = Object.entries(arrived).flatMap(([table, titles]) =>
      Object.entries(titles).map(([id, title]) => [recordKey(table, id), title] as const),
    );
    if (entries.every(([key, title]) => known[key] === title)) return known;
    // After this many titles the oldest are not missed; a visible title is requested again.
    return { ...(Object.keys(known).length > MOST_TITLES ? {} : known), ...Object.fromEntries(entries) };
  }

  /** Limits records kept during long scrolling: beyond it, those in no list and no view are dropped. */
  function pruned(state: RendererState, arriving: readonly CachedRecord[]): RendererState['records'] {
    if (Object.keys(state.records).length <= MOST_RECORDS) return state.records;
    const shown = keysInUse(state);
    for (const { table, id } of arriving) shown.add(recordKey(table, id));
    return Object.fromEntries(Object.entries(state.records).filter(([key]) => shown.has(key)));
  }

  function keysInUse({ windows }: RendererState): Set<string> {
    const shown = new Set<string>(watched.keys());
    for (const [key, { pages }] of Object.entries(windows)) {
      const table = key.slice(0, key.indexOf('?'));
      for (const { ids } of Object.values(pages)) for (const id of ids) shown.add(recordKey(table, id));
    }
    return shown;
  }

  /** Drops changed records of a table that nothing on screen will reload. */
  function dropStale(table: string, ids: ReadonlySet<string> | null) {
    store.setState((state) => {
      const shown = keysInUse(state);
      const isStale = (id: string) => ids === null || ids.has(id);
      const all = Object.entries(state.records);
      const kept = all.filter(([key, record]) => record.table !== table || !isStale(record.id) || shown.has(key));
      return kept.length < all.length ? { records: Object.fromEntries(kept) } : state;
    });
  }

  /** Reads a record again. */
  async function load(table: string, id: string) {
    const key = recordKey(table, id);
    onTheWay.add(key);
    const answer = await client.getCachedEntity(table, id);
    onTheWay.delete(key);
    if (!answer.ok) fail(answer.error);
    else if (answer.value !== null) put([answer.value]);
  }

  /** Reads a record unless it is loaded or loading. */
  function ensure(table: string, id: string) {
    const key = recordKey(table, id);
    if (id !== '' && store.getState().records[key] === undefined && !onTheWay.has(key)) void load(table, id);
  }

  /** Keeps a record current until the returned function is called. */
  function watch(table: string, id: string): () => void {
    const key = recordKey(table, id);
    watched.set(key, (watched.get(key) ?? 0) + 1);
    ensure(table, id);
    return () => {
      const others = (watched.get(key) ?? 1) - 1;
      if (others === 0) watched.delete(key);
      else watched.set(key, others);
    };
  }

  return {
    arrived,
    put,
    load,
    ensure,
    watch,
    /** The same for a record's title, which a list may have loaded. */
    watchTitle(table: string, id: string): () => void {
      return store.getState().titles[recordKey(table, id)] === undefined ? watch(table, id) : () => undefined;
    },
    /** The title of a record; `''` if it does not exist. */
    async titleOf(table: string, id: string): Promise<string> {
      const key = recordKey(table, id);
      if (store.getState().records[key] === undefined) await load(table, id);
      const title = store.getState().records[key]?.data[ferrySchema.entity(table)?.title ?? ''];
      return typeof title === 'string' ? title : '';
    },
    /** Reloads those of the records that are on screen. */
    async refresh(table: string, ids: string[] | null) {
      dropStale(table, ids === null ? null : new Set(ids));
      const prefix = recordKey(table, '');
      const looked = [...watched.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      const named = ids === null ? looked : looked.filter((id) => ids.includes(id));
      // Larger numbers reload through their list; only records shown by a view are read one by one.
      await Promise.all(named.map((id) => load(table, id)));
    },
    forgetAll() {
      store.setState({ records: {}, titles: {}, parentTitles: {}, windows: {} });
    },
  };
}

function isSame(known: CachedRecord | undefined, row: CachedRecord): boolean {
  return (
    known !== undefined &&
    known.version === row.version &&
    known.badge === row.badge &&
    known.deleted === row.deleted &&
    sameJson(known.data, row.data)
  );
}

export type Records = ReturnType<typeof createRecords>;
