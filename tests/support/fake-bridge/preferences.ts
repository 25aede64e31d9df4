import type { PreferenceChange, Settings } from '#app/contract/settings.ts';

/** The settings after a change of what a person arranged. */
export function withPreference(settings: Settings, change: PreferenceChange): Settings {
  const { views, columns, favourites } = settings;
  const { kind, id } = change;
  const others = <T extends { id: string }>(all: readonly T[]) => all.filter((one) => one.id !== id);
  if (kind === 'view') {
    const added = change.value === null ? [] : [{ id, ...change.value }];
    return { ...settings, views: [...others(views), ...added].toSorted((one, two) => (one.id < two.id ? -1 : 1)) };
  }
  if (kind === 'columns') {
    const { [id]: _, ...rest } = columns;
    return { ...settings, columns: change.value === null ? rest : { ...rest, [id]: change.value } };
  }
  if (kind === 'recent') return settings;
  const added = change.value === null ? [] : [{ table: change.value.table, id }];
  return { ...settings, favourites: [...others(favourites), ...added] };
}
