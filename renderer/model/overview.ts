import type { Filter, ListQuery } from '#app/contract/records.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { addDays } from '#app/text/index.ts';
import { openFilter } from './due.ts';

const DAYS_AHEAD = 7;

export const QUESTIONS = ['overdue', 'due', 'unassigned'] as const;
export type QuestionKey = (typeof QUESTIONS)[number];

export interface OverviewList {
  question: QuestionKey;
  entity: AnyEntity;
  query: ListQuery;
}

/**
 * The lists of the overview: what is overdue, what is due, what has no one, of everything that can be done.
 * @param today `YYYY-MM-DD`
 */
export function overviewLists(today: string): OverviewList[] {
  const workable = ferrySchema.entities.filter((entity) => openFilter(entity).length > 0);
  return QUESTIONS.flatMap((question) =>
    workable.map((entity) => ({
      question,
      entity,
      query: {
        filters: [...filtersOf(question, entity, today), ...openFilter(entity)],
        search: '',
        sort: entity.fields.dueDate?.sortable ? { field: 'dueDate', direction: 'asc' as const } : null,
      },
    })),
  );
}

function filtersOf(question: QuestionKey, entity: AnyEntity, today: string): Filter[] {
  const day = (test: 'before' | 'after', value: string): Filter => ({ field: 'dueDate', test, values: [value] });
  if (question === 'unassigned') {
    const person = filterableField(entity, 'assigneeId') ?? filterableField(entity, 'ownerId');
    return person === null ? [] : [{ field: person, test: 'empty', values: [] }];
  }
  if (filterableField(entity, 'dueDate') === null) return [];
  if (question === 'overdue') return [day('before', addDays(today, -1))];
  return [day('after', today), day('before', addDays(today, DAYS_AHEAD))];
}

const filterableField = (entity: AnyEntity, name: string) => (entity.fields[name]?.filterable ? name : null);
