import type { Filter } from '#app/contract/records.ts';
import type { AnyEntity, Field } from '#app/schema/index.ts';
import { addDays, type MessageKey } from '#app/text/index.ts';
import { openFilter } from './due.ts';

/** Fields a person can filter by from the menu. */
export function filterableFields(entity: AnyEntity): [string, Field][] {
  return Object.entries(entity.fields).filter(([, field]) => field.filterable && field.kind !== 'reference');
}

export const DAY_RANGES = ['overdue', 'today', 'week', 'later', 'noDate'] as const;
export type DayRange = (typeof DAY_RANGES)[number];

export const dayRangeLabels: Record<DayRange, MessageKey> = {
  overdue: 'group.overdue',
  today: 'group.today',
  week: 'group.week',
  later: 'group.later',
  noDate: 'group.noDate',
};

/**
 * The filters that stand for a range of days.
 * @param today `YYYY-MM-DD`
 */
export function dayRangeFilters(entity: AnyEntity, field: string, range: DayRange, today: string): Filter[] {
  const test = (kind: Filter['test'], ...values: string[]): Filter => ({ field, test: kind, values });
  switch (range) {
    case 'overdue':
      return [test('before', addDays(today, -1)), ...openFilter(entity)];
    case 'today':
      return [test('after', today), test('before', today)];
    case 'week':
      return [test('after', addDays(today, 1)), test('before', addDays(today, 7))];
    case 'later':
      return [test('after', addDays(today, 8))];
    case 'noDate':
      return [test('empty')];
  }
}

/** The values chosen for a field: `''` stands for none. */
export function chosenValues(filters: readonly Filter[], field: string): string[] {
  return filters
    .filter((filter) => filter.field === field)
    .flatMap(({ test, values }) => (test === 'empty' ? [''] : values.map(String)));
}

/** Replaces what is filtered by one field. No values: no filter. Empty is chosen alone, since filters add up. */
export function withValues(
  filters: readonly Filter[],
  field: string,
  test: 'in' | 'has',
  values: readonly string[],
): Filter[] {
  const others = filters.filter((filter) => filter.field !== field);
  if (values.length === 0) return others;
  if (values.includes('')) return [...others, { field, test: 'empty', values: [] }];
  return [...others, { field, test, values: [...values] }];
}

/** Filters of one field belong to one chip: a range of days is two of them. */
export function filterChips(filters: readonly Filter[]): { field: string; filters: Filter[] }[] {
  const fields = [...new Set(filters.map(({ field }) => field))];
  return fields.map((field) => ({ field, filters: filters.filter((filter) => filter.field === field) }));
}
