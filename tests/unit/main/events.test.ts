import { expect, it } from 'vitest';
import type { RecordsChanged } from '#app/contract/events.ts';
import { gathered } from '../../../main/events.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

it('tells of a changed record at once, and of those right after it together', async () => {
  const clock = createVirtualClock();
  const sent: RecordsChanged[][] = [];
  const changed = gathered((changes) => sent.push(changes), clock);

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
