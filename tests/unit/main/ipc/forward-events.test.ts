import { expect, it } from 'vitest';
import type { RecordsChanged } from '#app/contract/events.ts';
import { coalesceEvents } from '../../../../main/ipc/forward-events.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

it('reports a changed record at once, and those directly after it together', async () => {
  const clock = createVirtualClock();
  const sent: RecordsChanged[][] = [];
  const changed = coalesceEvents((changes) => sent.push(changes), clock);

  changed([{ table: 'clients', ids: ['a'] }]);
  expect(sent).toEqual([[{ table: 'clients', ids: ['a'] }]]);

  changed([{ table: 'clients', ids: ['b'] }]);
  changed([{ table: 'clients', ids: ['b', 'c'] }]);
  changed([{ table: 'tasks', ids: ['t'] }]);
  changed([{ table: 'tasks', ids: null }]);
  changed([{ table: 'tasks', ids: ['u'] }]);
  expect(sent).toHaveLength(1);
  await clock.advance(1000);
  expect(sent.slice(1)).toEqual([
    [
      { table: 'clients', ids: ['b', 'c'] },
      { table: 'tasks', ids: null },
    ],
  ]);

  changed([{ table: 'clients', ids: ['d'] }]);
  expect(sent).toHaveLength(3);
});

it('reports less often while records keep changing, and at once again afterwards', async () => {
  const clock = createVirtualClock();
  const sentAt: number[] = [];
  const changed = coalesceEvents(() => sentAt.push(clock.monotonicMs()), clock);
  const begunAt = clock.monotonicMs();
  for (let ms = 0; ms < 2000; ms += 10) {
    changed([{ table: 'clients', ids: null }]);
    await clock.advance(10);
  }
  expect(sentAt.length).toBeLessThan(12);
  expect(sentAt.slice(0, 3).map((at) => at - begunAt)).toEqual([0, 40, 120]);

  await clock.advance(1000);
  const last = sentAt.length;
  changed([{ table: 'clients', ids: ['a'] }]);
  expect(sentAt).toHaveLength(last + 1);
});
