import type { Filter, ListQuery } from '#app/contract/lists.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { relativeDay, resolveDays } from '../i18n/relative-days.ts';
import { openFilter } from '../store/due.ts';

/** In the order of a day: what is late, what is for now, what can wait, what waits for others, what has no day. */
export const WORK_SECTIONS = ['overdue', 'today', 'week', 'later', 'waiting', 'noDate'] as const;
type WorkSection = (typeof WORK_SECTIONS)[number];

/** Everybody's work. */
export const ANYBODY = '';

export interface WorkList {
  section: WorkSection;
  entity: AnyEntity;
  /** What the list is narrowed to, in days that are counted from today. */
  filters: Filter[];
  query: ListQuery;
}

/** What somebody has to do by some day, and can be done with. */
export function workEntities(): AnyEntity[] {
  return ferrySchema.inNavigation.filter(
    ({ due, person, closed }) => due !== undefined && person !== undefined && closed !== undefined,
  );
}

/** The days of a section, as filters on the day by which a record has to be done; none where the day does not matter. */
function daysOf(section: WorkSection, due: string): Filter[] {
  const day = (test: 'before' | 'after', days: number): Filter => ({ field: due, test, values: [relativeDay(days)] });
  switch (section) {
    case 'overdue':
      return [day('before', -1)];
    case 'today':
      return [day('after', 0), day('before', 0)];
    case 'week':
      return [day('after', 1), day('before', 7)];
    case 'later':
      return [day('after', 8)];
    case 'noDate':
      return [{ field: due, test: 'empty', values: [] }];
    case 'waiting':
      return [];
  }
}

/** What waits for somebody else is in a section of its own, whatever its day. */
function statesOf(entity: AnyEntity, isWaiting: boolean): Filter[] {
  const { waiting = [] } = entity;
  return openFilter(entity).map((filter) => ({
    ...filter,
    values: filter.values.filter((value) => waiting.includes(String(value)) === isWaiting),
  }));
}

/**
 * The lists of one person's open work, or of everybody's: section by section, each record in one of them.
 * @param personId `ANYBODY` for everybody's
 * @param today `YYYY-MM-DD`
 */
export function workLists(personId: string, today: string): WorkList[] {
  return WORK_SECTIONS.flatMap((section) =>
    workEntities().flatMap((entity): WorkList[] => {
      const { due = '', person = '', waiting = [] } = entity;
      if (section === 'waiting' && waiting.length === 0) return [];
      const whose: Filter[] = personId === ANYBODY ? [] : [{ field: person, test: 'in', values: [personId] }];
      const filters = [...whose, ...daysOf(section, due), ...statesOf(entity, section === 'waiting')];
      const sort = { field: due, direction: 'asc' as const };
      return [{ section, entity, filters, query: { filters: resolveDays(filters, today), search: '', sort } }];
    }),
  );
}

/**
 * What a person should have done by the end of today: as much as the sidebar counts.
 * @param today `YYYY-MM-DD`
 */
export function pressingLists(personId: string, today: string): Pick<WorkList, 'entity' | 'query'>[] {
  return workEntities().map((entity) => {
    const { due = '', person = '' } = entity;
    const whose: Filter = { field: person, test: 'in', values: [personId] };
    const filters = [whose, { field: due, test: 'before' as const, values: [today] }, ...statesOf(entity, false)];
    return { entity, query: { filters, search: '', sort: null } };
  });
}
