import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FerryFailure } from '#app/contract/errors.ts';
import type { RecordData } from '#app/schema/index.ts';
import { refoldAll } from '#app/sync/edits/refold.ts';
import { coalesceOutbox } from '#app/sync/run/coalesce.ts';
import { applyReset } from '#app/sync/run/reset.ts';
import { findFoldDifference } from '../../support/fold-invariant.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { aWorkbench, OTHER_DEVICE, type Workbench } from '../../support/workbench.ts';

const clientId = fc.constantFrom('c-1', 'c-2');
const taskId = fc.constantFrom('t-1', 't-2');
const taskData = fc.record(
  {
    title: fc.constantFrom('Call', 'Write', 'Meet'),
    minutesSpent: fc.nat(100),
    tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
    dueDate: fc.constantFrom('2026-01-01', '2026-02-02', null),
    notes: fc.constantFrom('one', 'one\ntwo', 'zero\none', null),
  },
  { requiredKeys: [] },
);
const which = fc.nat(20);

type Step = (desk: Workbench) => void;

/** Everything that can happen to a desk; what is refused changes nothing. */
const step: fc.Arbitrary<Step> = fc.oneof(
  taskData.map(
    (data): Step =>
      (desk) =>
        void desk.save('tasks', 'update', 't-1', data),
  ),
  fc.constant<Step>((desk) => answer(desk, 0, 'accept')),
  clientId.map(
    (id): Step =>
      (desk) =>
        void desk.newClient(id),
  ),
  clientId.map(
    (id): Step =>
      (desk) =>
        void desk.save('clients', 'update', id, { city: 'Kiel' }),
  ),
  clientId.map(
    (id): Step =>
      (desk) =>
        void desk.edits.deleteWithDependants('clients', [id]),
  ),
  fc.tuple(taskId, clientId).map(
    ([id, client]): Step =>
      (desk) => {
        desk.edits.queueChanges([
          {
            table: 'engagements',
            operation: 'insert',
            recordId: `e-${id}`,
            data: { title: 'Audit', clientId: client },
          },
          { table: 'tasks', operation: 'insert', recordId: id, data: { title: 'Call', engagementId: `e-${id}` } },
        ]);
      },
  ),
  fc.tuple(taskId, taskData).map(
    ([id, data]): Step =>
      (desk) =>
        void desk.save('tasks', 'update', id, data),
  ),
  taskId.map(
    (id): Step =>
      (desk) =>
        void desk.save('tasks', 'delete', id),
  ),
  fc.tuple(taskId, taskData, fc.boolean()).map(
    ([id, data, deleted]): Step =>
      (desk) =>
        arrive(desk, id, data, deleted),
  ),
  fc.tuple(which, fc.constantFrom('accept', 'reject', 'retry', 'conflict')).map(
    ([index, outcome]): Step =>
      (desk) =>
        answer(desk, index, outcome),
  ),
  which.map(
    (index): Step =>
      (desk) => {
        const row = at(desk.store.queue.pendingPage(100, 0), index);
        if (row) desk.edits.undoChanges([row.changeId]);
      },
  ),
  fc.tuple(which, fc.constantFrom('retry', 'discard', 'edit')).map(
    ([index, act]): Step =>
      (desk) => {
        const row = at(desk.store.queue.parked(), index);
        if (!row) return;
        if (act === 'retry') desk.parked.retry(row.changeId);
        else if (act === 'discard') desk.parked.discard(row.changeId);
        else desk.parked.editAndRetry(row.changeId, {});
      },
  ),
  fc.constant<Step>((desk) =>
    desk.store.transaction(() => void coalesceOutbox(desk.store, desk.ids, desk.store.queue.outbox(1000))),
  ),
  fc.constant<Step>((desk) => {
    const [conflict] = desk.resolver.list({ isOpen: true });
    if (conflict) desk.resolver.resolve(conflict.conflictId, { choice: 'mine' });
  }),
  fc.constant<Step>((desk) => {
    const conflict = desk.resolver.list({ isOpen: false }).find(({ resolution }) => resolution !== null);
    if (conflict) desk.resolver.undo(conflict.conflictId);
  }),
  fc.constant<Step>((desk) => beginAnotherEpoch(desk)),
);

function at<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}

function arrive(desk: Workbench, id: string, data: RecordData, deleted: boolean): void {
  const row = desk.store.cache.row('tasks', id);
  const before = row?.shadow?.data ?? { title: 'Call', engagementId: 'e-9' };
  desk.arrives('tasks', id, { ...before, ...data, tags: ((data.tags as string[]) ?? []).toSorted() }, { deleted });
}

function answer(desk: Workbench, index: number, outcome: string): void {
  const row = at(desk.store.queue.outbox(100), index);
  if (!row) return;
  if (outcome === 'accept') desk.accepts(row);
  else if (outcome === 'reject') desk.answers(row, { outcome: 'rejected', code: 'validation.failed' });
  else if (outcome === 'retry') desk.answers(row, { outcome: 'retry', retryAfterMs: 1000 });
  else conflict(desk, row);
}

function conflict(
  desk: Workbench,
  row: { changeId: string; table: string; recordId: string; operation: string; data: RecordData },
): void {
  const [field = '*'] = Object.keys(row.data);
  const shadow = desk.store.cache.row(row.table, row.recordId)?.shadow;
  const record = shadow
    ? desk.serverRecord(row.table, row.recordId, shadow.data, { deleted: shadow.deleted })
    : undefined;
  if (field === '*' || !record) return;
  desk.answers(row, {
    outcome: 'conflict',
    version: record.version,
    record,
    conflict: {
      conflictId: desk.ids.next(),
      fields: [
        {
          field,
          base: null,
          mine: row.data[field] ?? null,
          theirs: record.data[field] ?? null,
          kept: record.data[field] ?? null,
        },
      ],
      theirsBy: 'person-1',
      theirsAt: 0,
    },
  });
}

/** What a restore of the server does to the store, without its snapshot. */
function beginAnotherEpoch({ store }: Workbench): void {
  const epoch = `e-${store.state.get('generation')}`;
  const answer = { ticket: 't', round: 1, epoch, epochSeq: 1, cursor: 0, more: false };
  applyReset(store, { ...answer, reset: 'epoch', acks: [], feed: [] }, quietLog);
  refoldAll(store);
}

describe('visible row = fold(shadow, pending changes)', () => {
  it('holds after any sequence of saves, answers, arrivals, retries, discards, undos and resolutions', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const desk = aWorkbench();
        desk.store.transaction(() => desk.store.state.set({ epoch: 'e' }));
        arrive(desk, 't-1', { minutesSpent: 10, title: 'Call' }, false);
        for (const [index, take] of steps.entries()) {
          attempt(() => take(desk));
          const { found, expected } = findFoldDifference(desk.connection, desk.store.schema);
          expect(found, `after step ${index}`).toEqual(expected);
        }
      }),
      { numRuns: 150 },
    );
    // Thousands of saves: seconds on an idle machine, many more on one that is not.
  }, 120_000);

  it('shows nothing for a change of an unknown record', () => {
    const desk = aWorkbench();
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1' });
    desk.save('tasks', 'update', 't-1', { title: 'Write' });
    desk.store.transaction(() => desk.store.cache.dropShadow('tasks', 't-1'));
    expect(desk.store.record('tasks', 't-1')).toBeNull();
    expect(desk.store.queue.counts().pending).toBe(1);
    desk.expectFold();
  });

  it('moves a shadow only forward, whatever the source', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'New' }, { version: 9 });
    desk.arrives('clients', 'c-1', { name: 'Old' }, { version: 5 });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'New' });
    desk.expectFold();
  });

  it('shows at once how the server will decide on an edit that meets a colleague’s', () => {
    const desk = aWorkbench();
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', minutesSpent: 10, dueDate: '2026-01-01' });
    desk.save('tasks', 'update', 't-1', { minutesSpent: 15, dueDate: '2026-03-03', title: 'Mine' });
    desk.arrives(
      'tasks',
      't-1',
      { title: 'Theirs', engagementId: 'e-1', minutesSpent: 30, dueDate: '2026-02-02' },
      {
        stamps: { '+': { version: 2, device: OTHER_DEVICE } },
      },
    );
    expect(desk.visible('tasks', 't-1')).toMatchObject({ minutesSpent: 35, dueDate: '2026-02-02', title: 'Mine' });
  });
});

function attempt(work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof FerryFailure)) throw thrown;
  }
}
