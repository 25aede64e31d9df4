import { describe, expect, it } from 'vitest';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';

/** Two clients; Müller has an audit and a payroll, each with a task, Weber a payroll with one. */
function aFirm(): Workbench {
  const desk = aWorkbench();
  desk.arrives('clients', 'mueller', { name: 'Müller Maschinenbau GmbH', notes: 'likes tea' });
  desk.arrives('clients', 'weber', { name: 'Weber GmbH' });
  desk.arrives('engagements', 'audit', { title: 'Audit 2026', clientId: 'mueller', period: '2026' });
  desk.arrives('engagements', 'payroll', { title: 'Payroll', clientId: 'mueller' });
  desk.arrives('engagements', 'weber-payroll', { title: 'Payroll', clientId: 'weber' });
  desk.arrives('tasks', 'inventory', { title: 'Count inventory', engagementId: 'audit', dueDate: '2026-03-01' });
  desk.arrives('tasks', 'wages', { title: 'Pay wages', engagementId: 'payroll', dueDate: '2026-02-01' });
  desk.arrives('tasks', 'other-wages', { title: 'Pay wages', engagementId: 'weber-payroll' });
  return desk;
}

const found = (desk: Workbench, table: string, search: string, filters: [] = []): string[] =>
  desk.store.lists
    .page(table, { filters, search, sort: null }, { limit: 50 })
    .rows.map(({ id }) => id)
    .sort();

describe('a search in a list', () => {
  it.each([
    ['tasks', 'müll', ['inventory', 'wages']],
    ['tasks', 'MULLER masch', ['inventory', 'wages']],
    ['engagements', 'müll', ['audit', 'payroll']],
    ['tasks', 'payroll', ['other-wages', 'wages']],
    ['tasks', 'payroll müller', ['wages']],
    ['tasks', 'müller pay', ['wages']],
    ['tasks', 'müller wages gmbh', ['wages']],
    ['tasks', 'count müller audit gmbh', ['inventory']],
    ['tasks', 'gmbh', ['inventory', 'other-wages', 'wages']],
    ['tasks', 'weber inventory', []],
    ['tasks', 'pay', ['other-wages', 'wages']],
  ])('of %s for “%s” finds %j', (table, words, ids) => {
    expect(found(aFirm(), table, words)).toEqual(ids);
  });

  it('matches the name of a client alone, not its other fields', () => {
    expect(found(aFirm(), 'tasks', 'tea')).toEqual([]);
    expect(found(aFirm(), 'clients', 'tea')).toEqual(['mueller']);
  });

  it('matches the client’s current name, without rewriting the rows of its tasks', () => {
    const desk = aFirm();
    const before = desk.connection.prepare('SELECT total_changes() AS n').get() as { n: number };
    desk.save('clients', 'update', 'mueller', { name: 'Zimmermann' });
    const after = desk.connection.prepare('SELECT total_changes() AS n').get() as { n: number };
    expect(found(desk, 'tasks', 'zimmer')).toEqual(['inventory', 'wages']);
    expect(found(desk, 'tasks', 'müll')).toEqual([]);
    expect(after.n - before.n).toBeLessThan(20);
  });

  it('follows a task to another engagement, and an engagement to another client', () => {
    const desk = aFirm();
    desk.save('tasks', 'update', 'inventory', { engagementId: 'weber-payroll' });
    expect(found(desk, 'tasks', 'weber')).toEqual(['inventory', 'other-wages']);
    desk.save('engagements', 'update', 'weber-payroll', { clientId: 'mueller' });
    expect(found(desk, 'tasks', 'müll')).toEqual(['inventory', 'other-wages', 'wages']);
    expect(found(desk, 'tasks', 'weber')).toEqual([]);
  });

  it('counts a record once that matches in several ways', () => {
    const desk = aFirm();
    desk.save('tasks', 'update', 'wages', { title: 'Payroll of Müller' });
    const page = desk.store.lists.page('tasks', { filters: [], search: 'payroll', sort: null }, { limit: 50 });
    expect(page.total).toBe(2);
    expect(page.rows).toHaveLength(2);
  });

  it('ignores the parents of a word that thousands match, unless other words narrow them', () => {
    const desk = aFirm();
    desk.store.transaction(() => {
      for (let index = 0; index < 2_100; index += 1) {
        desk.arrives('clients', `c-${index}`, { name: `Holding ${index} GmbH` });
        desk.arrives('engagements', `e-${index}`, { title: 'Advice', clientId: `c-${index}` });
      }
    });
    expect(found(desk, 'tasks', 'gmbh')).toEqual([]);
    expect(found(desk, 'tasks', 'müller gmbh')).toEqual(['inventory', 'wages']);
  });
});

describe('a client', () => {
  it('narrows the tasks to those of its engagements', () => {
    const desk = aFirm();
    const filters = [{ field: 'engagementId.clientId', test: 'in' as const, values: ['mueller'] }];
    const page = desk.store.lists.page('tasks', { filters, search: '', sort: null }, { limit: 50 });
    expect(page.rows.map(({ id }) => id).sort()).toEqual(['inventory', 'wages']);
    expect(page.total).toBe(2);
    expect(desk.store.lists.summarise('tasks', { filters, search: 'wages', sort: null }, 'status').groups).toEqual([
      { value: 'open', count: 1 },
    ]);
  });

  it.each([
    'engagementId.nothing',
    'nothing.clientId',
    'status.clientId',
    'engagementId.clientId.street',
    '__proto__.x',
  ])('is not reached by the path %s', (field) => {
    const filters = [{ field, test: 'in' as const, values: ['x'] }];
    expect(() => aFirm().store.lists.page('tasks', { filters, search: '', sort: null }, { limit: 1 })).toThrow();
  });
});

describe('a search over everything', () => {
  it('lists the client first, then its open work by due day, with its parent', () => {
    const desk = aFirm();
    desk.save('tasks', 'update', 'wages', { status: 'done' });
    const hits = desk.store.lists.search('müller', 12);
    expect(hits.map(({ id }) => id)).toEqual(['mueller', 'audit', 'payroll', 'inventory', 'wages']);
    expect(hits.at(-1)?.detail).toBe('Müller Maschinenbau GmbH › Payroll');
  });

  it('finds a record once, by its own text first', () => {
    const desk = aFirm();
    desk.save('tasks', 'update', 'inventory', { title: 'Ask Müller' });
    const ids = desk.store.lists.search('müller', 12).map(({ id }) => id);
    expect(ids.filter((id) => id === 'inventory')).toHaveLength(1);
    expect(ids.indexOf('inventory')).toBeLessThan(ids.indexOf('audit'));
  });
});
