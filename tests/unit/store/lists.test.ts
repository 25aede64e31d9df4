import { describe, expect, it } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import type { Filter, Keyset, ListQuery } from '#app/contract/lists.ts';
import { ferrySchema, type RecordData } from '#app/schema/index.ts';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';

const everything: ListQuery = { filters: [], search: '', sort: null };

function refusal(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (thrown) {
    return toFerryError(thrown).code;
  }
}

/** Records whose values repeat, are empty, and differ in case only, so that every kind of tie comes up. */
const others = ferrySchema.entities.filter(({ table }) => !['clients', 'engagements', 'tasks'].includes(table));

function aFullDesk(): Workbench {
  const desk = aWorkbench();
  const pick = <T>(values: readonly T[], seed: number): T => values[seed % values.length] as T;
  for (let index = 0; index < 40; index += 1) {
    const id = `r-${(index * 7) % 40}`;
    desk.arrives('clients', id, {
      name: pick(['Anna', 'anna', 'Bert', 'Älpler', 'zeta', 'Zeta'], index),
      status: pick(['active', 'prospect', 'archived'], index),
      contact: pick([null, 'Kim', 'kim', ''], index),
      email: pick([null, 'a@x.test', 'B@x.test'], index),
      city: pick([null, null, 'Bern'], index),
      ownerId: pick([null, 'p-1', 'p-2'], index),
      tags: pick([[], ['vip'], ['late', 'vip']], index),
    });
    desk.arrives('engagements', id, {
      title: pick(['Audit', 'audit', 'Tax'], index),
      clientId: `r-${index % 5}`,
      fee: pick([null, 0, 100, 20_000, 9], index),
      dueDate: pick([null, '2026-03-31', '2026-01-01'], index),
    } as RecordData);
    desk.arrives('tasks', id, { title: 'Same', engagementId: 'r-1', minutesSpent: index % 4 });
    for (const { table, title } of others) desk.arrives(table, id, { [title]: pick(['One', 'one', 'Two'], index) });
  }
  desk.save('clients', 'update', 'r-3', { name: 'Zoë' });
  desk.arrives('clients', 'r-4', { name: 'Gone' }, { deleted: true });
  return desk;
}

function pagesByKeyset(desk: Workbench, table: string, query: ListQuery): string[] {
  const ids: string[] = [];
  let after: Keyset | undefined;
  do {
    const page = desk.store.lists.page(table, query, after ? { limit: 3, after } : { limit: 3 });
    ids.push(...page.rows.map(({ id }) => id));
    after = page.last ?? undefined;
  } while (after);
  return ids;
}

function pagesByOffset(desk: Workbench, table: string, query: ListQuery): string[] {
  const { total } = desk.store.lists.page(table, query, { limit: 1 });
  const starts = Array.from({ length: Math.ceil(total / 3) }, (_, index) => index * 3);
  return starts.flatMap((offset) => desk.store.lists.page(table, query, { limit: 3, offset }).rows.map(({ id }) => id));
}

const sorts = ferrySchema.entities.flatMap((entity) =>
  Object.entries(entity.fields)
    .filter(([, field]) => field.sortable)
    .flatMap(([field]) => (['asc', 'desc'] as const).map((direction) => ({ table: entity.table, field, direction }))),
);

describe('a list', () => {
  it.each(sorts)(
    'of $table by $field $direction is the same page by page, forwards and backwards',
    ({ table, field, direction }) => {
      const desk = aFullDesk();
      const query = { ...everything, sort: { field, direction } };
      const byKeyset = pagesByKeyset(desk, table, query);
      expect(byKeyset).toHaveLength(table === 'clients' ? 39 : 40);
      expect(new Set(byKeyset).size).toBe(byKeyset.length);
      expect(byKeyset).toEqual(pagesByOffset(desk, table, query));
    },
  );

  it('is read through an index if it is long, in any order', () => {
    const desk = aFullDesk();
    for (const { table } of desk.store.schema.entities) {
      desk.connection.exec(
        `INSERT INTO cached_${table} (id, data)
         WITH RECURSIVE more (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < 2000)
         SELECT 'more-' || n, data FROM more, cached_${table} WHERE id = 'r-0'`,
      );
    }
    const asked: string[] = [];
    const { lists } = desk.store;
    const prepare = desk.connection.prepare.bind(desk.connection);
    desk.connection.prepare = (sql: string) => {
      asked.push(sql);
      return prepare(sql);
    };
    for (const { table, field, direction } of sorts) {
      lists.page(table, { ...everything, sort: { field, direction } }, { limit: 50 });
    }
    const pages = asked.filter((sql) => sql.includes('ORDER BY'));
    expect(pages).toHaveLength(sorts.length);
    for (const sql of pages) {
      const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(50, 0) as { detail: string }[];
      expect(plan.map(({ detail }) => detail).join('; '), sql).not.toContain('TEMP B-TREE');
    }
  });

  it('is sorted without case and accents, ä beside a', () => {
    const desk = aWorkbench();
    const names = ['Zahn', 'Österreich AG', 'oslo', 'Straße 9', 'Strasse 10', 'Ångström', 'anders', 'Ärzte', 'Čapek'];
    for (const [index, name] of names.entries()) desk.newClient(`c-${index}`, { name });
    const sorted = ['anders', 'Ångström', 'Ärzte', 'Čapek', 'oslo', 'Österreich AG', 'Strasse 10', 'Straße 9', 'Zahn'];
    const pageOf = (direction: 'asc' | 'desc') =>
      pagesByKeyset(desk, 'clients', { ...everything, sort: { field: 'name', direction } });
    const nameOf = (id: string) => desk.visible('clients', id)?.name;
    expect(pageOf('asc').map(nameOf)).toEqual(sorted);
    expect(pageOf('desc').map(nameOf)).toEqual(sorted.toReversed());
    desk.save('clients', 'update', 'c-0', { name: 'Änderung' });
    expect(pageOf('asc').map(nameOf).slice(0, 3)).toEqual(['anders', 'Änderung', 'Ångström']);
  });

  it('contains the titles of referenced records', () => {
    const desk = aFullDesk();
    const page = desk.store.lists.page('engagements', everything, { limit: 500 });
    const parents = [...new Set(page.rows.map(({ data }) => String(data.clientId)))];
    const titles = parents.map((id) => [id, desk.store.cache.row('clients', id)?.data.name]);
    expect(page.titles).toEqual({ clients: Object.fromEntries(titles) });
    expect(desk.store.lists.page('clients', everything, { limit: 5 }).titles).toEqual({});
  });

  it('contains the titles of the records those belong to', () => {
    const desk = aFullDesk();
    const page = desk.store.lists.page('tasks', everything, { limit: 500 });
    const clientOf = (engagementId: string) => {
      const id = String(desk.store.cache.row('engagements', engagementId)?.data.clientId);
      return desk.store.cache.row('clients', id)?.data.name;
    };
    const engagements = [...new Set(page.rows.map(({ data }) => String(data.engagementId)))];
    expect(page.parentTitles).toEqual({ engagements: Object.fromEntries(engagements.map((id) => [id, clientOf(id)])) });
    expect(desk.store.lists.page('engagements', everything, { limit: 5 }).parentTitles).toEqual({});
  });

  it('is the same by every access path: its order, its filters, a search', () => {
    const desk = aWorkbench();
    const tasks = Array.from({ length: 260 }, (_, index) => ({
      id: `t-${(index * 37) % 260}`,
      title: index % 2 === 0 ? `Äpfel ${index % 9}` : `review ${index % 9}${index === 77 ? ' rarity' : ''}`,
      status: index === 5 ? 'waiting' : index % 3 === 0 ? 'done' : 'open',
      priority: index % 5 === 0 ? 'high' : 'normal',
      assigneeId: index % 100 === 0 ? null : `p-${index % 2}`,
      dueDate: index % 4 === 0 ? null : `2026-01-${String((index % 28) + 1).padStart(2, '0')}`,
      engagementId: `e-${index % 60}`,
      tags: index % 70 === 0 ? ['rare'] : [],
    }));
    for (const { id, ...data } of tasks) desk.arrives('tasks', id, data);
    type Task = (typeof tasks)[number];
    const filters: [Filter, (task: Task) => boolean][] = [
      [{ field: 'status', test: 'in', values: ['open', 'done'] }, ({ status }) => status !== 'waiting'],
      [{ field: 'status', test: 'in', values: ['waiting'] }, ({ status }) => status === 'waiting'],
      [{ field: 'assigneeId', test: 'empty', values: [] }, ({ assigneeId }) => assigneeId === null],
      [{ field: 'tags', test: 'has', values: ['rare'] }, ({ tags }) => tags.includes('rare')],
      [{ field: 'dueDate', test: 'before', values: ['2026-01-03'] }, ({ dueDate }) => (dueDate ?? '9') <= '2026-01-03'],
      [{ field: 'engagementId', test: 'in', values: ['e-7'] }, ({ engagementId }) => engagementId === 'e-7'],
    ];
    const searches: [string, (task: Task) => boolean][] = [
      ['', () => true],
      ['a', ({ title }) => title.startsWith('Ä')],
      ['rarity', ({ title }) => title.includes('rarity')],
    ];
    const orders = (['title', 'dueDate', 'priority'] as const).map((field) => ({ field, direction: 'asc' as const }));
    const combined = filters.flatMap((one, place) => [[one], ...filters.slice(place + 1).map((other) => [one, other])]);
    for (const tests of [[], ...combined]) {
      for (const [search, holds] of searches) {
        const wanted = tasks.filter((task) => holds(task) && tests.every(([, passes]) => passes(task)));
        for (const sort of orders) {
          const query = { filters: tests.map(([filter]) => filter), search, sort };
          const page = desk.store.lists.page('tasks', query, { limit: 500 });
          const message = JSON.stringify(query);
          expect(page.total, message).toBe(wanted.length);
          const places = wanted
            .map((task) => ({ id: task.id, key: String(task[sort.field] ?? '\uffff').replace('Äp', 'ap') }))
            .sort((a, b) => (a.key === b.key ? (a.id < b.id ? -1 : 1) : a.key < b.key ? -1 : 1));
          expect(
            page.rows.map(({ id }) => id),
            message,
          ).toEqual(places.map(({ id }) => id));
          if (wanted.length < 40) expect(pagesByKeyset(desk, 'tasks', query), message).toHaveLength(wanted.length);
        }
      }
    }
  });

  it('counts again after a record changed, and only then', () => {
    const desk = aFullDesk();
    const filters: Filter[] = [{ field: 'status', test: 'in', values: ['archived'] }];
    const total = () => desk.store.lists.page('clients', { ...everything, filters }, { limit: 1 }).total;
    const before = total();
    desk.save('clients', 'update', 'r-3', { status: 'archived' });
    desk.save('clients', 'update', 'r-6', { status: 'archived' });
    const changed = total();
    expect(changed).toBeGreaterThan(before);
    desk.connection.exec(`UPDATE cached_clients SET deleted = 1`);
    expect(total()).toBe(changed);
  });

  it('puts empty values last, in both directions', () => {
    const desk = aFullDesk();
    const query = (direction: 'asc' | 'desc'): ListQuery => ({ ...everything, sort: { field: 'fee', direction } });
    const fees = (direction: 'asc' | 'desc') =>
      desk.store.lists.page('engagements', query(direction), { limit: 500 }).rows.map(({ data }) => data.fee);
    expect(fees('asc')[0]).toBe(0);
    expect(fees('asc').at(-1)).toBeNull();
    expect(fees('desc').at(-1)).toBeNull();
    expect(fees('desc')[0]).toBe(20_000);
  });

  it.each<[string, string, Filter[], number]>([
    ['one of several values', 'clients', [{ field: 'status', test: 'in', values: ['active', 'prospect'] }], 26],
    ['no value at all', 'clients', [{ field: 'status', test: 'in', values: [] }], 0],
    ['empty', 'clients', [{ field: 'ownerId', test: 'empty', values: [] }], 13],
    ['not empty', 'clients', [{ field: 'tags', test: 'notEmpty', values: [] }], 26],
    ['having a tag', 'clients', [{ field: 'tags', test: 'has', values: ['late'] }], 13],
    ['before a day, it included', 'engagements', [{ field: 'dueDate', test: 'before', values: ['2026-01-01'] }], 13],
    ['after a day, it included', 'engagements', [{ field: 'dueDate', test: 'after', values: ['2026-01-01'] }], 26],
    ['at least a fee', 'engagements', [{ field: 'fee', test: 'after', values: [100] }], 16],
    ['of a parent', 'engagements', [{ field: 'clientId', test: 'in', values: ['r-1'] }], 8],
    [
      'several tests at once',
      'clients',
      [
        { field: 'status', test: 'in', values: ['active'] },
        { field: 'city', test: 'notEmpty', values: [] },
      ],
      0,
    ],
  ])('is filtered by %s', (_case, table, filters, total) => {
    const desk = aFullDesk();
    const page = desk.store.lists.page(table, { ...everything, filters }, { limit: 500 });
    expect(page.rows).toHaveLength(page.total);
    expect(page.total).toBe(total);
  });

  it('shows pending edits, not the shadow, and no deleted record', () => {
    const desk = aFullDesk();
    const names = desk.store.lists.page('clients', everything, { limit: 500 }).rows.map(({ data }) => data.name);
    expect(names).toContain('Zoë');
    expect(names).not.toContain('Gone');
  });

  it.each([
    ['a field lists do not sort by', { sort: { field: 'notes', direction: 'asc' } }],
    ['a field nobody knows', { sort: { field: 'name; DROP TABLE sync_queue', direction: 'asc' } }],
    ['a field of Object', { sort: { field: 'constructor', direction: 'asc' } }],
    ['a filter on a field that is no filter', { filters: [{ field: 'street', test: 'empty', values: [] }] }],
  ])('refuses %s', (_case, query) => {
    const desk = aWorkbench();
    expect(
      refusal(() => desk.store.lists.page('clients', { ...everything, ...query } as ListQuery, { limit: 1 })),
    ).toBe('input.invalid');
  });

  it('sums its records by the values of a field', () => {
    const desk = aFullDesk();
    expect(desk.store.lists.summarise('engagements', everything, 'dueDate').groups).toEqual([
      { value: null, count: 14 },
      { value: '2026-01-01', count: 13 },
      { value: '2026-03-31', count: 13 },
    ]);
  });
});

describe('searching', () => {
  function aDeskWith(names: string[]): Workbench {
    const desk = aWorkbench();
    for (const [index, name] of names.entries()) desk.newClient(`c-${index}`, { name });
    return desk;
  }
  const found = (desk: Workbench, words: string) => desk.store.lists.search(words, 20).map(({ title }) => title);

  it.each([
    ['muller', ['Müller & Söhne']],
    ['MÜLLER', ['Müller & Söhne']],
    ['sohne mul', ['Müller & Söhne']],
    ['mü', ['Müller & Söhne']],
    ['Ngo', ['Ngô Đình']],
    ['ngô', ['Ngô Đình']],
    ['北風', ['北風商会']],
    ['مكتب', ['مكتب المحاماة']],
    ['nobody', []],
    ['müller nobody', []],
    ['  ', []],
  ])('%s finds %j', (words, titles) => {
    expect(found(aDeskWith(['Müller & Söhne', 'Ngô Đình', '北風商会', 'مكتب المحاماة', 'Other']), words)).toEqual(
      titles,
    );
  });

  it.each([
    '"',
    '*',
    'a OR b',
    'NEAR(a b)',
    'name:x',
    '-x',
    '^x',
    '(',
    "'; DROP TABLE x; --",
    'a AND NOT b',
    '\u0000',
    '💼',
  ])('takes %j as plain words', (words) => {
    const desk = aDeskWith(['Nordwind']);
    expect(refusal(() => found(desk, words))).toBeNull();
    expect(refusal(() => desk.store.lists.page('clients', { ...everything, search: words }, { limit: 5 }))).toBeNull();
  });

  it('reflects edits, deletions and downloads', () => {
    const desk = aDeskWith(['Nordwind']);
    desk.save('clients', 'update', 'c-0', { name: 'Südwind', notes: 'Hafen' });
    expect(found(desk, 'nordwind')).toEqual([]);
    expect(found(desk, 'hafen')).toEqual(['Südwind']);
    desk.save('clients', 'delete', 'c-0');
    expect(found(desk, 'südwind')).toEqual([]);
    desk.arrives('clients', 'c-9', { name: 'Ostwind' });
    expect(found(desk, 'ostw')).toEqual(['Ostwind']);
  });

  it('finds every searchable field of every table', () => {
    const desk = aWorkbench();
    for (const entity of ferrySchema.entities) {
      const searchable = Object.entries(entity.fields).filter(([, field]) => field.searchable);
      for (const [index, [name, field]] of searchable.entries()) {
        const word = `needle${entity.table}${index}`;
        const value = field.kind === 'tags' ? [word] : word;
        desk.arrives(entity.table, `x-${name}`, { [entity.title]: 'x', [name]: value });
        expect(
          desk.store.lists.search(word, 5).map(({ id }) => id),
          `${entity.table}.${name}`,
        ).toEqual([`x-${name}`]);
      }
    }
  });

  it('orders hits by title if thousands match, and returns other hits if no title matches', () => {
    const desk = aWorkbench();
    desk.store.transaction(() => {
      for (let index = 0; index < 2100; index += 1) {
        const name = `${index === 1500 ? 'Aa' : 'Mm'} Nord ${String(index).padStart(4, '0')}`;
        desk.store.cache.moveShadow(desk.serverRecord('clients', `c-${index}`, { name, notes: 'Hafen' }));
      }
    });
    expect(desk.store.lists.search('nord', 2).map(({ title }) => title)).toEqual(['Aa Nord 1500', 'Mm Nord 0000']);
    expect(desk.store.lists.search('hafen', 2)).toHaveLength(2);
  });

  it('ranks a hit in the title before one in the notes', () => {
    const desk = aWorkbench();
    desk.newClient('c-1', { name: 'Other', notes: 'Nordwind once recommended us' });
    desk.newClient('c-2', { name: 'Nordwind' });
    expect(found(desk, 'nordwind')).toEqual(['Nordwind', 'Other']);
  });

  it('narrows a list', () => {
    const desk = aDeskWith(['Nordwind', 'Ostwind']);
    const page = desk.store.lists.page('clients', { ...everything, search: 'ost' }, { limit: 5 });
    expect(page).toMatchObject({ total: 1, rows: [{ id: 'c-1' }] });
  });
});
