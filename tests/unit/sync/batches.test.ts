import { describe, expect, it } from 'vitest';
import { createBatchEdits } from '#app/sync/batches.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { aClient } from '../../support/records.ts';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';

const label = { batchId: '01890000-aaaa-7000-8000-000000000001', table: 'clients', name: 'clients.csv' };

function saveClients(desk: Workbench, from: number, count: number): void {
  const changes = Array.from({ length: count }, (_, index) => ({
    table: 'clients',
    operation: 'insert' as const,
    recordId: `c-${from + index}`,
    data: aClient({ name: `Client ${from + index}` }),
  }));
  desk.batches.save(changes, label);
}

/** A desk into which 250 clients were imported, in calls of a hundred. */
function anImport(): Workbench {
  const desk = aWorkbench();
  saveClients(desk, 0, 100);
  saveClients(desk, 100, 100);
  saveClients(desk, 200, 50);
  return desk;
}

const total = (desk: Workbench) => desk.store.lists.counts().clients;

describe('a batch', () => {
  it('is known by its name and size, whatever became of its changes on their way to the server', () => {
    const desk = anImport();
    const [first] = desk.store.queue.outbox(1);
    if (first) desk.answers(first, { outcome: 'applied' });
    expect(desk.batches.list()).toMatchObject([{ ...label, size: 250, left: 250, isUndoing: false }]);
  });

  it('is taken back whole, and is then no more', async () => {
    const desk = anImport();
    expect(await desk.batches.undo(label.batchId)).toEqual({ undone: 250, kept: 0 });
    expect(total(desk)).toBe(0);
    expect(desk.batches.list()).toEqual([]);
    desk.expectFold();
  });

  it('is taken back without what others depend on by now', async () => {
    const desk = anImport();
    desk.newEngagement('e-1', 'c-120');
    expect(await desk.batches.undo(label.batchId)).toEqual({ undone: 249, kept: 1 });
    expect(desk.visible('clients', 'c-120')).toMatchObject({ name: 'Client 120' });
    expect(total(desk)).toBe(1);
    desk.expectFold();
  });

  it('goes on being taken back at the next start, where it ended in the middle', async () => {
    const desk = anImport();
    const { store, edits, clock } = desk;
    let slices = 0;
    const first = createBatchEdits({
      ...{ store, edits, clock, log: quietLog },
      yieldToLoop: async () => {
        slices += 1;
      },
      isDisposed: () => slices > 0,
    });
    await first.undo(label.batchId);
    expect(desk.batches.list()).toMatchObject([{ left: 225, isUndoing: true }]);
    expect(total(desk)).toBe(225);

    desk.batches.resume();
    // Joins what goes on by itself.
    await desk.batches.undo(label.batchId);
    expect(total(desk)).toBe(0);
    expect(desk.batches.list()).toEqual([]);
    desk.expectFold();
  });

  it('that failed to be saved as a whole holds nothing of the call that failed', () => {
    const desk = anImport();
    expect(() => saveClients(desk, 249, 3)).toThrow('exists already');
    expect(desk.batches.list()).toMatchObject([{ size: 250, left: 250 }]);
    expect(total(desk)).toBe(250);
  });

  it('is forgotten with its changes once they are cleaned up', () => {
    const desk = aWorkbench();
    saveClients(desk, 0, 2);
    for (const change of desk.store.queue.outbox(10)) desk.answers(change, { outcome: 'applied' });
    desk.clock.jump(8 * 86_400_000);
    desk.store.transaction(() => desk.store.queue.removeAcknowledged(desk.clock.nowMs()));
    expect(desk.batches.list()).toEqual([]);
  });
});
