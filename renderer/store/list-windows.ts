import type { ListPage, ListQuery } from '#app/contract/lists.ts';
import { ferrySchema, referencesOf } from '#app/schema/index.ts';
import type { FerryClient } from './ferry-client.ts';
import type { Records } from './records.ts';
import type { WindowPage, WindowState } from './state.ts';
import type { RendererStateStore } from './state-store.ts';

/** Slightly more than a window shows, so that the first view is one small answer. */
export const PAGE_SIZE = 40;
/** Pages kept on each side of the visible ones. */
const PAGES_AROUND = 10;

export interface ListSource {
  table: string;
  query: ListQuery;
  /** Only the count matters until its rows become visible. */
  isFolded?: boolean;
}

export function windowKey({ table, query }: ListSource): string {
  return `${table}?${JSON.stringify(query)}`;
}

/** Whether a list depends on a table: its own records, or titles of their parents. */
function showsAny(listed: string, table: string): boolean {
  const entity = ferrySchema.entity(listed);
  return (
    listed === table || (entity !== undefined && referencesOf(entity).some((parent) => showsAny(parent.table, table)))
  );
}

interface LiveWindow {
  source: ListSource;
  holders: number;
  /** How many holders want rows, not only the count. */
  readers: number;
  isFolded: boolean;
  firstPage: number;
  lastPage: number;
  /** Incremented when pages may be outdated; older answers are dropped. */
  generation: number;
  loading: Set<number>;
}

interface Deps {
  client: FerryClient;
  store: RendererStateStore;
  records: Records;
}

/** Pages of the lists on screen, read as they scroll into view: after the previous row if known, else by offset. */
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
      limit: window.isFolded ? 1 : PAGE_SIZE,
      ...(before ? { after: before } : { offset: page * PAGE_SIZE }),
    });
    if (window.generation !== generation || live.get(key) !== window) return;
    window.loading.delete(page);
    if (answer.ok) arrive(key, window, page, answer.value);
    else patch(key, (state) => ({ ...state, error: answer.error }));
  }

  /** One state update, so that rows render once. */
  function arrive(key: string, window: LiveWindow, page: number, answer: ListPage) {
    const { rows, total, last } = answer;
    store.setState((state) => {
      const before = state.windows[key]?.pages ?? {};
      const pages = window.isFolded ? {} : { ...near(window, before), [page]: { ids: rows.map(({ id }) => id), last } };
      return {
        ...records.arrived(state, answer),
        windows: { ...state.windows, [key]: { total, pages, error: null } },
      };
    });
  }

  /** Limits how much of a long list is kept while scrolling. */
  function near({ firstPage, lastPage }: LiveWindow, pages: WindowState['pages']): WindowState['pages'] {
    const isNear = ([page]: [string, WindowPage]) =>
      Number(page) >= firstPage - PAGES_AROUND && Number(page) <= lastPage + PAGES_AROUND;
    const all = Object.entries(pages);
    return all.every(isNear) ? pages : Object.fromEntries(all.filter(isNear));
  }

  function loadVisible(key: string, window: LiveWindow, isMissing: (page: number) => boolean) {
    for (let page = window.firstPage; page <= window.lastPage; page += 1) {
      if (isMissing(page)) void loadPage(key, window, page);
    }
  }

  /** Visible pages stay until their replacement arrives; others are dropped. */
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

  function unfold(key: string, window: LiveWindow) {
    window.isFolded = false;
    window.generation += 1;
    window.loading.clear();
    loadVisible(key, window, (page) => store.getState().windows[key]?.pages[page] === undefined);
  }

  /** One holder no longer needs rows; others keep them. */
  function fold(key: string) {
    const window = live.get(key);
    if (window === undefined || window.readers > 1) return;
    Object.assign(window, { isFolded: true, firstPage: 0, lastPage: 0 });
  }

  /** Keeps a list loaded until the returned function is called. */
  function hold(source: ListSource): () => void {
    const key = windowKey(source);
    const window: LiveWindow = live.get(key) ?? {
      source,
      holders: 0,
      readers: 0,
      isFolded: source.isFolded === true,
      firstPage: 0,
      lastPage: 0,
      generation: 0,
      loading: new Set(),
    };
    live.set(key, window);
    window.holders += 1;
    const isReader = source.isFolded !== true;
    if (isReader) window.readers += 1;
    if (window.holders === 1) loadVisible(key, window, () => true);
    else if (isReader && window.isFolded) unfold(key, window);
    return () => {
      window.holders -= 1;
      if (isReader) window.readers -= 1;
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
    /** Holds these lists; `ready` resolves when each has its first rows or has failed. */
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
    /** Rows `from` to `to` (inclusive) are about to become visible. */
    show(key: string, from: number, to: number) {
      const window = live.get(key);
      if (window === undefined) return;
      if (window.isFolded) {
        window.isFolded = false;
        window.generation += 1;
        window.loading.clear();
      }
      window.firstPage = Math.max(0, Math.floor(from / PAGE_SIZE));
      window.lastPage = Math.max(window.firstPage, Math.floor(to / PAGE_SIZE));
      loadVisible(key, window, (page) => store.getState().windows[key]?.pages[page] === undefined);
    },
    /** Records of a table changed: reload its lists, and lists that show their titles. */
    refresh(table: string) {
      for (const [key, window] of live) if (showsAny(window.source.table, table)) reload(key, window);
    },
    fold,
  };
}

export type ListWindows = ReturnType<typeof createListWindows>;
