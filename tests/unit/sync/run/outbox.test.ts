import { describe, expect, it } from 'vitest';
import { MAX_BATCH_SIZE } from '#app/contract/protocol.ts';
import { clients } from '#app/schema/clients.ts';
import { engagements } from '#app/schema/engagements.ts';
import { defineEntity } from '#app/schema/entity.ts';
import { text } from '#app/schema/field.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { createSchema } from '#app/schema/schema.ts';
import { tasks } from '#app/schema/tasks.ts';
import type { QueueRow } from '#app/store/queue.ts';
import { hasSendable, nextBatch } from '#app/sync/run/outbox.ts';
import { plainFacts } from '../../../support/trial-entity.ts';
import { aWorkbench, OTHER_DEVICE, type Workbench } from '../../../support/workbench.ts';

function batchOf(desk: Workbench, limit = MAX_BATCH_SIZE) {
  return desk.store.transaction(() => {
    const batch = nextBatch(desk.store, desk.ids, { limit, now: desk.clock.nowMs() });
    desk.store.queue.markSent(batch.changes.map(({ changeId }) => changeId));
    return batch;
  });
}

const recordsOf = (batch: ReturnType<typeof batchOf>) => batch.changes.map(({ recordId }) => recordId);

describe('the next batch', () => {
  it('is in the order of saving, parents before children', () => {
    const desk = aWorkbench();
    desk.newClient('c-1');
    desk.newEngagement('e-1', 'c-1');
    desk.newTask('t-1', 'e-1');
    expect(recordsOf(batchOf(desk))).toEqual(['c-1', 'e-1', 't-1']);
  });

  it('starts with unanswered changes, and names those it does not carry', () => {
    const desk = aWorkbench();
    for (const id of ['c-1', 'c-2', 'c-3']) desk.newClient(id);
    const first = batchOf(desk);
    desk.newClient('c-4');
    const second = batchOf(desk, 2);
    expect(recordsOf(second)).toEqual(['c-1', 'c-2']);
    expect(second.unanswered).toEqual([first.changes[2]?.changeId]);
    const pullOnly = batchOf(desk, 0);
    expect(pullOnly).toEqual({ changes: [], unanswered: first.changes.map(({ changeId }) => changeId) });
  });

  it('never splits a transaction, even one above the limit', () => {
    const desk = aWorkbench();
    desk.newClient('c-0');
    const many = Array.from({ length: 6 }, (_, index) => ({
      table: 'clients',
      operation: 'insert' as const,
      recordId: `t-${index}`,
      data: { name: 'x' },
    }));
    desk.edits.queueChanges(many);
    expect(batchOf(desk, 3).changes).toHaveLength(1);
    desk.store.queue.acknowledge(desk.store.queue.outbox(1)[0] as QueueRow, {
      outcome: 'applied',
      version: 1,
      at: 0,
      isConflict: false,
    });
    const batch = batchOf(desk, 3);
    expect(batch.changes).toHaveLength(6);
    expect(new Set(batch.changes.map(({ txnId }) => txnId)).size).toBe(1);
  });

  it('keeps a transaction whole at the limit of the rows it reads', () => {
    const desk = aWorkbench();
    desk.newClient('c-1');
    desk.store.transaction(() => {
      const [waiting] = desk.store.queue.outbox(1);
      desk.store.queue.postpone(String(waiting?.changeId), desk.clock.nowMs() + 60_000, null);
      for (let index = 0; index < 950; index += 1) desk.newEngagement(`e-${index}`, 'c-1');
    });
    desk.edits.queueChanges(
      Array.from({ length: 100 }, (_, index) => ({
        table: 'clients',
        operation: 'insert' as const,
        recordId: `t-${index}`,
        data: { name: 'x' },
      })),
    );
    expect(batchOf(desk).changes).toHaveLength(100);
  });

  it('fills a batch by bytes, and always carries at least one change', () => {
    const desk = aWorkbench();
    const notes = 'x'.repeat(100_000);
    for (let index = 0; index < 60; index += 1) desk.newClient(`c-${index}`, { notes });
    const { changes } = batchOf(desk);
    expect(changes.length).toBeGreaterThan(20);
    expect(Buffer.byteLength(JSON.stringify(changes))).toBeLessThan(4 * 1024 * 1024);
    expect(changes.length).toBeLessThan(60);
  });

  it('skips a postponed change with everything of its record and its children, until it is due', () => {
    const desk = aWorkbench();
    const client = desk.newClient('c-1');
    desk.newEngagement('e-1', 'c-1');
    desk.newTask('t-1', 'e-1');
    desk.newClient('c-2');
    desk.store.transaction(() => desk.store.queue.postpone(client.changeId, desk.clock.nowMs() + 60_000, null));
    expect(recordsOf(batchOf(desk))).toEqual(['c-2']);
    expect(desk.store.queue.nextAttemptAt(desk.clock.nowMs())).toBe(desk.clock.nowMs() + 60_000);
    desk.clock.jump(60_000);
    expect(recordsOf(batchOf(desk))).toEqual(['c-1', 'e-1', 't-1', 'c-2']);
  });

  it('does not wait for years if the clock is set back', () => {
    const desk = aWorkbench();
    const client = desk.newClient('c-1');
    desk.store.transaction(() => desk.store.queue.postpone(client.changeId, desk.clock.nowMs() + 60_000, null));
    desk.clock.jump(-3 * 365 * 86_400_000);
    expect(hasSendable(desk.store, desk.clock.nowMs())).toBe(true);
  });

  it('is empty if everything is parked or answered', () => {
    const desk = aWorkbench();
    desk.answers(desk.newClient('c-1'), { outcome: 'rejected', code: 'validation.failed' });
    desk.accepts(desk.newClient('c-2'));
    expect(hasSendable(desk.store, desk.clock.nowMs())).toBe(false);
    expect(batchOf(desk)).toEqual({ changes: [], unanswered: [] });
  });
});

describe('a batch that was refused unread', () => {
  it('counts as never sent, except for changes that had been sent before and may have been taken', () => {
    const { store, newClient } = aWorkbench();
    const [first, second] = [newClient('c-1'), newClient('c-2')];
    store.transaction(() => {
      store.queue.markSent([first.changeId]);
      store.queue.markSent([first.changeId, second.changeId]);
      store.queue.markUnsent([first.changeId, second.changeId]);
    });
    expect(store.queue.find(first.changeId)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(store.queue.find(second.changeId)).toMatchObject({ state: 'pending', attempts: 0 });
  });
});

describe('joining changes that were never sent', () => {
  it('sends one insert for a record typed field by field, under a new id', () => {
    const desk = aWorkbench();
    const saved = [
      desk.newClient('c-1'),
      desk.save('clients', 'update', 'c-1', { city: 'Bern' }),
      desk.save('clients', 'update', 'c-1', { city: 'Basel', phone: '+41 61' }),
    ];
    const { changes } = batchOf(desk);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ operation: 'insert', data: { city: 'Basel', phone: '+41 61' } });
    expect(saved.map(({ changeId }) => changeId)).not.toContain(changes[0]?.changeId);
    desk.expectFold();
  });

  it('keeps the first base of every field and the last value', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'A', city: 'Bern', phone: '1' });
    desk.save('clients', 'update', 'c-1', { city: 'Basel' });
    desk.save('clients', 'update', 'c-1', { city: 'Genf', phone: '2' });
    expect(batchOf(desk).changes).toMatchObject([
      { data: { city: 'Genf', phone: '2' }, base: { city: 'Bern', phone: '1' }, baseVersion: 1 },
    ]);
    desk.expectFold();
  });

  it('keeps every saved change in the queue, to be found and undone', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'A', city: 'Bern' });
    const first = desk.save('clients', 'update', 'c-1', { city: 'Basel' });
    const second = desk.save('clients', 'update', 'c-1', { city: 'Genf' });
    batchOf(desk);
    expect(desk.store.queue.find(first.changeId)).toMatchObject({ data: { city: 'Basel' }, base: { city: 'Bern' } });
    expect(desk.store.queue.find(second.changeId)).toMatchObject({ data: { city: 'Genf' }, base: { city: 'Basel' } });
    desk.edits.undoChanges([first.changeId, second.changeId]);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ city: 'Bern' });
    desk.expectFold();
  });

  it('counts what the person saved, before and after, and needs one answer', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'A' });
    const saved = ['Bern', 'Basel', 'Genf'].map((city) => desk.save('clients', 'update', 'c-1', { city }));
    expect(desk.store.queue.counts()).toEqual({ pending: 3, parked: 0 });
    const [carrier] = batchOf(desk).changes;
    expect(desk.store.queue.counts()).toEqual({ pending: 3, parked: 0 });
    desk.answers({ changeId: String(carrier?.changeId) });
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 0 });
    for (const { changeId } of saved) expect(desk.store.queue.find(changeId)?.synced).toBe(true);
  });

  it('counts nothing as waiting once their joined change is parked and discarded', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'A' });
    for (const city of ['Bern', 'Basel']) desk.save('clients', 'update', 'c-1', { city });
    const [carrier] = batchOf(desk).changes;
    desk.answers({ changeId: String(carrier?.changeId) }, { outcome: 'rejected', code: 'validation.failed' });
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 1 });
    desk.parked.discard(String(carrier?.changeId));
    expect(desk.store.queue.counts()).toEqual({ pending: 0, parked: 0 });
    desk.expectFold();
  });

  it('leaves a change separate that was made without seeing the one before it', () => {
    const desk = aWorkbench();
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', minutesSpent: 10 });
    desk.save('tasks', 'update', 't-1', { minutesSpent: 15 });
    desk.edits.queueChange({
      table: 'tasks',
      operation: 'update',
      recordId: 't-1',
      data: { minutesSpent: 12 },
      seen: { base: { minutesSpent: 10 }, baseVersion: 1 },
    });
    expect(desk.visible('tasks', 't-1')).toMatchObject({ minutesSpent: 17 });
    expect(batchOf(desk).changes).toHaveLength(2);
    expect(desk.visible('tasks', 't-1')).toMatchObject({ minutesSpent: 17 });
    desk.expectFold();
  });

  it('keeps edits of notes separate, which a copy of this computer may have sent one by one', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'A', notes: 'first' });
    const saved = ['first\nsecond\n', 'first\nsecond\nthird\n'].map((notes) =>
      desk.save('clients', 'update', 'c-1', { notes }),
    );
    expect(batchOf(desk).changes.map(({ changeId }) => changeId)).toEqual(saved.map(({ changeId }) => changeId));
  });

  it('keeps a reference behind the record it points to', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Old' });
    desk.arrives('engagements', 'e-1', { title: 'Audit', clientId: 'c-1' });
    desk.save('engagements', 'update', 'e-1', { title: 'Big audit' });
    desk.newClient('c-2');
    desk.save('engagements', 'update', 'e-1', { clientId: 'c-2' });
    expect(recordsOf(batchOf(desk))).toEqual(['e-1', 'c-2', 'e-1']);
  });

  it('excludes transactions, deletions, changes read at another version, and sent changes', () => {
    const desk = aWorkbench();
    const { stamps } = desk.arrives('clients', 'c-1', { name: 'A' });
    desk.save('clients', 'update', 'c-1', { city: 'Bern' });
    expect(batchOf(desk).changes).toHaveLength(1);
    desk.save('clients', 'update', 'c-1', { city: 'Basel' });
    const phone = { version: 2, device: OTHER_DEVICE };
    desk.arrives('clients', 'c-1', { name: 'A', phone: '1' }, { version: 2, stamps: { ...stamps, phone } });
    desk.save('clients', 'update', 'c-1', { city: 'Genf' });
    desk.edits.queueChanges([
      { table: 'clients', operation: 'update', recordId: 'c-1', data: { city: 'Chur' } },
      { table: 'clients', operation: 'update', recordId: 'c-1', data: { city: 'Zug' } },
    ]);
    desk.save('clients', 'delete', 'c-1');
    expect(batchOf(desk).changes.map(({ data }) => data.city)).toEqual([
      'Bern',
      'Basel',
      'Genf',
      'Chur',
      'Zug',
      undefined,
    ]);
    desk.expectFold();
  });
});

describe('a change saved by an older Ferry', () => {
  it('is sent in the current format, and the visible row matches it', () => {
    const website = text({ en: 'Website', de: 'Website' });
    const { table, label, singular } = clients;
    const { city: _city, ...fields } = clients.fields;
    const older = ferrySchema.version;
    const schema = createSchema(older + 1, [
      defineEntity({ ...plainFacts, table, label, singular, title: 'name', fields: { ...fields, website } }),
      engagements,
      tasks,
    ]);
    const desk = aWorkbench('ana', { schema });
    const { website: _website, ...saved } = desk.newClient('c-1').data;
    desk.connection
      .prepare('UPDATE sync_queue SET schema_version = ?, data = ?')
      .run(older, JSON.stringify({ ...saved, city: 'Kiel' }));
    desk.store.transaction(() => desk.store.cache.refold('clients', 'c-1'));
    const { changes } = desk.store.transaction(() =>
      nextBatch(desk.store, desk.ids, { limit: 100, now: desk.clock.nowMs() }),
    );
    expect(changes).toMatchObject([{ data: { ...saved, website: null }, schemaVersion: older + 1 }]);
    expect(desk.visible('clients', 'c-1')).toEqual(changes[0]?.data);
    desk.expectFold();
  });
});
