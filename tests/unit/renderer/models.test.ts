import { describe, expect, test } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { parseMarkdown } from '../../../renderer/components/parse-markdown.ts';
import { chosenValues, filterChips, withValues } from '../../../renderer/list/filters.ts';
import { groupsOf } from '../../../renderer/list/groups.ts';
import { hrefOf, type Route, routeOf } from '../../../renderer/navigation/route.ts';
import { columnsOf, defaultColumns, fittingColumns, withMoved } from '../../../renderer/record/columns.ts';

const entityOf = (table: string) => {
  const entity = ferrySchema.entity(table);
  if (entity === undefined) throw new Error(`no ${table}`);
  return entity;
};

describe('columns', () => {
  test.each([
    ['b', 1, ['a', 'c', 'b']],
    ['b', -1, ['b', 'a', 'c']],
    ['a', -1, ['a', 'b', 'c']],
    ['c', 1, ['a', 'b', 'c']],
    ['x', 1, ['a', 'b', 'c']],
  ] as const)('%s moved by %i', (name, by, expected) => {
    expect(withMoved(['a', 'b', 'c'], name, by)).toEqual(expected);
  });

  test('the title comes first, whatever is chosen', () => {
    expect(columnsOf(entityOf('clients'), ['city', 'name']).map(({ name }) => name)).toEqual(['name', 'city']);
  });
  test('a removed field is left out', () => {
    expect(columnsOf(entityOf('clients'), ['fax']).map(({ name }) => name)).toEqual(['name']);
  });
  test('the least important are hidden in a narrow window, the title never', () => {
    const all = columnsOf(entityOf('tasks'), defaultColumns(entityOf('tasks')));
    expect(fittingColumns(all, 10_000)).toEqual(all);
    // What a list has beside an open record in a window of 1280 px.
    expect(fittingColumns(all, 566).map(({ name }) => name)).toEqual(['title', 'dueDate', 'status', 'assigneeId']);
    expect(fittingColumns(all, 10).map(({ name }) => name)).toEqual(['title']);
  });
});

describe('filters', () => {
  test('choosing no value removes the filter', () => {
    const one = withValues([], 'status', 'in', ['open']);
    expect(chosenValues(one, 'status')).toEqual(['open']);
    expect(withValues(one, 'status', 'in', [])).toEqual([]);
  });
  test('choosing “no one” filters by the empty field', () => {
    expect(withValues([], 'ownerId', 'in', [''])).toEqual([{ field: 'ownerId', test: 'empty', values: [] }]);
  });
  test('a range of days is one chip', () => {
    const range = [
      { field: 'dueDate', test: 'after' as const, values: ['2026-01-01'] },
      { field: 'dueDate', test: 'before' as const, values: ['2026-01-07'] },
    ];
    expect(filterChips(range)).toHaveLength(1);
  });
});

test('an address whose id cannot be decoded names no record', () => {
  expect(routeOf('#/clients/%E0%A4%A')).toEqual({ view: 'list', table: 'clients', recordId: null });
});

test('groups by currency are few, and contain every currency exactly once', () => {
  const engagements = entityOf('engagements');
  const groups = groupsOf(engagements, 'currency', '2026-11-29', []);
  expect(groups.length).toBeLessThan(20);
  const held = groups.flatMap(({ filters }) => filters.flatMap(({ values }) => values));
  expect(held.sort()).toEqual(engagements.fields.currency?.options?.map(({ value }) => value).sort());
});

test('groups by due date contain every task exactly once', () => {
  const today = '2026-11-22';
  const groups = groupsOf(entityOf('tasks'), 'dueDate', today, []);
  const passes = (task: Record<string, string | null>) =>
    groups.filter(({ filters }) =>
      filters.every(({ field, test: kind, values }) => {
        const value = task[field] ?? null;
        const bound = String(values[0]);
        if (kind === 'empty') return value === null;
        if (value === null) return false;
        return kind === 'in' ? values.includes(value) : kind === 'before' ? value <= bound : value >= bound;
      }),
    );
  for (const status of ['open', 'doing', 'waiting', 'done']) {
    for (const dueDate of [
      null,
      '2020-01-01',
      '2026-11-21',
      today,
      '2026-11-23',
      '2026-11-29',
      '2026-11-30',
      '2030-01-01',
    ]) {
      expect([status, dueDate, passes({ status, dueDate }).length]).toEqual([status, dueDate, 1]);
    }
  }
});

test.each<Route>([
  { view: 'overview' },
  { view: 'settings' },
  { view: 'sync', tab: 'conflicts' },
  { view: 'list', table: 'tasks', recordId: null },
  { view: 'list', table: 'clients', recordId: '01890000-c000-7000-8000-000000000001' },
])('the address of %o leads back to it', (route) => {
  expect(routeOf(hrefOf(route))).toEqual(route);
});

test('an unknown address leads to the overview', () => {
  expect(routeOf('#/trials/7')).toEqual({ view: 'overview' });
});

describe('notes', () => {
  test('render headings, lists and emphasis', () => {
    expect(parseMarkdown('# Plan\n\n- **first**\n- `x`\n\ntext')).toEqual([
      { kind: 'heading', spans: [{ kind: 'plain', text: 'Plan' }] },
      { kind: 'bullets', items: [[{ kind: 'bold', text: 'first' }], [{ kind: 'code', text: 'x' }]] },
      { kind: 'paragraph', spans: [{ kind: 'plain', text: 'text' }] },
    ]);
  });
  test('never produce anything but text', () => {
    const [block] = parseMarkdown('<img src=x onerror=alert(1)> [click](javascript:alert(1))');
    expect(JSON.stringify(block)).not.toContain('javascript:');
    expect(block).toMatchObject({ kind: 'paragraph' });
  });
});
