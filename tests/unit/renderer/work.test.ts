import { describe, expect, test } from 'vitest';
import { ANYBODY, pressingLists, workEntities, workLists } from '../../../renderer/overview/work.ts';
import { createFakeBridge } from '../../support/fake-bridge/index.ts';

const today = '2026-11-24';

async function idsOf(lists: ReturnType<typeof workLists>): Promise<string[]> {
  const { bridge } = createFakeBridge({ today, size: { clients: 5, engagements: 40, tasks: 200 } });
  const pages = await Promise.all(
    lists.map(({ entity, query }) => bridge.listRecords(entity.table, query, { limit: 500 })),
  );
  return pages.flatMap((page) => (page.ok ? page.value.rows.map(({ table, id }) => `${table}/${id}`) : []));
}

describe('my work', () => {
  test('is one person’s records due by a given day', () => {
    expect(workEntities().map(({ table }) => table)).toEqual(['engagements', 'tasks']);
  });

  test('of everybody contains each open record once, in one section', async () => {
    const ids = await idsOf(workLists(ANYBODY, today));
    expect(new Set(ids).size).toBe(ids.length);
    const { bridge } = createFakeBridge({ today, size: { clients: 5, engagements: 40, tasks: 200 } });
    const open = { filters: [{ field: 'status', test: 'in' as const, values: ['open', 'doing', 'waiting'] }] };
    const tasks = await bridge.listRecords('tasks', open, { limit: 1 });
    expect(ids.filter((id) => id.startsWith('tasks/'))).toHaveLength(tasks.ok ? tasks.value.total : -1);
  });

  test('that is urgent is one person’s overdue records and those due today', () => {
    for (const { query } of pressingLists('p-1', today)) {
      expect(query.filters.slice(0, 2)).toMatchObject([
        { test: 'in', values: ['p-1'] },
        { test: 'before', values: [today] },
      ]);
    }
  });
});
