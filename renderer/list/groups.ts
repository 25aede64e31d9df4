import type { Filter } from '#app/contract/lists.ts';
import type { Person } from '#app/contract/protocol.ts';
import { type AnyEntity, chosenFrom, type Field, type Label } from '#app/schema/index.ts';
import { addDays, type MessageKey } from '#app/text/index.ts';
import { openFilter } from '../store/due.ts';

export interface Group {
  key: string;
  heading: { message: MessageKey } | { label: Label } | { text: string };
  filters: Filter[];
}

const MOST_GROUPS = 12;

/** The groups of a list with their filters; together they contain every row once. @param today `YYYY-MM-DD` */
export function groupsOf(
  entity: AnyEntity,
  name: string,
  today: string,
  people: readonly Pick<Person, 'id' | 'name' | 'active'>[],
): Group[] {
  const field = entity.fields[name];
  const test = (kind: Filter['test'], ...values: string[]): Filter => ({ field: name, test: kind, values });
  if (field === undefined) return [];
  switch (chosenFrom[field.kind]) {
    case 'options':
      return optionGroups(field, test);
    case 'people': {
      const named = people.map((person) => ({
        key: person.id,
        heading: { text: person.name },
        filters: [test('in', person.id)],
      }));
      return [...named, { key: 'none', heading: { message: 'group.noPerson' }, filters: [test('empty')] }];
    }
    case 'days':
      return dayGroups(entity, today, test);
    // A record has any number of tags, and references have too many values for groups.
    case 'tagsInUse':
    case 'records':
    case null:
      return [];
  }
}

function optionGroups({ options = [] }: Field, test: (kind: Filter['test'], ...values: string[]) => Filter): Group[] {
  // Each group is a list of its own; a group per currency of the world would be useless.
  const [shown, rest] =
    options.length > MOST_GROUPS ? [options.slice(0, MOST_GROUPS), options.slice(MOST_GROUPS)] : [options, []];
  const groups: Group[] = shown.map(({ value, label }) => ({
    key: value,
    heading: { label },
    filters: [test('in', value)],
  }));
  if (rest.length === 0) return groups;
  const others = test('in', ...rest.map(({ value }) => value));
  return [...groups, { key: 'others', heading: { message: 'group.others' }, filters: [others] }];
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
