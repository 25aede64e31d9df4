import type { Person } from '#app/contract/protocol.ts';
import type { ListQuery } from '#app/contract/records.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import type { ListPreferences } from '../store/preferences.ts';
import { type Group, groupsOf } from './groups.ts';

export interface ListQueries {
  sort: NonNullable<ListQuery['sort']>;
  /** Null where the list is not grouped. */
  groups: Group[] | null;
  /** One, or one for each group. */
  queries: ListQuery[];
}

/**
 * What a list asks for, as it was last looked at.
 * @param today `YYYY-MM-DD`
 */
export function listQueries(
  entity: AnyEntity,
  { sort: chosenSort, filters, groupBy }: ListPreferences,
  search: string,
  today: string,
  people: readonly Pick<Person, 'id' | 'name' | 'active'>[],
): ListQueries {
  const sort = chosenSort ?? { field: entity.title, direction: 'asc' as const };
  const found = groupBy === null ? [] : groupsOf(entity, groupBy, today, people);
  const base = { search: search.trim(), sort };
  if (found.length === 0) return { sort, groups: null, queries: [{ ...base, filters }] };
  return { sort, groups: found, queries: found.map((group) => ({ ...base, filters: [...filters, ...group.filters] })) };
}
