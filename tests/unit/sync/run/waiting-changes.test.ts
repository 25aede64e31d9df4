import { describe, expect, it } from 'vitest';
import { MAX_BATCH_SIZE } from '#app/contract/protocol.ts';
import { hasSendable, nextBatch } from '#app/sync/run/outbox.ts';
import { aWorkbench, type Workbench } from '../../../support/workbench.ts';

/** A desk whose edits of so many records have been asked to wait for a minute; `free` is a record nobody edited. */
function aDeskThatWaits(count: number): Workbench {
  const desk = aWorkbench();
  desk.store.transaction(() => {
    desk.arrives('clients', 'free', { name: 'x' });
    for (let index = 0; index < count; index += 1) {
      desk.arrives('clients', `k-${index}`, { name: 'x' });
      desk.answers(desk.save('clients', 'update', `k-${index}`, { city: 'a' }), {
        outcome: 'retry',
        retryAfterMs: 60_000,
      });
    }
  });
  return desk;
}

function batchOf({ store, ids, clock }: Workbench, limit = MAX_BATCH_SIZE): string[] {
  const { changes } = store.transaction(() => nextBatch(store, ids, { limit, now: clock.nowMs() }));
  return changes.map(({ recordId }) => recordId);
}

const canSend = ({ store, clock }: Workbench) => hasSendable(store, clock.nowMs());

describe('waiting changes', () => {
  it.each([18, 19, 20])('and a transaction with one of their records (behind %i) are not sendable', (count) => {
    const desk = aDeskThatWaits(count);
    desk.edits.queueChanges([
      { table: 'clients', operation: 'update', recordId: 'free', data: { city: 'b' } },
      { table: 'clients', operation: 'update', recordId: 'k-3', data: { phone: '1' } },
    ]);
    expect([canSend(desk), batchOf(desk)]).toEqual([false, []]);
  });

  it.each([19, 20, 999, 1_000, 2_500])('do not block an edit behind %i of them', (count) => {
    const desk = aDeskThatWaits(count);
    desk.save('clients', 'update', 'free', { city: 'b' });
    expect([canSend(desk), batchOf(desk)]).toEqual([true, ['free']]);
  });

  it('block dependent changes at any distance behind them', () => {
    const desk = aDeskThatWaits(1_200);
    desk.newEngagement('e-1', 'k-7');
    desk.save('clients', 'update', 'k-1100', { phone: '1' });
    expect([canSend(desk), batchOf(desk)]).toEqual([false, []]);
    desk.newClient('c-1');
    expect(batchOf(desk)).toEqual(['c-1']);
  });
});
