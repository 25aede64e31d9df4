import type { Page } from '@playwright/test';
import type { FerryBridge } from '#app/contract/events.ts';

const ROUNDS = 40;
const WINDOW_ROWS = 100;

/** Durations in ms of calls over the bridge, each kind turn by turn with an empty one. */
export async function timeCalls(page: Page): Promise<{ empty: number[]; windows: number[]; searches: number[] }> {
  return page.evaluate(
    async ({ rounds, limit }) => {
      const { ferry } = window as unknown as { ferry: FerryBridge };
      const query = { filters: [], search: '', sort: null };
      const first = await ferry.listRecords('tasks', query, { limit });
      if (!first.ok || first.value.last === null) throw new Error('The list is empty.');
      const { last, total } = first.value;
      const sorted = (field: string, direction: 'asc' | 'desc') => ({ ...query, sort: { field, direction } });
      const open = [{ field: 'status', test: 'in' as const, values: ['open', 'doing', 'waiting'] }];
      const windowsOf = (round: number) => [
        () => ferry.listRecords('tasks', query, { limit }),
        () => ferry.listRecords('tasks', query, { limit, after: last }),
        () => ferry.listRecords('tasks', query, { limit, offset: Math.floor((total * round) / rounds) }),
        () => ferry.listRecords('tasks', sorted('dueDate', 'desc'), { limit }),
        () => ferry.listRecords('tasks', sorted('minutesSpent', 'asc'), { limit }),
        () => ferry.listRecords('tasks', { ...sorted('dueDate', 'asc'), filters: open }, { limit }),
        () => ferry.listRecords('engagements', query, { limit }),
        () => ferry.listRecords('clients', query, { limit }),
      ];
      const words = ['a', 'an', 'ann', 'annual', 'payroll 20', 'mül', 'review', 'vat ret', 'z', 'check the'];
      const searchesOf = (round: number) => {
        const search = words[round % words.length] ?? '';
        return [
          () => ferry.searchRecords(search, 12),
          () => ferry.listRecords('tasks', { ...query, search }, { limit }),
        ];
      };
      const timed = async (call: () => Promise<{ ok: boolean }>): Promise<number> => {
        const startedAt = performance.now();
        if (!(await call()).ok) throw new Error('A call of the bench failed.');
        return performance.now() - startedAt;
      };
      const times = { empty: [] as number[], windows: [] as number[], searches: [] as number[] };
      for (let round = 0; round < rounds; round += 1) {
        for (const call of windowsOf(round)) {
          times.empty.push(await timed(() => ferry.getCachedEntity('clients', 'nobody')));
          times.windows.push(await timed(call));
        }
        for (const call of searchesOf(round)) times.searches.push(await timed(call));
      }
      return times;
    },
    { rounds: ROUNDS, limit: WINDOW_ROWS },
  );
}
