import type { Filter, ListQuery } from '#app/contract/records.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { openFilter } from './due.ts';
import { relativeDay, resolveDays } from './relative-days.ts';

const DAYS_AHEAD = 7;

export const QUESTIONS = ['overdue', 'due', 'unassigned'] as const;
export type QuestionKey = (typeof QUESTIONS)[number];

export interface OverviewList {
  question: QuestionKey;
  entity: AnyEntity;
  /** What the list is narrowed to, in days that are counted from today. */
  filters: Filter[];
  query: ListQuery;
}

/**
 * The lists of the overview: what is overdue, what is due, what has no one, of everything that can be done.
 * @param today `YYYY-MM-DD`
 */
export function overviewLists(today: string): OverviewList[] {
  const workable = ferrySchema.entities.filter((entity) => openFilter(entity).length > 0);
  return QUESTIONS.flatMap((question) =>
    workable.map((entity) => {
      const filters = [...filtersOf(question, entity), ...openFilter(entity)];
      const sort = entity.fields.dueDate?.sortable ? { field: 'dueDate', direction: 'asc' as const } : null;
      return { question, entity, filters, query: { filters: resolveDays(filters, today), search: '', sort } };
    }),
  );
}

function filtersOf(question: QuestionKey, entity: AnyEntity): Filter[] {
  const day = (test: 'before' | 'after', days: number): Filter => ({
    field: 'dueDate',
    test,
    values: [relativeDay(days)],
  });
  if (question === 'unassigned') {
    const person = filterableField(entity, 'assigneeId') ?? filterableField(entity, 'ownerId');
    return person === null ? [] : [{ field: person, test: 'empty', values: [] }];
  }
  if (filterableField(entity, 'dueDate') === null) return [];
  if (question === 'overdue') return [day('before', -1)];
  return [day('after', 0), day('before', DAYS_AHEAD)];
}

const filterableField = (entity: AnyEntity, name: string) => (entity.fields[name]?.filterable ? name : null);
