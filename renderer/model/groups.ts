import type { Person } from '#app/contract/protocol.ts';
import type { Filter } from '#app/contract/records.ts';
import type { AnyEntity, Label } from '#app/schema/index.ts';
import { addDays, type MessageKey } from '#app/text/index.ts';
import { openFilter } from './due.ts';

export interface Group {
  key: string;
  heading: { message: MessageKey } | { label: Label } | { text: string };
  filters: Filter[];
}

/** By which fields a list of the entity can be grouped. */
export function groupableFields(entity: AnyEntity): string[] {
  return Object.entries(entity.fields).flatMap(([name, field]) =>
    field.filterable && (field.kind === 'date' || field.kind === 'person' || field.kind === 'select') ? [name] : [],
  );
}

/**
 * The groups of a list, each with the filters that select its rows; together they hold every row once.
 * @param today `YYYY-MM-DD`
 */
export function groupsOf(
  entity: AnyEntity,
  name: string,
  today: string,
  people: readonly Pick<Person, 'id' | 'name' | 'active'>[],
): Group[] {
  const field = entity.fields[name];
  const test = (kind: Filter['test'], ...values: string[]): Filter => ({ field: name, test: kind, values });
  if (field?.kind === 'select') {
    return (field.options ?? []).map(({ value, label }) => ({
      key: value,
      heading: { label },
      filters: [test('in', value)],
    }));
  }
  if (field?.kind === 'person') {
    const named = people.map((person) => ({
      key: person.id,
      heading: { text: person.name },
      filters: [test('in', person.id)],
    }));
    return [...named, { key: 'none', heading: { message: 'group.noPerson' }, filters: [test('empty')] }];
  }
  if (field?.kind === 'date') return dayGroups(entity, today, test);
  return [];
}

function dayGroups(
  entity: AnyEntity,
  today: string,
  test: (kind: Filter['test'], ...values: string[]) => Filter,
): Group[] {
  const before = test('before', addDays(today, -1));
  const open = openFilter(entity);
  const done = open.map((filter) => ({
    ...filter,
    values: (entity.fields[filter.field]?.options ?? [])
      .map(({ value }) => value)
      .filter((value) => !filter.values.includes(value)),
  }));
  const group = (key: string, message: MessageKey, filters: Filter[]): Group => ({
    key,
    heading: { message },
    filters,
  });
  return [
    group('overdue', 'group.overdue', [before, ...open]),
    group('today', 'group.today', [test('after', today), test('before', today)]),
    group('week', 'group.week', [test('after', addDays(today, 1)), test('before', addDays(today, 7))]),
    group('later', 'group.later', [test('after', addDays(today, 8))]),
    group('noDate', 'group.noDate', [test('empty')]),
    ...(done.length === 0 ? [] : [group('earlier', 'group.earlier', [before, ...done])]),
  ];
}
