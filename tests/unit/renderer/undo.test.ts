import { describe, expect, test, vi } from 'vitest';
import { ok } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import { createFakeBridge } from '../../support/fake-bridge/index.ts';
import { aDesk, deskOver, diskFull } from './a-desk.ts';

/** Three clients moved from Bath to Oslo, by one call each. */
async function threeGroups() {
  const { desk, bridge, fake, undoInMain, undoChanges, now } = aDesk();
  const ids = [...(fake.tables.get('clients')?.keys() ?? [])].slice(0, 3);
  for (const id of ids) fake.remoteEdit('clients', id, { city: 'Bath' });
  const groups: string[][] = [];
  for (const recordId of ids) {
    const saved = await bridge.queueChanges([
      { table: 'clients', operation: 'update', recordId, data: { city: 'Oslo' } },
    ]);
    if (saved.ok) groups.push(saved.value.map(({ changeId }) => changeId));
  }
  desk.changes.remember(groups);
  return {
    desk,
    undoInMain,
    undoChanges,
    groups,
    now,
    cities: () => ids.map((id) => fake.record('clients', id)?.data.city),
  };
}

describe('undo', () => {
  test('reverts the last step, and can be undone itself', async () => {
    const { desk, fake, client } = aDesk();
    const change: NewChange = { table: 'clients', operation: 'update', recordId: client.id, data: { city: 'Oslo' } };
    await desk.changes.save(change);
    await desk.changes.undo();
    expect(fake.record('clients', client.id)?.data.city).toBe(client.data.city);
    await desk.changes.redo();
    expect(fake.record('clients', client.id)?.data.city).toBe('Oslo');
  });

  test('is offered once per step, and each step names its position', async () => {
    const { desk, client, now } = aDesk();
    const change: NewChange = { table: 'clients', operation: 'update', recordId: client.id, data: { city: 'Oslo' } };
    const said = () => now().notices.map(({ message }) => ('key' in message ? message.key : ''));
    await desk.changes.save(change, { key: 'import.done', values: { count: 1, what: 'x' } });
    expect(said()).toEqual(['import.done']);
    await desk.changes.undo();
    expect(said()).toEqual(['shell.undone']);
    await desk.changes.redo();
    expect(said()).toEqual(['shell.redone']);
  });

  test('without a step to redo, redo reports so', async () => {
    const { desk, now } = aDesk();
    await desk.changes.redo();
    expect(now().notices.map(({ message }) => message)).toEqual([{ key: 'shell.nothingToRedo' }]);
  });

  test('many changes saved together are undone together', async () => {
    const { desk, fake } = aDesk();
    const ids = [...(fake.tables.get('clients')?.keys() ?? [])].slice(0, 5);
    const before = ids.map((id) => fake.record('clients', id)?.data.status);
    await desk.changes.saveAll(
      ids.map((recordId) => ({ table: 'clients', operation: 'update', recordId, data: { status: 'archived' } })),
    );
    await desk.changes.undo();
    expect(ids.map((id) => fake.record('clients', id)?.data.status)).toEqual(before);
  });

  test('an import is one step: main undoes it, and what remains is shown', async () => {
    const { bridge } = createFakeBridge({ isOnline: false });
    const undoImport = vi.spyOn(bridge, 'undoImport').mockResolvedValue(ok({ undone: 2, kept: 1 }));
    const desk = deskOver(bridge);
    desk.changes.rememberImport('batch-1', { key: 'import.unreadable' });
    await desk.changes.undo();
    expect(undoImport.mock.calls).toEqual([['batch-1']]);
    expect(desk.store.getState().undoable).toEqual([]);
    expect(desk.store.getState().notices.map(({ message }) => message)).toContainEqual({
      key: 'imports.undoneInPart',
      values: { count: 1, undone: 2 },
    });
    desk.dispose();
  });

  test('several calls of one save are one step, undone last call first', async () => {
    const { desk, undoChanges, groups, cities } = await threeGroups();
    await desk.changes.undo();
    expect(undoChanges.mock.calls.map(([batch]) => batch)).toEqual(groups.toReversed());
    expect(cities()).toEqual(['Bath', 'Bath', 'Bath']);
    expect(desk.store.getState().undoable).toEqual([]);
    await desk.changes.redo();
    expect(cities()).toEqual(['Oslo', 'Oslo', 'Oslo']);
  });

  test('if a disk is full half way, the next attempt undoes the rest, and redo restores all', async () => {
    const { desk, undoInMain, undoChanges, cities, now } = await threeGroups();
    undoChanges.mockImplementationOnce(undoInMain).mockResolvedValueOnce(diskFull);
    await desk.changes.undo();
    expect(cities()).toEqual(['Oslo', 'Oslo', 'Bath']);
    expect(now().undoable).toHaveLength(1);
    await desk.changes.undo();
    expect(cities()).toEqual(['Bath', 'Bath', 'Bath']);
    await desk.changes.redo();
    expect(cities()).toEqual(['Oslo', 'Oslo', 'Oslo']);
  });

  test('a refused change is shown, and is not a step', async () => {
    const { desk, now } = aDesk();
    await desk.changes.save({ table: 'clients', operation: 'update', recordId: 'nobody', data: { city: 'Oslo' } });
    expect(now().undoable).toEqual([]);
    expect(now().notices.map(({ tone }) => tone)).toEqual(['problem']);
  });

  test('a step that cannot be undone does not block earlier ones', async () => {
    const { desk, fake, undoChanges, client } = aDesk();
    await desk.changes.save({ table: 'clients', operation: 'update', recordId: client.id, data: { city: 'Oslo' } });
    await desk.changes.save({ table: 'clients', operation: 'update', recordId: client.id, data: { phone: '1' } });
    const gone = { code: 'change.unknown' as const, action: 'none' as const };
    undoChanges.mockResolvedValueOnce({ ok: false, error: gone });
    await desk.changes.undo();
    await desk.changes.undo();
    expect(fake.record('clients', client.id)?.data).toMatchObject({ city: client.data.city, phone: '1' });
  });

  test('if a colleague changed everything since, that is shown, and there is nothing to redo', async () => {
    const { desk, undoChanges, client, now } = aDesk();
    await desk.changes.save({ table: 'clients', operation: 'update', recordId: client.id, data: { city: 'Oslo' } });
    undoChanges.mockResolvedValueOnce({ ok: true, value: [] });
    await desk.changes.undo();
    await desk.changes.redo();
    expect(now().notices.map(({ message }) => message)).toEqual([
      { key: 'shell.changedSince' },
      { key: 'shell.nothingToRedo' },
    ]);
    expect(undoChanges).toHaveBeenCalledOnce();
  });

  test('two quick key presses undo two steps', async () => {
    const { desk, fake, client } = aDesk();
    await desk.changes.save({ table: 'clients', operation: 'update', recordId: client.id, data: { city: 'Oslo' } });
    await desk.changes.save({ table: 'clients', operation: 'update', recordId: client.id, data: { phone: '1' } });
    await Promise.all([desk.changes.undo(), desk.changes.undo()]);
    expect(fake.record('clients', client.id)?.data).toEqual(client.data);
  });

  test('a decision is undone by the same key, long after its message disappeared', async () => {
    const { desk, now } = aDesk();
    const reopen = vi.fn(async () => ok(null));
    desk.changes.offerUndo({ key: 'sync.resolvedMine' }, reopen);
    for (const { id } of now().notices) desk.notices.dismiss(id);
    await desk.changes.undo();
    expect(reopen).toHaveBeenCalledOnce();
    await desk.changes.undo();
    expect(reopen).toHaveBeenCalledOnce();
  });

  test('a discarded new record returns with its text', async () => {
    const { desk } = aDesk();
    const id = desk.editing.begin('clients', { city: 'Bath' });
    desk.fieldEdits.type('clients', id, 'email', 'half an addr');
    const draft = desk.drafts.get('clients', id);
    desk.editing.discard('clients', id);
    expect(desk.drafts.get('clients', id)).toBeUndefined();
    await desk.changes.undo();
    expect(desk.drafts.get('clients', id)).toEqual(draft);
  });
});
