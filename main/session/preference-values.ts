import type { OperationOutput } from '#app/contract/operations.ts';
import type { PreferenceEntry } from '#app/contract/preferences.ts';
import { type PreferenceChange, preferenceValueSchemas, type Settings } from '#app/contract/settings.ts';

/** Older than every change a person makes. */
const BEFORE_ALL_CHANGES = 1;
const MOST_SHOWN = { views: 200, favourites: 100 };

export type Personal = Pick<Settings, 'views' | 'columns' | 'favourites'>;
type Kind = keyof typeof preferenceValueSchemas;

/** Values that only a newer Ferry can read stay in the document and are not shown. */
export function personalOf(entries: readonly PreferenceEntry[]): Personal {
  const oldestFirst = entries.toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
  const views = valuesOf(oldestFirst, 'view').map(({ id, value }) => ({ id, ...value }));
  const favourites = valuesOf(oldestFirst, 'favourite').map(({ id, value }) => ({ table: value.table, id }));
  return {
    // By their time-ordered ids: renaming one does not move it.
    views: views.toSorted((one, other) => (one.id < other.id ? -1 : 1)).slice(-MOST_SHOWN.views),
    columns: Object.fromEntries(valuesOf(entries, 'columns').map(({ id, value }) => [id, value])),
    favourites: favourites.slice(-MOST_SHOWN.favourites),
  };
}

/** Opened last, newest first. */
export function recentOf(entries: readonly PreferenceEntry[]): OperationOutput<'listRecent'> {
  const newestFirst = entries.toSorted((one, other) => other.at - one.at);
  return valuesOf(newestFirst, 'recent').map(({ id, value }) => ({ table: value.table, id }));
}

/** What an earlier version kept among the computer's settings. */
export function entriesOfSettings({ views, columns, favourites }: Personal): PreferenceEntry[] {
  const changes: PreferenceChange[] = [
    ...views.map(({ id, ...value }) => ({ kind: 'view' as const, id, value })),
    ...Object.entries(columns).map(([id, value]) => ({ kind: 'columns' as const, id, value })),
    ...favourites.map(({ table, id }) => ({ kind: 'favourite' as const, id, value: { table } })),
  ];
  return changes.map(({ kind, id, value }) => ({ kind, id, value: JSON.stringify(value), at: BEFORE_ALL_CHANGES }));
}

function valuesOf<K extends Kind>(entries: readonly PreferenceEntry[], kind: K) {
  type Value = NonNullable<ReturnType<(typeof preferenceValueSchemas)[K]['parse']>>;
  return entries.flatMap((entry): { id: string; value: Value }[] => {
    if (entry.kind !== kind || entry.value === null) return [];
    const parsed = preferenceValueSchemas[kind].safeParse(parse(entry.value));
    return parsed.success ? [{ id: entry.id, value: parsed.data as Value }] : [];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
