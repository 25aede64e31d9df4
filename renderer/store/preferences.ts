import { createStore } from 'zustand/vanilla';
import type { Filter, ListQuery } from '#app/contract/records.ts';
import type { KeptText } from './drafts.ts';

export interface ListPreferences {
  sort: ListQuery['sort'];
  filters: Filter[];
  groupBy: string | null;
  /** Null: what suits the entity. */
  columns: string[] | null;
}

export interface SavedView extends ListPreferences {
  id: string;
  name: string;
  table: string;
}

export interface Preferences {
  lists: Record<string, ListPreferences>;
  views: SavedView[];
  isSidebarHidden: boolean;
}

const STORAGE_KEY = 'ferry.preferences';

export const PLAIN_LIST: ListPreferences = { sort: null, filters: [], groupBy: null, columns: null };

/** How this person likes to look at things: stays on this computer, holds nothing of the firm's. */
export function createPreferences(storage: KeptText) {
  const store = createStore<Preferences>(() => ({ lists: {}, views: [], isSidebarHidden: false, ...read(storage) }));
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
    saveView(view: SavedView) {
      store.setState(({ views }) => ({ views: [...views.filter(({ id }) => id !== view.id), view] }));
    },
    removeView(id: string) {
      store.setState(({ views }) => ({ views: views.filter((view) => view.id !== id) }));
    },
    showSidebar(isSidebarHidden: boolean) {
      store.setState({ isSidebarHidden });
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
