import type { Filter, ListQuery } from '#app/contract/lists.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { relativeDay, resolveDays } from '../i18n/relative-days.ts';
import { openFilter } from '../store/due.ts';

/** In order of urgency: overdue, today, this week, later, waiting for others, without a day. */
export const WORK_SECTIONS = ['overdue', 'today', 'week', 'later', 'waiting', 'noDate'] as const;
type WorkSection = (typeof WORK_SECTIONS)[number];

/** Everybody's work. */
export const ANYBODY = '';

export interface WorkList {
  section: WorkSection;
  entity: AnyEntity;
  /** Filters with days relative to today. */
  filters: Filter[];
  query: ListQuery;
}

/** Entities that are assigned, due by a day, and can be completed. */
export function workEntities(): AnyEntity[] {
  return ferrySchema.inNavigation.filter(
    ({ due, person, closed }) => due !== undefined && person !== undefined && closed !== undefined,
  );
}

/** A section's filters on the due day; none if the day does not matter. */
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

/** Work waiting for somebody else has its own section, regardless of its day. */
function statesOf(entity: AnyEntity, isWaiting: boolean): Filter[] {
  const { waiting = [] } = entity;
  return openFilter(entity).map((filter) => ({
    ...filter,
    values: filter.values.filter((value) => waiting.includes(String(value)) === isWaiting),
  }));
}

/**
 * The lists of open work for a person or everybody, by section; each record is in one of them.
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

/** Work due by the end of today; the sidebar shows its count. @param today `YYYY-MM-DD` */
export function pressingLists(personId: string, today: string): Pick<WorkList, 'entity' | 'query'>[] {
  return workEntities().map((entity) => {
    const { due = '', person = '' } = entity;
    const whose: Filter = { field: person, test: 'in', values: [personId] };
    const filters = [whose, { field: due, test: 'before' as const, values: [today] }, ...statesOf(entity, false)];
    return { entity, query: { filters, search: '', sort: null } };
  });
}
