import { describe, expect, it } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import type { ConflictField } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';
import { newFill } from '#app/sync/run/reset.ts';
import { aWorkbench, OTHER_DEVICE, type Workbench } from '../../../support/workbench.ts';

/** A client over whose tax id two people disagree: mine was set aside. */
function aConflict(desk: Workbench = aWorkbench(), id = 'c-1') {
  const before = desk.arrives('clients', id, { name: `Client ${id}`, taxId: 'old' });
  const change = desk.save('clients', 'update', id, { taxId: 'mine' });
  return {
    desk,
    change,
    conflictId: conflictOver(desk, change, { ...before.data, taxId: 'theirs' }, [field('taxId')]),
  };
}

function field(name: string): ConflictField {
  return { field: name, base: 'old', mine: 'mine', theirs: 'theirs', kept: 'theirs' };
}

function conflictOver(
  desk: Workbench,
  change: { changeId: string; table: string; recordId: string },
  data: RecordData,
  fields: ConflictField[],
) {
  const conflictId = desk.ids.next();
  const record = desk.serverRecord(change.table, change.recordId, data);
  record.stamps = {
    '+': { version: 1, device: OTHER_DEVICE },
    taxId: { version: record.version, device: OTHER_DEVICE },
  };
  desk.answers(change, {
    outcome: 'conflict',
    version: record.version,
    record,
    conflict: { conflictId, fields, theirsBy: 'person-1', theirsAt: 5 },
  });
  return conflictId;
}

function refusal(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (thrown) {
    return toFerryError(thrown).code;
  }
}

describe('a conflict', () => {
  it('is listed with both values and the record’s title, and marks the record', () => {
    const { desk, conflictId, change } = aConflict();
    expect(desk.resolver.list({ isOpen: true })).toMatchObject([
      { conflictId, title: 'Client c-1', fields: [{ base: 'old', mine: 'mine', theirs: 'theirs' }], theirsAt: 5 },
    ]);
    expect(desk.store.record('clients', 'c-1')?.badge).toBe('conflict');
    expect(desk.store.queue.find(change.changeId)).toMatchObject({ state: 'conflict', synced: true });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ taxId: 'theirs' });
    desk.expectFold();
  });

  it.each([
    ['mine', { choice: 'mine' } as const, 'mine', 1],
    ['theirs', { choice: 'theirs' } as const, 'theirs', 0],
    ['a third value', { choice: 'edited', data: { taxId: 'third' } } as const, 'third', 1],
  ])('settled for %s is an ordinary change if a value has to change', (_case, resolution, value, queued) => {
    const { desk, conflictId, change } = aConflict();
    desk.resolver.resolve(conflictId, resolution);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ taxId: value });
    expect(desk.store.queue.outbox(10)).toHaveLength(queued);
    expect(desk.resolver.list({ isOpen: true })).toEqual([]);
    expect(desk.store.queue.find(change.changeId)?.state).toBe('done');
    desk.expectFold();
  });

  it('settled can be reopened, with its value', () => {
    const { desk, conflictId } = aConflict();
    desk.resolver.resolve(conflictId, { choice: 'mine' });
    expect(desk.resolver.undo(conflictId)).toMatchObject({ resolution: null, resolvedAt: null });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ taxId: 'theirs' });
    expect(desk.store.record('clients', 'c-1')?.badge).toBe('conflict');
    desk.expectFold();
  });

  it('is settled once', () => {
    const { desk, conflictId } = aConflict();
    desk.resolver.resolve(conflictId, { choice: 'mine' });
    expect(refusal(() => desk.resolver.resolve(conflictId, { choice: 'theirs' }))).toBe('conflict.resolved');
    expect(refusal(() => desk.resolver.resolve('gone', { choice: 'theirs' }))).toBe('conflict.unknown');
  });

  it('settled with an invalid value stays open, and writes nothing', () => {
    const { desk, conflictId } = aConflict();
    const resolution = { choice: 'edited', data: { taxId: 'x'.repeat(41) } } as const;
    expect(refusal(() => desk.resolver.resolve(conflictId, resolution))).toBe('validation.failed');
    expect(desk.resolver.list({ isOpen: true })).toHaveLength(1);
    expect(desk.store.queue.outbox(10)).toEqual([]);
  });

  it('of a record that is not fetched yet waits for it', () => {
    const { desk, conflictId } = aConflict();
    desk.store.transaction(() => desk.store.state.set({ fill: newFill(desk.store) }));
    desk.connection.exec('DELETE FROM cached_clients');
    expect(refusal(() => desk.resolver.resolve(conflictId, { choice: 'mine' }))).toBe('conflict.early');
    expect(desk.resolver.list({ isOpen: true })).toHaveLength(1);
  });

  it('told by an answer without room for the record waits for that: the screen shows the value that lost', () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Client', taxId: 'old' });
    const change = desk.save('clients', 'update', 'c-1', { taxId: 'mine' });
    const conflictId = desk.ids.next();
    const conflict = { conflictId, fields: [field('taxId')], theirsBy: 'person-1', theirsAt: 5 };
    desk.answers(change, { outcome: 'conflict', conflict });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ taxId: 'mine' });
    expect(refusal(() => desk.resolver.resolve(conflictId, { choice: 'mine' }))).toBe('conflict.early');

    desk.arrives('clients', 'c-1', { name: 'Client', taxId: 'theirs' });
    desk.resolver.resolve(conflictId, { choice: 'mine' });
    expect(desk.store.queue.outbox(10)).toMatchObject([{ data: { taxId: 'mine' } }]);
  });

  it('settled with a tag less brings a deleted record back without it', () => {
    const { desk, conflictId } = aConflict();
    desk.arrives('clients', 'c-1', { name: 'Client', taxId: 'theirs', tags: ['late', 'vip'] }, { deleted: true });
    desk.resolver.resolve(conflictId, { choice: 'edited', data: { taxId: 'mine', tags: ['vip'] } });
    expect(desk.store.queue.outbox(10)).toMatchObject([{ operation: 'insert', base: { tags: ['late', 'vip'] } }]);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ taxId: 'mine', tags: ['vip'] });
    desk.expectFold();
  });

  it('settles all of its kind alike, and no others', () => {
    const desk = aWorkbench();
    const { conflictId } = aConflict(desk, 'c-1');
    aConflict(desk, 'c-2');
    const change = desk.save('clients', 'update', 'c-1', { name: 'x' });
    conflictOver(desk, change, { name: 'y' }, [field('name')]);
    expect(desk.resolver.resolveAlike(conflictId, 'mine')).toHaveLength(2);
    expect(desk.resolver.list({ isOpen: true }).map(({ fields }) => fields[0]?.field)).toEqual(['name']);
    desk.expectFold();
  });
});

describe('a conflict over a deletion', () => {
  function aDeletionThatMetAnEdit() {
    const desk = aWorkbench();
    const record = desk.arrives('clients', 'c-1', { name: 'Nordwind' });
    const change = desk.save('clients', 'delete', 'c-1');
    const kept = { ...record.data, city: 'Kiel' };
    const whole = { field: '*', base: null, mine: 'deleted', theirs: kept, kept };
    return { desk, conflictId: conflictOver(desk, change, kept, [whole]) };
  }

  it('keeps the record visible', () => {
    const { desk } = aDeletionThatMetAnEdit();
    expect(desk.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
    desk.expectFold();
  });

  it('settled for the deletion deletes it, and undone brings it back', () => {
    const { desk, conflictId } = aDeletionThatMetAnEdit();
    desk.resolver.resolve(conflictId, { choice: 'mine' });
    expect(desk.visible('clients', 'c-1')).toBeUndefined();
    desk.resolver.undo(conflictId);
    expect(desk.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
    desk.expectFold();
  });

  it('settled for the edit keeps it', () => {
    const { desk, conflictId } = aDeletionThatMetAnEdit();
    desk.resolver.resolve(conflictId, { choice: 'theirs' });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
    expect(desk.store.queue.outbox(10)).toEqual([]);
  });
});

describe('a conflict over a field and over the record, which a colleague changed and then deleted', () => {
  const overBoth = (theirs: string): ConflictField[] => [
    field('taxId'),
    { field: '*', base: null, mine: { taxId: 'mine' }, theirs: 'deleted', kept: { name: 'x', taxId: theirs } },
  ];

  function aDoubleConflict() {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'x', taxId: 'old' });
    const change = desk.save('clients', 'update', 'c-1', { taxId: 'mine' });
    const conflictId = conflictOver(desk, change, { name: 'x', taxId: 'theirs' }, overBoth('theirs'));
    return { desk, conflictId };
  }

  it('settled for mine keeps the record, with my value', () => {
    const { desk, conflictId } = aDoubleConflict();
    desk.resolver.resolve(conflictId, { choice: 'mine' });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ taxId: 'mine' });
    expect(desk.store.conflicts.openCount()).toBe(0);
    desk.expectFold();
  });

  it('settled for mine restores the record if it was deleted again meanwhile', () => {
    const { desk, conflictId } = aDoubleConflict();
    desk.arrives('clients', 'c-1', { name: 'x', taxId: 'theirs' }, { deleted: true });
    desk.resolver.resolve(conflictId, { choice: 'mine' });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ taxId: 'mine' });
  });

  it('settled for theirs deletes the record', () => {
    const { desk, conflictId } = aDoubleConflict();
    desk.resolver.resolve(conflictId, { choice: 'theirs' });
    expect(desk.visible('clients', 'c-1')).toBeUndefined();
  });
});

describe('undoing a decision', () => {
  it('is refused if its change is no longer stored, and the conflict stays settled', () => {
    const { desk, conflictId } = aConflict();
    desk.resolver.resolve(conflictId, { choice: 'mine' });
    const [carrier] = desk.store.queue.outbox(1);
    if (!carrier) throw new Error('Nothing was written.');
    desk.accepts(carrier);
    desk.clock.advance(1000);
    desk.store.transaction(() => desk.store.queue.removeAcknowledged(desk.clock.nowMs() + 1));
    expect(refusal(() => desk.resolver.undo(conflictId))).toBe('change.unknown');
    expect(desk.store.conflicts.find(conflictId)).toMatchObject({ resolution: 'mine' });
  });
});
