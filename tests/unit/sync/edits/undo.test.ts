import { describe, expect, it } from 'vitest';
import type { NewChange } from '#app/contract/operations.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { nextBatch } from '#app/sync/run/outbox.ts';
import { aWorkbench, type Workbench } from '../../../support/workbench.ts';

const REFUSED = { outcome: 'rejected', code: 'validation.failed' } as const;

function aDeskWithATask(): Workbench {
  const desk = aWorkbench();
  desk.arrives('clients', 'c-1', { name: 'Nordwind' });
  desk.arrives('engagements', 'e-1', { title: 'Audit', clientId: 'c-1' });
  desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', minutesSpent: 10 });
  return desk;
}

const idsOf = (changes: readonly QueuedChange[]) => changes.map(({ changeId }) => changeId);
const batchOf = (desk: Workbench) => nextBatch(desk.store, desk.ids, { limit: 100, now: desk.clock.nowMs() }).changes;
const minutes = (desk: Workbench) => desk.visible('tasks', 't-1')?.minutesSpent;

describe('undoing a refused change', () => {
  it('uploads nothing: the server never had what it would take away', () => {
    const desk = aDeskWithATask();
    const refused = desk.save('tasks', 'update', 't-1', { minutesSpent: 15 });
    desk.answers(refused, REFUSED);
    desk.edits.undoChanges([refused.changeId]);
    expect(minutes(desk)).toBe(10);
    expect(batchOf(desk)).toEqual([]);
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 0 });
    desk.expectFold();
  });

  it('cancels its difference only, after a colleague has added too', () => {
    const desk = aDeskWithATask();
    const refused = desk.save('tasks', 'update', 't-1', { minutesSpent: 15 });
    desk.answers(refused, REFUSED);
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', minutesSpent: 30 });
    desk.edits.undoChanges([refused.changeId]);
    expect(minutes(desk)).toBe(30);
    expect(batchOf(desk)).toEqual([]);
  });

  it('can be undone in turn, as often as wanted', () => {
    const desk = aDeskWithATask();
    const refused = desk.save('tasks', 'update', 't-1', { minutesSpent: 15 });
    desk.answers(refused, REFUSED);
    const again = desk.edits.undoChanges(idsOf(desk.edits.undoChanges([refused.changeId])));
    expect(minutes(desk)).toBe(15);
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 1 });
    desk.edits.undoChanges(idsOf(again));
    expect(minutes(desk)).toBe(10);
    desk.expectFold();
  });

  it('takes a refused new record away with what was saved on it, and brings both back', () => {
    const desk = aDeskWithATask();
    const insert = desk.newClient('c-2', { name: 'Westwind' });
    desk.answers(insert, REFUSED);
    desk.save('clients', 'update', 'c-2', { city: 'Kiel' });
    const undone = desk.edits.undoChanges([insert.changeId]);
    expect(desk.visible('clients', 'c-2')).toBeUndefined();
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 0 });
    desk.edits.undoChanges(idsOf(undone));
    expect(desk.visible('clients', 'c-2')).toMatchObject({ name: 'Westwind', city: 'Kiel' });
    desk.expectFold();
  });

  it('keeps a later edit of the same value', () => {
    const desk = aDeskWithATask();
    const refused = desk.save('clients', 'update', 'c-1', { city: 'Bonn' });
    desk.answers(refused, REFUSED);
    desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
    expect(desk.edits.undoChanges([refused.changeId])).toEqual([]);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
  });

  it('does not bring back what a person has discarded', () => {
    const desk = aDeskWithATask();
    const refused = desk.save('tasks', 'update', 't-1', { minutesSpent: 15 });
    desk.answers(refused, REFUSED);
    desk.parked.discard(refused.changeId);
    expect(desk.edits.undoChanges([refused.changeId])).toEqual([]);
    expect(minutes(desk)).toBe(10);
  });

  it('undoes all of a refused transaction', () => {
    const desk = aDeskWithATask();
    const both = desk.edits.queueChanges([
      { table: 'clients', operation: 'update', recordId: 'c-1', data: { city: 'Bonn' } },
      { table: 'tasks', operation: 'update', recordId: 't-1', data: { minutesSpent: 15 } },
    ] satisfies NewChange[]);
    for (const change of both) desk.answers(change, REFUSED);
    desk.edits.undoChanges(idsOf(both));
    expect(minutes(desk)).toBe(10);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ city: null });
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 0 });
    desk.expectFold();
  });
});

describe('undoing an addition before its answer', () => {
  it('waits for the answer to the addition', () => {
    const desk = aDeskWithATask();
    const added = desk.save('tasks', 'update', 't-1', { minutesSpent: 15 });
    const [undone] = desk.edits.undoChanges([added.changeId]);
    expect(batchOf(desk).map(({ changeId }) => changeId)).toEqual([added.changeId]);
    desk.accepts(added);
    expect(batchOf(desk).map(({ changeId }) => changeId)).toEqual([undone?.changeId]);
  });

  it('is never uploaded alone: it is held back with an addition that is refused', () => {
    const desk = aDeskWithATask();
    const added = desk.save('tasks', 'update', 't-1', { minutesSpent: 15 });
    desk.edits.undoChanges([added.changeId]);
    desk.answers(added, REFUSED);
    expect(batchOf(desk)).toEqual([]);
    expect(minutes(desk)).toBe(10);
    desk.parked.discard(added.changeId);
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 0 });
    expect(minutes(desk)).toBe(10);
    desk.expectFold();
  });
});
