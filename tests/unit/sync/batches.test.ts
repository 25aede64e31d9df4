import { describe, expect, it } from 'vitest';
import type { NewChange } from '#app/contract/operations.ts';
import { createBatchEdits } from '#app/sync/batches.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { aClient } from '../../support/records.ts';
import { aWorkbench, type Workbench } from '../../support/workbench.ts';

const label = { batchId: '01890000-aaaa-7000-8000-000000000001', table: 'clients', name: 'clients.csv' };

function insertOf(index: number): NewChange {
  return { table: 'clients', operation: 'insert', recordId: `c-${index}`, data: aClient({ name: `Client ${index}` }) };
}

function saveClients(desk: Workbench, from: number, count: number): Promise<void> {
  return desk.batches.save(
    Array.from({ length: count }, (_, index) => insertOf(from + index)),
    label,
  );
}

/** A desk into which 250 clients were imported, in calls of a hundred. */
async function anImport(): Promise<Workbench> {
  const desk = aWorkbench();
  await saveClients(desk, 0, 100);
  await saveClients(desk, 100, 100);
  await saveClients(desk, 200, 50);
  return desk;
}

const total = (desk: Workbench) => desk.store.lists.counts().clients;

describe('a batch', () => {
  it('is known by its name and size, whatever became of its changes on their way to the server', async () => {
    const desk = await anImport();
    const [first] = desk.store.queue.outbox(1);
    if (first) desk.answers(first, { outcome: 'applied' });
    expect(desk.batches.list()).toMatchObject([{ ...label, size: 250, left: 250, isUndoing: false }]);
  });

  it('travels change by change, so that one the server refuses is parked alone; so does its way back', async () => {
    const desk = aWorkbench();
    await saveClients(desk, 0, 3);
    const [first, second, third] = desk.store.queue.pendingPage(10, 0);
    if (!first || !second || !third) throw new Error('Not queued.');
    desk.accepts(first);
    desk.answers(second, { outcome: 'rejected', code: 'validation.failed', message: 'Refused.' });
    desk.accepts(third);
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 1 });
    await desk.batches.undo(label.batchId);
    const deletions = desk.store.queue.outbox(10);
    expect(deletions.map(({ recordId, operation, txnId }) => [recordId, operation, txnId])).toEqual([
      ['c-2', 'delete', null],
      ['c-0', 'delete', null],
    ]);
  });

  it('is taken back whole, and is then no more', async () => {
    const desk = await anImport();
    expect(await desk.batches.undo(label.batchId)).toEqual({ undone: 250, kept: 0 });
    expect(total(desk)).toBe(0);
    expect(desk.batches.list()).toEqual([]);
    desk.expectFold();
  });

  it('is taken back without what others depend on by now', async () => {
    const desk = await anImport();
    desk.newEngagement('e-1', 'c-120');
    expect(await desk.batches.undo(label.batchId)).toEqual({ undone: 249, kept: 1 });
    expect(desk.visible('clients', 'c-120')).toMatchObject({ name: 'Client 120' });
    expect(total(desk)).toBe(1);
    desk.expectFold();
  });

  it('goes on being taken back at the next start, where it ended in the middle', async () => {
    const desk = await anImport();
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
    expect(desk.batches.list()).toMatchObject([{ left: 245, isUndoing: true }]);
    expect(total(desk)).toBe(245);

    desk.batches.resume();
    // Joins what goes on by itself.
    await desk.batches.undo(label.batchId);
    expect(total(desk)).toBe(0);
    expect(desk.batches.list()).toEqual([]);
    desk.expectFold();
  });

  it('of which a change cannot be saved holds those before it, and says so', async () => {
    const desk = await anImport();
    const { store, edits, clock } = desk;
    const batches = createBatchEdits({
      ...{ store, edits, clock, log: quietLog },
      yieldToLoop: async () => undefined,
      isDisposed: () => false,
    });
    const inserts = [300, 301, 302, 303, 304, 305, 0, 307].map(insertOf);
    await expect(batches.save(inserts, label)).rejects.toThrow('exists already');
    expect(batches.list()).toMatchObject([{ size: 255, left: 255 }]);
    expect(total(desk)).toBe(255);
    await batches.undo(label.batchId);
    expect(total(desk)).toBe(0);
    desk.expectFold();
  });

  it('is saved and taken back in portions as long as they may take, with the loop turning between them', async () => {
    const desk = aWorkbench();
    const { store, clock } = desk;
    const portions: number[] = [];
    let elapsedMs = 0;
    let turns = 0;
    /** Each change takes a millisecond. */
    const take = (count: number) => {
      portions.push(count);
      elapsedMs += count;
    };
    const { edits } = desk;
    const batches = createBatchEdits({
      store,
      edits: {
        ...edits,
        queueChanges(changes, travel) {
          take(changes.length);
          return edits.queueChanges(changes, travel);
        },
        undoChanges(changeIds, travel) {
          take(changeIds.length);
          return edits.undoChanges(changeIds, travel);
        },
      },
      clock: { ...clock, monotonicMs: () => elapsedMs },
      log: quietLog,
      yieldToLoop: async () => {
        turns += 1;
      },
      isDisposed: () => false,
    });
    await batches.save(
      Array.from({ length: 100 }, (_, index) => insertOf(index)),
      label,
    );
    await batches.undo(label.batchId);
    expect(Math.max(...portions)).toBe(6);
    expect(turns).toBe(portions.length - 1);
    expect(portions.length).toBeLessThan(40);
    expect(total(desk)).toBe(0);
  });

  it('is forgotten with its changes once they are cleaned up', async () => {
    const desk = aWorkbench();
    await saveClients(desk, 0, 2);
    for (const change of desk.store.queue.outbox(10)) desk.answers(change, { outcome: 'applied' });
    desk.clock.jump(8 * 86_400_000);
    desk.store.transaction(() => desk.store.queue.removeAcknowledged(desk.clock.nowMs()));
    expect(desk.batches.list()).toEqual([]);
  });
});
