import { createStore } from 'zustand/vanilla';
import type { Filter, ListQuery } from '#app/contract/records.ts';

export interface ListPreferences {
  sort: ListQuery['sort'];
  filters: Filter[];
  groupBy: string | null;
}

export interface Preferences {
  lists: Record<string, ListPreferences>;
}

/** The part of `localStorage` that is used. */
export interface KeptText {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const STORAGE_KEY = 'ferry.preferences';

export const PLAIN_LIST: ListPreferences = { sort: null, filters: [], groupBy: null };

/** How lists were last looked at, on this computer. What a person names and keeps, views and columns, are settings. */
export function createPreferences(storage: KeptText) {
  const store = createStore<Preferences>(() => ({ lists: {}, ...read(storage) }));
  store.subscribe((preferences) => {
    try {
      storage.setItem(STORAGE_KEY, JSON.stringify(preferences));
    } catch {
      // Preferences that cannot be kept still hold until the window closes.
    }
  });
  return {
    store,
    changeList(table: string, patch: Partial<ListPreferences>) {
      store.setState(({ lists }) => ({ lists: { ...lists, [table]: { ...(lists[table] ?? PLAIN_LIST), ...patch } } }));
    },
  };
}

function read(storage: KeptText): Partial<Preferences> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

export type PreferencesStore = ReturnType<typeof createPreferences>;
