import { expect, it } from 'vitest';
import { applyReset } from '#app/sync/run/reset.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { aWorkbench } from '../../../support/workbench.ts';

it('a desk put back to a backup from before its first sync offers again what it brought along', () => {
  const desk = aWorkbench();
  const client = desk.newClient('c-1');
  desk.accepts(client);
  expect(desk.store.state.get('epoch')).toBeNull();
  const answer = { ticket: 't', round: 1, epoch: 'second', epochSeq: 0, cursor: 0, more: false };
  applyReset(desk.store, { ...answer, reset: 'epoch', acks: [], feed: [] }, quietLog);
  expect(desk.store.queue.outbox(10)).toMatchObject([{ changeId: client.changeId, origin: 1 }]);
});
