import type { Filter, ListQuery } from '#app/contract/lists.ts';
import { type AnyEntity, ferrySchema, OVERVIEW_QUESTIONS, type OverviewQuestion } from '#app/schema/index.ts';
import { relativeDay, resolveDays } from '../i18n/relative-days.ts';
import { openFilter } from '../store/due.ts';

const DAYS_AHEAD = 7;

export interface OverviewList {
  question: OverviewQuestion;
  entity: AnyEntity;
  /** Filters with days relative to today. */
  filters: Filter[];
  query: ListQuery;
}

/** The lists of the overview: overdue, due, unassigned. @param today `YYYY-MM-DD` */
export function overviewLists(today: string): OverviewList[] {
  return OVERVIEW_QUESTIONS.flatMap((question) =>
    ferrySchema.inNavigation
      .filter((entity) => entity.overview?.includes(question))
      .map((entity) => {
        const filters = [...filtersOf(question, entity), ...openFilter(entity)];
        const sort = entity.due === undefined ? null : { field: entity.due, direction: 'asc' as const };
        return { question, entity, filters, query: { filters: resolveDays(filters, today), search: '', sort } };
      }),
  );
}

/** The schema allows a question only if the entity has the field. */
function filtersOf(question: OverviewQuestion, { due = '', person = '' }: AnyEntity): Filter[] {
  const day = (test: 'before' | 'after', days: number): Filter => ({ field: due, test, values: [relativeDay(days)] });
  switch (question) {
    case 'overdue':
      return [day('before', -1)];
    case 'due':
      return [day('after', 0), day('before', DAYS_AHEAD)];
    case 'unassigned':
      return [{ field: person, test: 'empty', values: [] }];
  }
}
