import type { ListPage, ListQuery } from '#app/contract/records.ts';
import { ferrySchema, referencesOf } from '#app/schema/index.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import type { DeskStore } from './desk-store.ts';
import type { Records } from './records.ts';
import type { WindowState } from './state.ts';

export const PAGE_SIZE = 100;

export interface ListSource {
  table: string;
  query: ListQuery;
}

export function windowKey({ table, query }: ListSource): string {
  return `${table}?${JSON.stringify(query)}`;
}

function showsAny(listed: string, table: string): boolean {
  const entity = ferrySchema.entity(listed);
  return (
    listed === table || (entity !== undefined && referencesOf(entity).some((reference) => reference.table === table))
  );
}

interface LiveWindow {
  source: ListSource;
  holders: number;
  firstPage: number;
  lastPage: number;
  /** Raised whenever the pages may be wrong; an answer of an older one is dropped. */
  generation: number;
  loading: Set<number>;
}

interface Deps {
  client: FerryClient;
  store: DeskStore;
  records: Records;
}

/** Pages of the lists on screen, read as they scroll into view: after the row before where it is known, else by offset. */
export function createListWindows({ client, store, records }: Deps) {
  const live = new Map<string, LiveWindow>();

  function patch(key: string, change: (window: WindowState) => WindowState) {
    store.setState(({ windows }) => ({
      windows: { ...windows, [key]: change(windows[key] ?? { total: null, pages: {}, error: null }) },
    }));
  }

  async function loadPage(key: string, window: LiveWindow, page: number) {
    if (window.loading.has(page)) return;
    window.loading.add(page);
    const { generation } = window;
    const before = page === 0 ? undefined : store.getState().windows[key]?.pages[page - 1]?.last;
    const answer = await client.listRecords(window.source.table, window.source.query, {
      limit: PAGE_SIZE,
      ...(before ? { after: before } : { offset: page * PAGE_SIZE }),
    });
    if (window.generation !== generation || live.get(key) !== window) return;
    window.loading.delete(page);
    if (answer.ok) arrive(key, page, answer.value);
    else patch(key, (state) => ({ ...state, error: answer.error }));
  }

  function arrive(key: string, page: number, value: ListPage) {
    records.put(value.rows, value.titles);
    const ids = value.rows.map(({ id }) => id);
    patch(key, ({ pages }) => ({
      total: value.total,
      pages: { ...pages, [page]: { ids, last: value.last } },
      error: null,
    }));
  }

  function loadVisible(key: string, window: LiveWindow, isMissing: (page: number) => boolean) {
    for (let page = window.firstPage; page <= window.lastPage; page += 1) {
      if (isMissing(page)) void loadPage(key, window, page);
    }
  }

  /** What is on screen stays until its successor is here; pages out of sight are dropped. */
  function reload(key: string, window: LiveWindow) {
    window.generation += 1;
    window.loading.clear();
    patch(key, (state) => ({
      ...state,
      pages: Object.fromEntries(
        Object.entries(state.pages)
          .filter(([page]) => Number(page) >= window.firstPage && Number(page) <= window.lastPage)
          .map(([page, { ids }]) => [page, { ids, last: null }]),
      ),
    }));
    loadVisible(key, window, () => true);
  }

  /** Keeps a list alive until the function returned is called. */
  function hold(source: ListSource): () => void {
    const key = windowKey(source);
    const window: LiveWindow = live.get(key) ?? {
      source,
      holders: 0,
      firstPage: 0,
      lastPage: 0,
      generation: 0,
      loading: new Set(),
    };
    live.set(key, window);
    window.holders += 1;
    if (window.holders === 1) loadVisible(key, window, () => true);
    return () => {
      window.holders -= 1;
      if (window.holders > 0) return;
      live.delete(key);
      store.setState(({ windows }) => {
        const { [key]: _gone, ...rest } = windows;
        return { windows: rest };
      });
    };
  }

  return {
    hold,
    /** Holds these lists, and tells when each has its first rows or has failed. */
    preload(sources: readonly ListSource[]): { ready: Promise<void>; release: () => void } {
      const releases = sources.map(hold);
      const keys = sources.map(windowKey);
      const isReady = () => {
        const { windows } = store.getState();
        return keys.every((key) => !live.has(key) || windows[key]?.total != null || windows[key]?.error != null);
      };
      const ready = new Promise<void>((resolve) => {
        if (isReady()) return resolve();
        const stop = store.subscribe(() => {
          if (!isReady()) return;
          stop();
          resolve();
        });
      });
      return {
        ready,
        release() {
          for (const release of releases.splice(0)) release();
        },
      };
    },
    /** Rows `from` to `to` (inclusive) are about to be seen. */
    show(key: string, from: number, to: number) {
      const window = live.get(key);
      if (window === undefined) return;
      window.firstPage = Math.max(0, Math.floor(from / PAGE_SIZE));
      window.lastPage = Math.max(window.firstPage, Math.floor(to / PAGE_SIZE));
      loadVisible(key, window, (page) => store.getState().windows[key]?.pages[page] === undefined);
    },
    /** Records of a table changed: their places may have too, and what records that refer to them show of them. */
    refresh(table: string) {
      for (const [key, window] of live) if (showsAny(window.source.table, table)) reload(key, window);
    },
    retry(key: string) {
      const window = live.get(key);
      if (window !== undefined) reload(key, window);
    },
  };
}

export type ListWindows = ReturnType<typeof createListWindows>;
