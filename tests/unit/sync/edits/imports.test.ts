import { describe, expect, it } from 'vitest';
import type { NewChange } from '#app/contract/operations.ts';
import { createEdits } from '#app/sync/edits/edit.ts';
import { createImportEdits } from '#app/sync/edits/imports.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { aClient } from '../../../support/records.ts';
import { aWorkbench, type Workbench } from '../../../support/workbench.ts';

const label = { importId: '01890000-aaaa-7000-8000-000000000001', table: 'clients', name: 'clients.csv' };

function insertOf(index: number): NewChange {
  return { table: 'clients', operation: 'insert', recordId: `c-${index}`, data: aClient({ name: `Client ${index}` }) };
}

function saveClients(desk: Workbench, from: number, count: number): Promise<void> {
  return desk.imports.save(
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

describe('an import', () => {
  it('has a name and a size, whatever became of its changes', async () => {
    const desk = await anImport();
    const [first] = desk.store.queue.outbox(1);
    if (first) desk.answers(first, { outcome: 'applied' });
    expect(desk.imports.list()).toMatchObject([{ ...label, size: 250, left: 250, isUndoing: false }]);
  });

  it('is uploaded change by change, so that a refused one is parked alone; so is its undo', async () => {
    const desk = aWorkbench();
    await saveClients(desk, 0, 3);
    const [first, second, third] = desk.store.queue.pendingPage(10, 0);
    if (!first || !second || !third) throw new Error('Not queued.');
    desk.accepts(first);
    desk.answers(second, { outcome: 'rejected', code: 'validation.failed', message: 'Refused.' });
    desk.accepts(third);
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 1 });
    await desk.imports.undo(label.importId);
    const deletions = desk.store.queue.outbox(10);
    expect(deletions.map(({ recordId, operation, txnId }) => [recordId, operation, txnId])).toEqual([
      ['c-2', 'delete', null],
      ['c-0', 'delete', null],
    ]);
  });

  it('is undone whole, and then removed', async () => {
    const desk = await anImport();
    expect(await desk.imports.undo(label.importId)).toEqual({ undone: 250, kept: 0 });
    expect(total(desk)).toBe(0);
    expect(desk.imports.list()).toEqual([]);
    desk.expectFold();
  });

  it('is undone except for records that others depend on', async () => {
    const desk = await anImport();
    desk.newEngagement('e-1', 'c-120');
    expect(await desk.imports.undo(label.importId)).toEqual({ undone: 249, kept: 1 });
    expect(desk.visible('clients', 'c-120')).toMatchObject({ name: 'Client 120' });
    expect(total(desk)).toBe(1);
    desk.expectFold();
  });

  it('continues its undo at the next start after an interruption', async () => {
    const desk = await anImport();
    const { store, edits, clock } = desk;
    let slices = 0;
    const first = createImportEdits({
      ...{ store, edits, clock, log: quietLog },
      yieldToLoop: async () => {
        slices += 1;
      },
      isDisposed: () => slices > 0,
    });
    await first.undo(label.importId);
    expect(desk.imports.list()).toMatchObject([{ left: 249, isUndoing: true }]);
    expect(total(desk)).toBe(249);

    desk.imports.resume();
    // Joins the undo that continues by itself.
    await desk.imports.undo(label.importId);
    expect(total(desk)).toBe(0);
    expect(desk.imports.list()).toEqual([]);
    desk.expectFold();
  });

  it('with a change that cannot be saved keeps those before it, and reports it', async () => {
    const desk = await anImport();
    const { store, edits, clock } = desk;
    const batches = createImportEdits({
      ...{ store, edits, clock, log: quietLog },
      yieldToLoop: async () => undefined,
      isDisposed: () => false,
    });
    const inserts = [300, 301, 302, 303, 304, 305, 0, 307].map(insertOf);
    await expect(batches.save(inserts, label)).rejects.toThrow('record.exists');
    expect(batches.list()).toMatchObject([{ size: 256, left: 256 }]);
    expect(total(desk)).toBe(256);
    await batches.undo(label.importId);
    expect(total(desk)).toBe(0);
    desk.expectFold();
  });

  it('is saved and undone in slices of limited duration, and yields to the event loop between them', async () => {
    const desk = aWorkbench();
    const { store, clock } = desk;
    const slices: number[] = [];
    let elapsedMs = 0;
    let startedAt = 0;
    /** Each change takes a millisecond, and each commit two. */
    const ids = {
      next() {
        elapsedMs += 1;
        return desk.ids.next();
      },
    };
    store.database.afterCommit(() => {
      elapsedMs += 2;
    });
    const timed = { ...clock, monotonicMs: () => elapsedMs };
    const imports = createImportEdits({
      ...{ store, edits: createEdits({ store, clock: timed, ids }), clock: timed, log: quietLog },
      yieldToLoop: async () => {
        slices.push(elapsedMs - startedAt);
        startedAt = elapsedMs;
      },
      isDisposed: () => false,
    });
    await imports.save(
      Array.from({ length: 100 }, (_, index) => insertOf(index)),
      label,
    );
    startedAt = elapsedMs;
    await imports.undo(label.importId);
    expect(Math.max(...slices)).toBeLessThanOrEqual(7);
    expect(slices.length).toBeLessThan(60);
    expect(total(desk)).toBe(0);
  });

  it('is removed with its changes at clean-up', async () => {
    const desk = aWorkbench();
    await saveClients(desk, 0, 2);
    for (const change of desk.store.queue.outbox(10)) desk.answers(change, { outcome: 'applied' });
    desk.clock.jump(8 * 86_400_000);
    desk.store.transaction(() => desk.store.queue.removeAcknowledged(desk.clock.nowMs()));
    expect(desk.imports.list()).toEqual([]);
  });
});
