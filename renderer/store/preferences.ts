import * as z from 'zod';
import { createStore } from 'zustand/vanilla';
import type { SavedView } from '#app/contract/settings.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { type ListPreferences, PLAIN_LIST, plainList, readList } from './stored-list.ts';

export interface Preferences {
  lists: Record<string, ListPreferences>;
}

/** The part of `localStorage` in use. */
export interface KeptText {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const STORAGE_KEY = 'ferry.preferences';

/** How each list was last displayed, on this computer. Named views and columns are the person's own, on all of theirs. */
export function createPreferences(storage: KeptText) {
  const store = createStore<Preferences>(() => ({ lists: read(storage) }));
  /** Table → search text; not stored. */
  const searches = createStore<Record<string, string>>(() => ({}));
  function changeList(table: string, patch: Partial<ListPreferences>) {
    store.setState(({ lists }) => ({
      lists: { ...lists, [table]: { ...(lists[table] ?? plainOf(table)), ...patch } },
    }));
  }
  store.subscribe((preferences) => {
    try {
      storage.setItem(STORAGE_KEY, JSON.stringify(preferences));
    } catch {
      // What cannot be stored applies until the window closes.
    }
  });
  return {
    store,
    searches,
    search(table: string, words: string) {
      searches.setState({ [table]: words });
    },
    changeList,
    /** Displays a list as a saved view defines it. */
    showView({ table, query, groupBy, columns }: Pick<SavedView, 'table' | 'query' | 'groupBy' | 'columns'>) {
      const entity = ferrySchema.entity(table);
      if (entity === undefined) return;
      changeList(table, readList(entity, { ...query, groupBy, columns }));
      searches.setState({ [table]: query.search });
    },
  };
}

function plainOf(table: string): ListPreferences {
  const entity = ferrySchema.entity(table);
  return entity === undefined ? PLAIN_LIST : plainList(entity);
}

const keptSchema = z.object({ lists: z.record(z.string(), z.unknown()) });

function read(storage: KeptText): Preferences['lists'] {
  try {
    const { lists } = keptSchema.parse(JSON.parse(storage.getItem(STORAGE_KEY) ?? '{"lists":{}}'));
    return Object.fromEntries(
      ferrySchema.entities.flatMap((entity) =>
        lists[entity.table] === undefined ? [] : [[entity.table, readList(entity, lists[entity.table])]],
      ),
    );
  } catch {
    return {};
  }
}

export type PreferencesStore = ReturnType<typeof createPreferences>;
