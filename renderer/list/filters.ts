import type { Filter } from '#app/contract/lists.ts';
import {
  type AnyEntity,
  chosenFrom,
  type Field,
  type FieldKind,
  ferrySchema,
  fieldAt,
  indirectReferences,
  sameJson,
} from '#app/schema/index.ts';
import type { MessageKey } from '#app/text/index.ts';
import { relativeDay } from '../i18n/relative-days.ts';
import { openFilter } from '../store/due.ts';

export interface FilterableField {
  /** The field's name, or the path to it; see `fieldAt`. */
  name: string;
  field: Field;
  /** Where its choices come from. */
  source: NonNullable<(typeof chosenFrom)[FieldKind]>;
}

/** Fields offered by the filter menu: the record's own, each reference before the fields above it. */
export function filterableFields(entity: AnyEntity): FilterableField[] {
  const farther = indirectReferences(ferrySchema, entity).map(({ path }) => path);
  const paths = Object.keys(entity.fields).flatMap((name) => [
    name,
    ...farther.filter((path) => path.startsWith(`${name}.`)),
  ]);
  return paths.flatMap((name) => {
    const field = fieldAt(ferrySchema, entity, name);
    const source = field?.filterable ? chosenFrom[field.kind] : null;
    return field === undefined || source === null ? [] : [{ name, field, source }];
  });
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

/** Filters for a range of days, relative to the day on which the list is read. */
export function dayRangeFilters(entity: AnyEntity, field: string, range: DayRange): Filter[] {
  const test = (kind: Filter['test'], ...values: string[]): Filter => ({ field, test: kind, values });
  switch (range) {
    case 'overdue':
      return [test('before', relativeDay(-1)), ...openFilter(entity)];
    case 'today':
      return [test('after', relativeDay(0)), test('before', relativeDay(0))];
    case 'week':
      return [test('after', relativeDay(1)), test('before', relativeDay(7))];
    case 'later':
      return [test('after', relativeDay(8))];
    case 'noDate':
      return [test('empty')];
  }
}

/** Filters by a range of days, replacing earlier filters of the same fields. */
export function withDayRange(entity: AnyEntity, filters: readonly Filter[], field: string, range: DayRange): Filter[] {
  const own = dayRangeFilters(entity, field, range);
  const replaced = new Set([field, ...own.map((filter) => filter.field)]);
  return [...filters.filter((filter) => !replaced.has(filter.field)), ...own];
}

/** The range of days that a field's filters express, if any. */
export function dayRangeOf(entity: AnyEntity, field: string, filters: readonly Filter[]): DayRange | undefined {
  const own = filters.filter((filter) => filter.field === field);
  return DAY_RANGES.find((range) =>
    sameJson(
      dayRangeFilters(entity, field, range).filter((filter) => filter.field === field),
      own,
    ),
  );
}

/** The chosen values of a field; `''` means none. */
export function chosenValues(filters: readonly Filter[], field: string): string[] {
  return filters
    .filter((filter) => filter.field === field)
    .flatMap(({ test, values }) => (test === 'empty' ? [''] : values.map(String)));
}

/** Replaces a field's filter. No values: no filter. "None" is chosen alone, since filters are combined with AND. */
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

/** Filters of one field share a chip: a range of days is two filters. */
export function filterChips(filters: readonly Filter[]): { field: string; filters: Filter[] }[] {
  const fields = [...new Set(filters.map(({ field }) => field))];
  return fields.map((field) => ({ field, filters: filters.filter((filter) => filter.field === field) }));
}
