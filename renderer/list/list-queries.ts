import type { ListQuery } from '#app/contract/lists.ts';
import type { Person } from '#app/contract/protocol.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { resolveDays } from '../i18n/relative-days.ts';
import type { ListPreferences } from '../store/stored-list.ts';
import { type Group, groupsOf } from './groups.ts';

export interface ListQueries {
  /** Null if the list is not grouped. */
  groups: Group[] | null;
  /** One query, or one per group. */
  queries: ListQuery[];
}

export function sortOf(entity: AnyEntity, { sort }: ListPreferences): NonNullable<ListQuery['sort']> {
  return sort ?? entity.sort ?? { field: entity.title, direction: 'asc' };
}

/** The queries of a list with its last display settings. @param today `YYYY-MM-DD` */
export function listQueries(
  entity: AnyEntity,
  chosen: ListPreferences,
  search: string,
  today: string,
  people: readonly Pick<Person, 'id' | 'name' | 'active'>[],
): ListQueries {
  const { groupBy } = chosen;
  const groups = groupBy === null ? [] : groupsOf(entity, groupBy, today, people);
  const filters = resolveDays(chosen.filters, today);
  const base = { search: search.trim(), sort: sortOf(entity, chosen) };
  if (groups.length === 0) return { groups: null, queries: [{ ...base, filters }] };
  return { groups, queries: groups.map((group) => ({ ...base, filters: [...filters, ...group.filters] })) };
}
