import { describe, expect, it } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import { aWorkbench, type Workbench } from '../../../support/workbench.ts';

const invalid = { outcome: 'rejected', code: 'validation.failed', fieldErrors: { name: 'Too odd.' } } as const;

function refusal(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (thrown) {
    return toFerryError(thrown).code;
  }
}

/** A new client that the server refuses, with an engagement and a task below it, and another client beside it. */
function aTroubledDesk() {
  const desk = aWorkbench();
  const client = desk.newClient('c-1');
  const edited = desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
  const engagement = desk.newEngagement('e-1', 'c-1');
  const task = desk.newTask('t-1', 'e-1');
  const other = desk.newClient('c-2');
  const tally = desk.answers(client, invalid);
  return { desk, client, edited, engagement, task, other, tally };
}

const stateOf = (desk: Workbench, change: { changeId: string }) => desk.store.queue.find(change.changeId)?.state;

describe('a change the server refuses', () => {
  it('is parked with its reason, and everything that needs it waits', () => {
    const { desk, client, edited, engagement, task, other, tally } = aTroubledDesk();
    expect(tally).toMatchObject({ synced: 0, parked: 4 });
    expect(desk.store.queue.find(client.changeId)).toMatchObject({
      state: 'parked',
      synced: false,
      lastError: { code: 'validation.failed', details: { fields: { name: 'Too odd.' } } },
    });
    for (const dependant of [edited, engagement, task]) {
      expect(desk.store.queue.find(dependant.changeId)).toMatchObject({
        state: 'parked',
        lastError: { code: 'sync.blocked' },
      });
    }
    expect(stateOf(desk, other)).toBe('pending');
  });

  it('is still shown, with its badge', () => {
    const { desk } = aTroubledDesk();
    expect(desk.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
    expect(desk.store.record('clients', 'c-1')?.badge).toBe('parked');
    desk.expectFold();
  });

  it('is parked with the unsent rest of its transaction, whatever that concerns', () => {
    const desk = aWorkbench();
    const together = desk.edits.queueChanges([
      { table: 'clients', operation: 'insert', recordId: 'c-1', data: { name: 'A' } },
      { table: 'clients', operation: 'insert', recordId: 'c-2', data: { name: 'B' } },
    ]);
    const [, second] = together;
    if (second) desk.answers(second, invalid);
    expect(together.map((change) => stateOf(desk, change))).toEqual(['parked', 'parked']);
  });

  it('blocks later edits that build on it', () => {
    const { desk } = aTroubledDesk();
    expect(desk.save('clients', 'update', 'c-1', { phone: '1' }).state).toBe('parked');
    expect(desk.newEngagement('e-2', 'c-1')).toMatchObject({ state: 'parked', lastError: { code: 'sync.blocked' } });
    expect(desk.newEngagement('e-3', 'c-2').state).toBe('pending');
    desk.expectFold();
  });

  it('that is an update does not block later updates of the record', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'A' });
    desk.answers(desk.save('clients', 'update', 'c-1', { taxId: 'x' }), invalid);
    expect(desk.save('clients', 'update', 'c-1', { city: 'Kiel' }).state).toBe('pending');
  });

  it('is answered once: a second answer changes nothing', () => {
    const { desk, client } = aTroubledDesk();
    const before = desk.states();
    desk.answers(client, invalid);
    expect(desk.states()).toEqual(before);
  });
});

describe('offering a parked change again', () => {
  it('offers everything connected, under new ids, in the old order', () => {
    const { desk, client, task } = aTroubledDesk();
    const offered = desk.parked.retry(task.changeId);
    expect(offered).toMatchObject({ state: 'pending', recordId: 't-1', attempts: 0, lastError: null });
    const rows = desk.store.queue.outbox(10);
    expect(rows.map(({ recordId }) => recordId)).toEqual(['c-1', 'c-1', 'e-1', 't-1', 'c-2']);
    expect(rows.map(({ changeId }) => changeId)).not.toContain(client.changeId);
    desk.expectFold();
  });

  it('leaves out an edit of a record that was deleted since: a partner’s retry would bring it back', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind' });
    desk.arrives('clients', 'c-2', { name: 'Westwind' });
    const both = desk.edits.queueChanges([
      { table: 'clients', operation: 'update', recordId: 'c-1', data: { city: 'Bonn' } },
      { table: 'clients', operation: 'update', recordId: 'c-2', data: { city: 'Kiel' } },
    ]);
    for (const change of both) desk.answers(change, { outcome: 'rejected', code: 'validation.failed' });
    desk.accepts(desk.save('clients', 'delete', 'c-2', {}));
    const [first, second] = both;
    desk.parked.retry(first?.changeId ?? '');
    const states = desk.store.queue.ofTxn(first?.txnId ?? '').map(({ recordId, state }) => [recordId, state]);
    expect(states).toEqual([
      ['c-1', 'pending'],
      ['c-2', 'parked'],
    ]);
    expect(desk.visible('clients', 'c-2')).toBeUndefined();
    desk.parked.retry(second?.changeId ?? '');
    expect(desk.store.queue.counts()).toEqual({ pending: 2, parked: 0 });
  });

  it('with corrected data saves the correction', () => {
    const { desk, client } = aTroubledDesk();
    const offered = desk.parked.editAndRetry(client.changeId, { name: 'Better' });
    expect(offered).toMatchObject({ state: 'pending', data: { name: 'Better' } });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Better', city: 'Kiel' });
    desk.expectFold();
  });

  it('with data that are no better leaves it parked', () => {
    const { desk, client } = aTroubledDesk();
    expect(refusal(() => desk.parked.editAndRetry(client.changeId, { name: '' }))).toBe('validation.failed');
    expect(desk.store.queue.find(client.changeId)).toMatchObject({
      state: 'parked',
      data: { name: 'Nordwind Logistik' },
    });
  });

  it('is refused for one that is not parked or does not exist', () => {
    const { desk, other } = aTroubledDesk();
    expect(refusal(() => desk.parked.retry(other.changeId))).toBe('change.notParked');
    expect(refusal(() => desk.parked.retry('gone'))).toBe('change.unknown');
  });
});

describe('discarding a parked change', () => {
  it('hides it with all that needs it, and keeps the rest', () => {
    const { desk, client } = aTroubledDesk();
    expect(desk.parked.discard(client.changeId)).toHaveLength(4);
    for (const [table, id] of [
      ['clients', 'c-1'],
      ['engagements', 'e-1'],
      ['tasks', 't-1'],
    ] as const) {
      expect(desk.store.record(table, id)).toBeNull();
    }
    expect(desk.store.queue.counts()).toEqual({ pending: 1, parked: 0 });
    desk.expectFold();
  });

  it('of a dependant keeps its parent', () => {
    const { desk, client, engagement, task } = aTroubledDesk();
    desk.parked.discard(engagement.changeId);
    expect(stateOf(desk, client)).toBe('parked');
    expect(stateOf(desk, task)).toBe('discarded');
    desk.expectFold();
  });

  it('can be undone, whole', () => {
    const { desk, client, task } = aTroubledDesk();
    const before = desk.states();
    desk.parked.discard(client.changeId);
    desk.parked.restoreDiscarded(task.changeId);
    expect(desk.states()).toEqual(before);
    expect(desk.visible('tasks', 't-1')).toMatchObject({ engagementId: 'e-1' });
    desk.expectFold();
  });

  it('ignores a late answer', () => {
    const { desk, client } = aTroubledDesk();
    desk.parked.discard(client.changeId);
    desk.answers(client, { outcome: 'applied' });
    expect(stateOf(desk, client)).toBe('discarded');
  });
});

describe('cleaning up', () => {
  it('removes acknowledged changes only, and keeps a receipt of each', () => {
    const { desk, client, other } = aTroubledDesk();
    desk.accepts(other);
    const conflicted = desk.newClient('c-3');
    desk.answers(conflicted, {
      outcome: 'conflict',
      conflict: {
        conflictId: desk.ids.next(),
        fields: [{ field: 'name', base: null, mine: 'a', theirs: 'b', kept: 'b' }],
        theirsBy: 'person-1',
        theirsAt: 0,
      },
    });
    desk.clock.jump(8 * 86_400_000);
    const waiting = desk.newClient('c-4');
    expect(desk.store.transaction(() => desk.store.queue.removeAcknowledged(desk.clock.nowMs()))).toBe(1);
    expect(Object.keys(desk.states())).toEqual(
      expect.arrayContaining([client, conflicted, waiting].map((c) => c.changeId)),
    );
    expect(desk.store.receipts.list({ from: 0, limit: 10 }).map(({ changeId }) => changeId)).toContain(other.changeId);
  });
});

describe('a corrected parked change', () => {
  it('has the old values of the corrected fields', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind' });
    desk.arrives('engagements', 'e-1', { title: 'Audit', clientId: 'c-1' });
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', minutesSpent: 20 });
    const change = desk.save('tasks', 'update', 't-1', { title: 'Write' });
    desk.answers(change, { ...invalid, version: 0 });
    const offered = desk.parked.editAndRetry(change.changeId, { title: 'Phone', minutesSpent: 30 });
    expect(offered).toMatchObject({
      data: { title: 'Phone', minutesSpent: 30 },
      base: { title: 'Call', minutesSpent: 20 },
    });
    expect(desk.visible('tasks', 't-1')).toMatchObject({ title: 'Phone', minutesSpent: 30 });
    desk.expectFold();
  });
});

describe('parking thousands of changes at once', () => {
  it('costs at most twice as much as saving them, and so does offering them again', () => {
    const desk = aWorkbench();
    const client = desk.newClient('c-1');
    const engagements = Array.from({ length: 2000 }, (_, index) => ({
      table: 'engagements',
      operation: 'insert' as const,
      recordId: `e-${index}`,
      data: { title: 'Audit', clientId: 'c-1' },
    }));
    // Processor time: on a busy machine the clock says more about the others.
    const costOf = (work: () => unknown): number => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const saving = costOf(() => desk.edits.queueChanges(engagements));
    expect(costOf(() => desk.answers(client, invalid))).toBeLessThan(2 * saving);
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 2001 });
    expect(costOf(() => desk.parked.retry(client.changeId))).toBeLessThan(2 * saving);
    expect(desk.store.queue.counts()).toEqual({ pending: 2001, parked: 0 });
    desk.expectFold();
  });
});
