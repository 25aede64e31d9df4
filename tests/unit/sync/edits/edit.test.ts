import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import type { ServerRecord } from '#app/contract/protocol.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { decide } from '#app/rules/decide.ts';
import { stampsAfter } from '#app/rules/stamps.ts';
import { clients } from '#app/schema/clients.ts';
import { engagements } from '#app/schema/engagements.ts';
import { defineEntity } from '#app/schema/entity.ts';
import { NOTES_MAX_LENGTH, reference } from '#app/schema/field.ts';
import { ferrySchema, type RecordData } from '#app/schema/index.ts';
import { createSchema } from '#app/schema/schema.ts';
import { tasks } from '#app/schema/tasks.ts';
import { nextBatch } from '#app/sync/run/outbox.ts';
import { clientMigrations } from '../../../support/client-migrations.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { aWorkbench, OTHER_DEVICE, type Workbench } from '../../../support/workbench.ts';

/** The code of what `work` throws; `null` where it does not. */
function refusal(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (thrown) {
    return toFerryError(thrown).code;
  }
}

/** A desk with a client, an engagement of it and a task of that, all known to the server. */
function aFilledDesk(): Workbench {
  const desk = aWorkbench();
  desk.arrives('clients', 'c-1', { name: 'Nordwind' });
  desk.arrives('engagements', 'e-1', { title: 'Audit', clientId: 'c-1' });
  desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1' });
  return desk;
}

const rowsQueued = (desk: Workbench) => desk.store.queue.pendingPage(1000, 0).length;

describe('saving an edit', () => {
  it('shows it at once and queues exactly what changed, with the old values and the version it was read at', () => {
    const desk = aFilledDesk();
    const change = desk.save('clients', 'update', 'c-1', { name: 'Nordwind', city: 'Kiel' });
    expect(change).toMatchObject({ data: { city: 'Kiel' }, base: { city: null }, baseVersion: 1, state: 'pending' });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind', city: 'Kiel' });
    expect(desk.store.record('clients', 'c-1')?.badge).toBe('pending');
    desk.expectFold();
  });

  it('never touches the shadow', () => {
    const desk = aFilledDesk();
    const before = desk.store.cache.row('clients', 'c-1')?.shadow;
    desk.save('clients', 'update', 'c-1', { name: 'Südwind' });
    desk.save('tasks', 'delete', 't-1');
    expect(desk.store.cache.row('clients', 'c-1')?.shadow).toEqual(before);
    expect(desk.store.cache.row('tasks', 't-1')).toMatchObject({ deleted: true, shadow: { deleted: false } });
  });

  it('uses what the person saw as base if somebody changed the record meanwhile', () => {
    const desk = aFilledDesk();
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', minutesSpent: 30, priority: 'high' });
    const change = desk.edits.queueChange({
      table: 'tasks',
      operation: 'update',
      recordId: 't-1',
      data: { minutesSpent: 15 },
      seen: { base: { minutesSpent: 0 }, baseVersion: 3 },
    });
    expect(change).toMatchObject({ base: { minutesSpent: 0 }, baseVersion: 3 });
    expect(desk.visible('tasks', 't-1')).toMatchObject({ minutesSpent: 45 });
  });

  it('ignores a version that never existed, and a base without the field', () => {
    const desk = aFilledDesk();
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', minutesSpent: 30 });
    const change = desk.edits.queueChange({
      table: 'tasks',
      operation: 'update',
      recordId: 't-1',
      data: { minutesSpent: 35 },
      seen: { base: { title: 'Call' }, baseVersion: 9_999 },
    });
    expect(change).toMatchObject({ base: { minutesSpent: 30 }, baseVersion: 4 });
    expect(change.base).not.toHaveProperty('title');
  });

  it.each([
    ['an unknown table', 'table.unknown', (desk: Workbench) => desk.save('trials', 'insert', 'i-1', { name: 'x' })],
    ['a table of SQL', 'table.unknown', (desk: Workbench) => desk.save('clients; DROP TABLE x', 'insert', 'i', {})],
    ['an id with a space', 'input.recordId', (desk: Workbench) => desk.newClient('c 1')],
    ['an id of 65 letters', 'input.recordId', (desk: Workbench) => desk.newClient('x'.repeat(65))],
    ['a record that exists', 'record.exists', (desk: Workbench) => desk.newClient('c-1')],
    [
      'a change of nothing known',
      'record.unknown',
      (desk: Workbench) => desk.save('clients', 'update', 'c-9', { name: 'x' }),
    ],
    ['a missing parent', 'reference.missing', (desk: Workbench) => desk.newEngagement('e-9', 'c-9')],
    ['a parent that has children', 'record.inUse', (desk: Workbench) => desk.save('clients', 'delete', 'c-1')],
    ['an invalid field', 'validation.failed', (desk: Workbench) => desk.save('clients', 'update', 'c-1', { name: '' })],
  ])('%s is refused as %s and leaves nothing behind', (_case, code, work) => {
    const desk = aFilledDesk();
    expect(refusal(() => work(desk))).toBe(code);
    expect(rowsQueued(desk)).toBe(0);
    desk.expectFold();
  });

  it('of a deleted record, or below one, is refused with an action', () => {
    const desk = aFilledDesk();
    desk.save('tasks', 'delete', 't-1');
    expect(refusal(() => desk.save('tasks', 'update', 't-1', { title: 'x' }))).toBe('record.deleted');
    desk.save('engagements', 'delete', 'e-1');
    expect(refusal(() => desk.newTask('t-2', 'e-1'))).toBe('reference.deleted');
    expect(refusal(() => desk.save('tasks', 'delete', 't-1'))).toBe('record.deleted');
  });
});

describe('saving several together', () => {
  it('is all or nothing', () => {
    const desk = aFilledDesk();
    const together = () =>
      desk.edits.queueChanges([
        { table: 'clients', operation: 'insert', recordId: 'c-2', data: { name: 'Ost' } },
        { table: 'engagements', operation: 'insert', recordId: 'e-2', data: { title: 'x', clientId: 'c-9' } },
      ]);
    expect(refusal(together)).toBe('reference.missing');
    expect(desk.visible('clients', 'c-2')).toBeUndefined();
    expect(rowsQueued(desk)).toBe(0);
    desk.expectFold();
  });

  it('puts up to a hundred into one transaction, and more into several', () => {
    const desk = aWorkbench();
    const inserts = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, index) => ({
        table: 'clients',
        operation: 'insert' as const,
        recordId: `${prefix}-${index}`,
        data: { name: 'x' },
      }));
    const small = desk.edits.queueChanges(inserts(100, 'a'));
    expect(new Set(small.map(({ txnId }) => txnId)).size).toBe(1);
    const large = desk.edits.queueChanges(inserts(250, 'b'));
    expect(new Set(large.map(({ txnId }) => txnId)).size).toBe(3);
  });

  it('keeps every transaction within the limit of one request', () => {
    const desk = aWorkbench();
    const notes = '漢'.repeat(20_000);
    const saved = desk.edits.queueChanges(
      Array.from({ length: 100 }, (_, index) => ({
        table: 'clients',
        operation: 'insert' as const,
        recordId: `c-${index}`,
        data: { name: 'x', notes },
      })),
    );
    const bytes = new Map<string | null, number>();
    for (const { txnId, data } of saved) bytes.set(txnId, (bytes.get(txnId) ?? 0) + JSON.stringify(data).length * 3);
    expect(Math.max(...bytes.values())).toBeLessThan(4 * 1024 * 1024);
    expect(bytes.size).toBe(2);
    const sent: string[] = [];
    for (let round = 0; round < 2; round++) {
      const { changes } = desk.store.transaction(() =>
        nextBatch(desk.store, desk.ids, { limit: 100, now: desk.clock.nowMs() }),
      );
      expect(Buffer.byteLength(JSON.stringify(changes))).toBeLessThan(4 * 1024 * 1024);
      for (const { changeId } of changes) sent.push(changeId);
      for (const change of saved.filter(({ changeId }) => sent.includes(changeId))) desk.accepts(change);
    }
    expect(sent).toEqual(saved.map(({ changeId }) => changeId));
  });

  it('keeps a change of the longest possible notes well within a request', () => {
    const desk = aFilledDesk();
    desk.arrives('clients', 'c-1', { name: 'x', notes: '漢'.repeat(NOTES_MAX_LENGTH) });
    desk.save('clients', 'update', 'c-1', { notes: '字'.repeat(NOTES_MAX_LENGTH) });
    const { changes } = desk.store.transaction(() =>
      nextBatch(desk.store, desk.ids, { limit: 100, now: desk.clock.nowMs() }),
    );
    expect(Buffer.byteLength(JSON.stringify(changes))).toBeLessThan(1024 * 1024);
  });
});

describe('deleting a record with its dependants', () => {
  it('queues children first, as one transaction', () => {
    const desk = aFilledDesk();
    const queued = desk.edits.deleteWithDependants('clients', ['c-1']);
    expect(queued.map(({ recordId }) => recordId)).toEqual(['t-1', 'e-1', 'c-1']);
    expect(new Set(queued.map(({ txnId }) => txnId)).size).toBe(1);
    expect(desk.visible('clients', 'c-1')).toBeUndefined();
    desk.expectFold();
  });

  it('deletes a record once that refers to it twice', () => {
    const referring = { en: 'Pays', de: 'Zahlt' };
    const schema = createSchema(ferrySchema.version, [
      clients,
      defineEntity({ ...engagements, fields: { ...engagements.fields, payerId: reference(referring, 'clients') } }),
      tasks,
    ]);
    const migrationsFolder = temporaryFolder();
    cpSync(clientMigrations, migrationsFolder, { recursive: true });
    const number = String(readdirSync(migrationsFolder).length + 1).padStart(4, '0');
    writeFileSync(
      path.join(migrationsFolder, `${number}-payer.sql`),
      "ALTER TABLE cached_engagements ADD COLUMN payerId TEXT GENERATED ALWAYS AS (data ->> '$.payerId') VIRTUAL;",
    );
    const desk = aWorkbench('ana', { schema, migrationsFolder });
    desk.arrives('clients', 'c-1', { name: 'Nordwind' });
    desk.arrives('engagements', 'e-1', { title: 'Audit', clientId: 'c-1', payerId: 'c-1' });
    const queued = desk.edits.deleteWithDependants('clients', ['c-1']);
    expect(queued.map(({ recordId }) => recordId)).toEqual(['e-1', 'c-1']);
  });

  it('takes several at once, and skips those already deleted', () => {
    const desk = aFilledDesk();
    for (const id of ['c-2', 'c-3']) desk.arrives('clients', id, { name: id });
    desk.save('clients', 'delete', 'c-3', {});
    const queued = desk.edits.deleteWithDependants('clients', ['c-1', 'c-2', 'c-3']);
    expect(queued.map(({ recordId }) => recordId)).toEqual(['t-1', 'e-1', 'c-1', 'c-2']);
    expect(new Set(queued.map(({ txnId }) => txnId)).size).toBe(1);
    expect(refusal(() => desk.edits.deleteWithDependants('clients', ['c-3']))).toBe('record.deleted');
    desk.expectFold();
  });

  it('counts in advance exactly what will be deleted, however many', () => {
    const desk = aFilledDesk();
    for (let index = 0; index < 505; index += 1) {
      desk.arrives('engagements', `e-x${index}`, { title: 'Audit', clientId: 'c-1' });
      desk.arrives('tasks', `t-x${index}`, { title: 'Step', engagementId: `e-x${index}` });
    }
    const counts = desk.edits.countDependants('clients', ['c-1']);
    expect(counts).toEqual({ engagements: 506, tasks: 506 });
    expect(desk.edits.countDependants('engagements', ['e-1', 'e-x0'])).toEqual({ tasks: 2 });
    expect(desk.edits.deleteWithDependants('clients', ['c-1'])).toHaveLength(506 + 506 + 1);
    expect(desk.edits.countDependants('clients', ['c-1'])).toEqual({});
  });

  it('keeps dependants of a record whose id differs only in case', () => {
    const desk = aFilledDesk();
    desk.arrives('clients', 'C-1', { name: 'Namesake' });
    desk.arrives('engagements', 'e-2', { title: 'Other', clientId: 'C-1' });
    expect(desk.edits.deleteWithDependants('clients', ['c-1']).map(({ recordId }) => recordId)).not.toContain('e-2');
  });

  it('can be undone whole', () => {
    const desk = aFilledDesk();
    const before = ['clients', 'engagements', 'tasks'].map((table) => desk.visible(table, `${table[0]}-1`));
    const queued = desk.edits.deleteWithDependants('clients', ['c-1']);
    desk.edits.undoChanges(queued.map(({ changeId }) => changeId));
    expect(['clients', 'engagements', 'tasks'].map((table) => desk.visible(table, `${table[0]}-1`))).toEqual(before);
    desk.expectFold();
  });
});

describe('undoing saved changes', () => {
  it('restores the old value of every field', () => {
    const desk = aFilledDesk();
    const change = desk.save('clients', 'update', 'c-1', { name: 'Südwind', tags: ['vip'] });
    desk.edits.undoChanges([change.changeId]);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind', tags: [] });
    desk.expectFold();
  });

  it('works after the server has accepted the change', () => {
    const desk = aFilledDesk();
    const change = desk.save('clients', 'update', 'c-1', { name: 'Südwind' });
    desk.accepts(change);
    desk.edits.undoChanges([change.changeId]);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nordwind' });
    desk.expectFold();
  });

  it('keeps a field that somebody changed since', () => {
    const desk = aFilledDesk();
    const change = desk.save('clients', 'update', 'c-1', { name: 'Südwind', city: 'Kiel' });
    desk.accepts(change);
    const shadow = desk.store.cache.row('clients', 'c-1')?.shadow;
    desk.arrives(
      'clients',
      'c-1',
      { ...shadow?.data, name: 'Westwind' },
      {
        stamps: { '+': { version: 1, device: OTHER_DEVICE }, name: { version: 9, device: OTHER_DEVICE } },
      },
    );
    desk.edits.undoChanges([change.changeId]);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Westwind', city: null });
  });

  it('deletes what was inserted, inserts what was deleted', () => {
    const desk = aFilledDesk();
    const made = desk.newClient('c-2');
    desk.edits.undoChanges([made.changeId]);
    expect(desk.visible('clients', 'c-2')).toBeUndefined();
    const deleted = desk.save('tasks', 'delete', 't-1');
    desk.edits.undoChanges([deleted.changeId]);
    expect(desk.visible('tasks', 't-1')).toMatchObject({ title: 'Call' });
    desk.expectFold();
  });

  it('reports a change that is no longer stored', () => {
    const desk = aFilledDesk();
    expect(refusal(() => desk.edits.undoChanges(['gone']))).toBe('change.unknown');
  });
});

describe('an edit on top of a waiting change that replaces a colleague’s value', () => {
  /** Ana's title waits, refused or being uploaded; a colleague's title arrives in the shadow, which her screen does not show. */
  function aCoveredTitle(waits: 'parked' | 'pending') {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind' });
    desk.arrives('engagements', 'e-1', { title: 'Audit', clientId: 'c-1' });
    const seen = desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1' });
    const anas = desk.save('tasks', 'update', 't-1', { title: 'Ana' });
    if (waits === 'parked') desk.answers(anas, { outcome: 'rejected', code: 'validation.failed' });
    const theirs = desk.arrives('tasks', 't-1', { title: 'Dora', engagementId: 'e-1', tags: ['urgent'] });
    expect(desk.visible('tasks', 't-1')).toMatchObject({ title: 'Ana', tags: ['urgent'] });
    return { desk, seen: seen.version, theirs };
  }

  const serverSays = ({ desk, theirs }: ReturnType<typeof aCoveredTitle>, change: QueuedChange) => {
    const entity = desk.store.cache.entityOf('tasks');
    return decide(entity, theirs, change, desk.store.state.get('deviceId'));
  };

  it.each(['parked', 'pending'] as const)('sets the colleague’s value aside in a conflict (%s)', (waits) => {
    const scene = aCoveredTitle(waits);
    const again = scene.desk.save('tasks', 'update', 't-1', { title: 'Ana again' });
    expect(again.baseVersion).toBe(scene.seen);
    expect(serverSays(scene, again)).toMatchObject({
      outcome: 'conflict',
      conflicts: [{ field: 'title', theirs: 'Dora', kept: 'Ana again' }],
    });
  });

  it('does not delete the record despite it', () => {
    const scene = aCoveredTitle('parked');
    const deletion = scene.desk.save('tasks', 'delete', 't-1');
    expect(serverSays(scene, deletion)).toMatchObject({ outcome: 'conflict', deleted: false });
  });

  it('loses no word of notes if both rewrote the same ones', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind', notes: 'one\ntwo\nthree' });
    const anas = desk.save('clients', 'update', 'c-1', { notes: 'one\nAna\nthree' });
    desk.answers(anas, { outcome: 'rejected', code: 'validation.failed' });
    const theirs = desk.arrives('clients', 'c-1', { name: 'Nordwind', notes: 'one\nDora\nthree\nDora called' });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ notes: 'one\nAna\nthree\nDora called' });
    const again = desk.save('clients', 'update', 'c-1', { notes: 'one\nAna again\nthree\nDora called\nAna called' });
    const entity = desk.store.cache.entityOf('clients');
    expect(decide(entity, theirs, again, desk.store.state.get('deviceId'))).toMatchObject({
      outcome: 'conflict',
      conflicts: [{ field: 'notes', theirs: 'one\nDora\nthree\nDora called' }],
      data: { notes: 'one\nAna again\nthree\nDora called\nAna called' },
    });
    const [parked] = desk.store.queue.parked();
    expect(parked?.data).toEqual({ notes: 'one\nAna\nthree' });
  });

  it('counts as having seen the displayed fields', () => {
    const scene = aCoveredTitle('parked');
    const tagged = scene.desk.save('tasks', 'update', 't-1', { tags: ['urgent', 'Ana'] });
    expect(tagged.baseVersion).toBe(scene.theirs.version);
  });
});

describe('an edit saved over a refused one, and uploaded before it', () => {
  /** Ana's line is refused; a colleague's line arrives; Ana adds another, which the server takes. */
  function anOvertakenLine() {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind', notes: 'one\n' });
    const refused = desk.save('clients', 'update', 'c-1', { notes: 'one\nrefused\n' });
    desk.answers(refused, { outcome: 'rejected', code: 'validation.failed' });
    desk.arrives('clients', 'c-1', { name: 'Nordwind', notes: 'dora\none\n' });
    const shown = desk.visible('clients', 'c-1')?.notes;
    const later = desk.save('clients', 'update', 'c-1', { notes: `${shown}later\n` });
    desk.accepts(later);
    return { desk, refused };
  }

  it('stays visible, with what the colleague wrote', () => {
    const { desk } = anOvertakenLine();
    const lines = String(desk.visible('clients', 'c-1')?.notes).trim().split('\n');
    expect(lines.toSorted()).toEqual(['dora', 'later', 'one', 'refused']);
    desk.expectFold();
  });

  it('keeps every line of the refused one, also beside words that a colleague has changed', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind', notes: 'one\ntwo\nthree\n' });
    const refused = desk.save('clients', 'update', 'c-1', { notes: 'one\nrefused\ntwo\nthree\n' });
    desk.answers(refused, { outcome: 'rejected', code: 'validation.failed' });
    const later = desk.save('clients', 'update', 'c-1', { notes: 'one\nrefused\ntwo\nthree later\n' });
    desk.accepts({ ...later, data: { notes: 'one\ntwo Dora\nthree later\n' } });
    expect(String(desk.visible('clients', 'c-1')?.notes).trim().split('\n').toSorted()).toEqual([
      'one',
      'refused',
      'three later',
      'two Dora',
    ]);
    desk.expectFold();
  });

  it('stays visible if its answer arrived before the refusal', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind' });
    const refused = desk.save('clients', 'update', 'c-1', { name: 'Nord' });
    const later = desk.save('clients', 'update', 'c-1', { name: 'Nord AG' });
    desk.accepts(later);
    desk.answers(refused, { outcome: 'blocked', code: 'sync.blocked' });
    expect(desk.visible('clients', 'c-1')?.name).toBe('Nord AG');
    desk.expectFold();
  });

  it('stays visible if the refused one was discarded meanwhile and is restored', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind' });
    const refused = desk.save('clients', 'update', 'c-1', { name: 'Nord' });
    desk.answers(refused, { outcome: 'rejected', code: 'validation.failed' });
    const later = desk.save('clients', 'update', 'c-1', { name: 'Nord AG' });
    desk.parked.discard(refused.changeId);
    desk.accepts(later);
    desk.parked.restoreDiscarded(refused.changeId);
    expect(desk.visible('clients', 'c-1')?.name).toBe('Nord AG');
    desk.expectFold();
  });

  it('is not replaced if the refused one is offered again', () => {
    const { desk, refused } = anOvertakenLine();
    const again = desk.parked.retry(refused.changeId);
    const entity = desk.store.cache.entityOf('clients');
    const row = desk.store.cache.row('clients', 'c-1');
    const shadow = row?.shadow ? { ...row.shadow, version: row.version } : undefined;
    const decision = decide(entity, shadow, again, desk.store.state.get('deviceId'));
    const { notes } = 'data' in decision ? decision.data : {};
    expect(String(notes).trim().split('\n').toSorted()).toEqual(['dora', 'later', 'one', 'refused']);
  });
});

describe('a refused edit that is offered again while a later one of the same desk is being uploaded', () => {
  /** The server takes the later one first, then the refused one. */
  function taken(desk: Workbench, later: QueuedChange, again: QueuedChange): RecordData {
    desk.accepts(later);
    const waiting = desk.store.queue.find(again.changeId) ?? again;
    const row = desk.store.cache.row('clients', 'c-1');
    const shadow = row?.shadow ?? undefined;
    const decision = decide(
      desk.store.cache.entityOf('clients'),
      shadow && { ...shadow, version: row?.version ?? 0 },
      waiting,
      desk.store.state.get('deviceId'),
    );
    return { ...shadow?.data, ...('data' in decision ? decision.data : {}) };
  }

  /** The record after the server took a change. */
  function served(desk: Workbench, record: ServerRecord, change: QueuedChange): ServerRecord {
    const device = desk.store.state.get('deviceId');
    const decision = decide(desk.store.cache.entityOf('clients'), record, change, device);
    if (!('data' in decision)) throw new Error(decision.outcome);
    const version = record.version + 1;
    const stamps = stampsAfter(record, decision.touched, change, version, device);
    return { ...record, version, data: decision.data, stamps };
  }

  function aRefusedAndASentOne(first: RecordData, second: RecordData, before: RecordData = { notes: 'one\n' }) {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Nordwind', ...before });
    const refused = desk.save('clients', 'update', 'c-1', first);
    desk.answers(refused, { outcome: 'rejected', code: 'validation.failed' });
    const later = desk.save('clients', 'update', 'c-1', second);
    desk.store.transaction(() => desk.store.queue.markSent([later.changeId]));
    return { desk, refused, later };
  }

  it('does not replace the later value on the server', () => {
    const { desk, refused, later } = aRefusedAndASentOne({ name: 'Nord' }, { name: 'Nord AG' });
    const again = desk.parked.retry(refused.changeId);
    expect(desk.visible('clients', 'c-1')?.name).toBe('Nord AG');
    expect(taken(desk, later, again).name).toBe('Nord AG');
    desk.expectFold();
  });

  it('keeps every line of both', () => {
    const { desk, refused, later } = aRefusedAndASentOne(
      { notes: 'one\nrefused\n' },
      { notes: 'one\nrefused\nlater\n' },
    );
    const again = desk.parked.retry(refused.changeId);
    expect(
      String(taken(desk, later, again).notes)
        .trim()
        .split('\n')
        .toSorted(),
    ).toEqual(['later', 'one', 'refused']);
    desk.expectFold();
  });

  it.each([
    ['above', 'refused\none\ntwo\n', 'refused\none\ntwo\nlater\n', 'one\ntwo\nben\n'],
    ['between', 'one\nrefused\ntwo\n', 'one\nrefused\ntwo\nlater\n', 'ben\none\ntwo\n'],
    ['within a line', 'one refused\ntwo\n', 'one refused\ntwo later\n', 'one ben\ntwo\n'],
  ])('keeps its words %s when the later one is merged into a colleague’s', (_case, first, second, theirs) => {
    const { desk, refused, later } = aRefusedAndASentOne({ notes: first }, { notes: second }, { notes: 'one\ntwo\n' });
    const again = desk.parked.retry(refused.changeId);
    const ben = desk.serverRecord('clients', 'c-1', { name: 'Nordwind', notes: theirs });
    const merged = served(desk, ben, later);
    const notes = String(served(desk, merged, desk.store.queue.find(again.changeId) ?? again).data.notes);
    for (const word of ['refused', 'later', 'ben']) expect(notes).toContain(word);
  });

  it.each<[string, RecordData, RecordData, RecordData]>([
    ['the tag that was removed over it', { tags: ['vip'] }, { tags: ['late', 'vip'] }, { tags: ['vip'] }],
    ['the tag that was added again', { tags: ['late', 'vip'] }, { tags: ['vip'] }, { tags: ['late', 'vip'] }],
    ['the line that was taken out', { notes: 'a' }, { notes: 'a\nb' }, { notes: 'a' }],
    ['the line that was rewritten', { notes: 'a' }, { notes: 'a\nb' }, { notes: 'a\nb x' }],
    ['the line that was put back', { notes: 'a\nb' }, { notes: 'a' }, { notes: 'a\nb' }],
  ])('does not undo %s', (_case, before, first, second) => {
    const { desk, refused, later } = aRefusedAndASentOne(first, second, before);
    const again = desk.parked.retry(refused.changeId);
    expect(desk.visible('clients', 'c-1')).toMatchObject(second);
    expect(taken(desk, later, again)).toMatchObject(second);
    desk.expectFold();
  });

  it('treats a correction by a person as the latest value', () => {
    const { desk, refused, later } = aRefusedAndASentOne({ name: 'Nord' }, { name: 'Nord AG' });
    const again = desk.parked.editAndRetry(refused.changeId, { name: 'Nordwind KG' });
    expect(taken(desk, later, again).name).toBe('Nordwind KG');
  });
});

it('a refused edit is not overtaken by an earlier one that is re-offered after a restore of the server', () => {
  const desk = aWorkbench();
  const seen = desk.arrives('clients', 'c-1', { name: 'Nordwind', city: 'Kiel' });
  const earlier = desk.save('clients', 'update', 'c-1', { name: 'Nord' });
  desk.accepts(earlier);
  desk.arrives('clients', 'c-1', { name: 'Südwind', city: 'Kiel' });
  const refused = desk.save('clients', 'update', 'c-1', { name: 'Nord AG' });
  desk.answers(refused, { outcome: 'rejected', code: 'reference.deleted' });
  const stamps = { ...seen.stamps, name: { version: 40, device: desk.store.state.get('deviceId'), origin: 2 } };
  desk.arrives('clients', 'c-1', { name: 'Nord', city: 'Bremen' }, { version: 40, stamps });
  expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'Nord AG', city: 'Bremen' });
  expect(desk.store.queue.find(refused.changeId)?.data).toEqual({ name: 'Nord AG' });
  desk.expectFold();
});

it('a refused edit does not restore a record that was deleted on this desk after it', () => {
  const desk = aWorkbench();
  const seen = desk.arrives('clients', 'c-1', { name: 'Nordwind' });
  const edit = desk.save('clients', 'update', 'c-1', { name: 'Nord' });
  desk.answers(edit, { outcome: 'rejected', code: 'validation.failed' });
  const deletion = desk.save('clients', 'delete', 'c-1');
  const version = seen.version + 1;
  const stamps = { ...seen.stamps, '*': { version, device: desk.store.state.get('deviceId') } };
  desk.answers(deletion, { record: { ...seen, version, deleted: true, stamps }, version });
  expect(desk.store.cache.row('clients', 'c-1')?.deleted).toBe(true);
  expect(refusal(() => desk.save('clients', 'update', 'c-1', { name: 'Nord AG' }))).toBe('record.deleted');
  expect(desk.store.queue.parked()).toHaveLength(1);
});
