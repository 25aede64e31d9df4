import { describe, expect, it } from 'vitest';
import { deadlineQuerySchema } from '#app/contract/lists.ts';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';

function aFirm(): Workbench {
  const desk = aWorkbench();
  desk.arrives('clients', 'c', { name: 'Müller GmbH' });
  desk.arrives('engagements', 'e', { title: 'Audit', clientId: 'c', dueDate: '2026-12-03', ownerId: 'ana' });
  const task = (id: string, dueDate: string | null, more = {}) =>
    desk.arrives('tasks', id, { title: `Task ${id}`, engagementId: 'e', dueDate, assigneeId: 'ana', ...more });
  task('before', '2026-11-30');
  task('first', '2026-12-01');
  task('done', '2026-12-03', { status: 'done' });
  task('open', '2026-12-03', { assigneeId: 'ben' });
  task('last', '2026-12-31', { assigneeId: null });
  task('after', '2027-01-01');
  task('undated', null);
  task('gone', '2026-12-03');
  desk.save('tasks', 'delete', 'gone');
  return desk;
}

const december = { from: '2026-12-01', to: '2026-12-31', personId: null, perDay: 10 };

describe('deadlines of some days', () => {
  it('are the records of all entities with a due day, first and last day included, open ones first', () => {
    const { days, entries } = aFirm().store.lists.deadlines(december);
    expect(entries.map(({ id, isClosed }) => [id, isClosed])).toEqual([
      ['first', false],
      ['e', false],
      ['open', false],
      ['done', true],
      ['last', false],
    ]);
    expect(days).toEqual([
      { day: '2026-12-01', total: 1, open: 1 },
      { day: '2026-12-03', total: 3, open: 2 },
      { day: '2026-12-31', total: 1, open: 1 },
    ]);
  });

  it('say for whom and whose they are', () => {
    const [first] = aFirm().store.lists.deadlines(december).entries;
    expect(first).toMatchObject({
      table: 'tasks',
      title: 'Task first',
      owner: 'Müller GmbH › Audit',
      day: '2026-12-01',
      personId: 'ana',
    });
  });

  it('are one person’s where one is named', () => {
    const { days, entries } = aFirm().store.lists.deadlines({ ...december, personId: 'ben' });
    expect(entries.map(({ id }) => id)).toEqual(['open']);
    expect(days).toEqual([{ day: '2026-12-03', total: 1, open: 1 }]);
  });

  it('are limited per day, while the number of all stays known', () => {
    const { days, entries } = aFirm().store.lists.deadlines({ ...december, perDay: 1 });
    expect(entries.map(({ id }) => id)).toEqual(['first', 'e', 'last']);
    expect(days[1]).toEqual({ day: '2026-12-03', total: 3, open: 2 });
  });

  it('move with an edit that is saved but not uploaded', () => {
    const desk = aFirm();
    desk.save('tasks', 'update', 'first', { dueDate: '2026-12-09' });
    expect(desk.store.lists.deadlines(december).days.map(({ day }) => day)).toContain('2026-12-09');
  });

  it('seek in the list index instead of reading the table', () => {
    const { connection } = aFirm();
    const sql = `SELECT dueDate, count(*) FROM cached_tasks INDEXED BY cached_tasks_list
      WHERE deleted = 0 AND dueDate BETWEEN '2026-12-01' AND '2026-12-31' AND assigneeId = 'ana' GROUP BY dueDate`;
    const plan = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH cached_tasks USING INDEX cached_tasks_list \(dueDate>\? AND dueDate<\?\)/),
    ]);
  });

  it('are asked for a limited number of days, first day first', () => {
    const isValid = (from: string, to: string) => deadlineQuerySchema.safeParse({ ...december, from, to }).success;
    expect(isValid('2026-12-01', '2026-12-01')).toBe(true);
    expect(isValid('2026-12-02', '2026-12-01')).toBe(false);
    expect(isValid('2026-01-01', '2026-12-31')).toBe(false);
    expect(isValid('2026-02-30', '2026-03-01')).toBe(false);
  });
});
