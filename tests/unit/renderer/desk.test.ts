import { afterEach, describe, expect, test, vi } from 'vitest';
import type { NewChange } from '#app/contract/operations.ts';
import { createFerryClient } from '../../../renderer/client/ferry-client.ts';
import { createDesk } from '../../../renderer/store/desk.ts';
import { windowKey } from '../../../renderer/store/list-windows.ts';
import { recordKey } from '../../../renderer/store/state.ts';
import { createFakeBridge } from '../../support/fake-bridge/index.ts';

function aDesk() {
  const { bridge, desk: fake } = createFakeBridge({
    isOnline: false,
    size: { clients: 250, engagements: 3, tasks: 3 },
  });
  const queueChange = vi.spyOn(bridge, 'queueChange');
  const listRecords = vi.spyOn(bridge, 'listRecords');
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const desk = createDesk({ client: createFerryClient(bridge), storage });
  const [client] = [...(fake.tables.get('clients')?.values() ?? [])];
  if (client === undefined) throw new Error('no client');
  return { desk, fake, bridge, client, queueChange, listRecords, now: () => desk.store.getState() };
}

afterEach(() => vi.useRealTimers());

const allClients = { table: 'clients', query: { filters: [], search: '', sort: null } };
const key = windowKey(allClients);

describe('editing', () => {
  test('a field is saved with what the person saw, so that the server can tell what arrived meanwhile', async () => {
    const { desk, client, queueChange } = aDesk();
    await desk.records.load('clients', client.id);
    const seen = { base: { city: client.data.city ?? null }, baseVersion: client.version };
    await desk.editing.saveField('clients', client.id, 'city', 'Oslo', seen);
    expect(queueChange).toHaveBeenCalledWith('clients', 'update', client.id, { city: 'Oslo' }, seen);
  });

  test('a value that did not change is not saved', async () => {
    const { desk, client, queueChange } = aDesk();
    await desk.records.load('clients', client.id);
    const city = client.data.city ?? null;
    await desk.editing.saveField('clients', client.id, 'city', city, { base: { city }, baseVersion: client.version });
    expect(queueChange).not.toHaveBeenCalled();
  });

  test('a new record is saved once, as soon as everything it must have is there', async () => {
    const { desk, fake, queueChange, now } = aDesk();
    const id = desk.editing.begin('clients');
    const nothing = { base: {}, baseVersion: 0 };
    await desk.editing.saveField('clients', id, 'city', 'Oslo', nothing);
    expect(queueChange).not.toHaveBeenCalled();
    await Promise.all([
      desk.editing.saveField('clients', id, 'name', 'Fjord AS', nothing),
      desk.editing.saveField('clients', id, 'phone', '+47 1', nothing),
    ]);
    expect(queueChange.mock.calls.map(([, operation]) => operation)).toEqual(['insert', 'update']);
    expect(fake.record('clients', id)?.data).toMatchObject({ name: 'Fjord AS', city: 'Oslo', phone: '+47 1' });
    expect(now().drafts[recordKey('clients', id)]).toBeUndefined();
  });

  test('when saving fails the record shows again what is really stored', async () => {
    const { desk, client, queueChange, now } = aDesk();
    await desk.records.load('clients', client.id);
    const full = { code: 'store.diskFull' as const, message: 'The disk is full.', action: 'freeDiskSpace' as const };
    queueChange.mockResolvedValue({ ok: false, error: full });
    const seen = { base: { city: client.data.city ?? null }, baseVersion: client.version };
    expect(await desk.editing.saveField('clients', client.id, 'city', 'Oslo', seen)).toBe(false);
    expect(now().records[recordKey('clients', client.id)]?.data.city).toBe(client.data.city);
  });
});

async function createDeskOver(bridge: ReturnType<typeof createFakeBridge>['bridge']) {
  return createDesk({ client: createFerryClient(bridge), storage: { getItem: () => null, setItem: () => undefined } });
}

describe('undo', () => {
  test('takes back the last step, and can be taken back itself', async () => {
    const { desk, fake, client } = aDesk();
    const change: NewChange = { table: 'clients', operation: 'update', recordId: client.id, data: { city: 'Oslo' } };
    await desk.changes.save(change);
    await desk.changes.undo();
    expect(fake.record('clients', client.id)?.data.city).toBe(client.data.city);
    await desk.changes.redo();
    expect(fake.record('clients', client.id)?.data.city).toBe('Oslo');
  });

  test('many changes saved together are taken back together', async () => {
    const { desk, fake } = aDesk();
    const ids = [...(fake.tables.get('clients')?.keys() ?? [])].slice(0, 5);
    const before = ids.map((id) => fake.record('clients', id)?.data.status);
    await desk.changes.saveAll(
      ids.map((recordId) => ({ table: 'clients', operation: 'update', recordId, data: { status: 'archived' } })),
    );
    await desk.changes.undo();
    expect(ids.map((id) => fake.record('clients', id)?.data.status)).toEqual(before);
  });

  test('what took several calls to save is one step, taken back last call first', async () => {
    const { desk, bridge, fake } = aDesk();
    const ids = [...(fake.tables.get('clients')?.keys() ?? [])].slice(0, 3);
    const before = ids.map((id) => fake.record('clients', id)?.data.city);
    const batches: string[][] = [];
    for (const recordId of ids) {
      const saved = await bridge.queueChanges([
        { table: 'clients', operation: 'update', recordId, data: { city: 'Oslo' } },
      ]);
      if (saved.ok) batches.push(saved.value.map(({ changeId }) => changeId));
    }
    const undoChanges = vi.spyOn(bridge, 'undoChanges');
    const again = await createDeskOver(bridge);
    again.changes.rememberBatches(batches);
    await again.changes.undoThese(batches[0] ?? []);
    expect(undoChanges.mock.calls.map(([batch]) => batch)).toEqual(batches.toReversed());
    expect(ids.map((id) => fake.record('clients', id)?.data.city)).toEqual(before);
    expect(again.store.getState().undoable).toEqual([]);
    await again.changes.redo();
    expect(ids.map((id) => fake.record('clients', id)?.data.city)).toEqual(['Oslo', 'Oslo', 'Oslo']);
    desk.dispose();
    again.dispose();
  });

  test('a change that was refused is said, and is no step', async () => {
    const { desk, now } = aDesk();
    await desk.changes.save({ table: 'clients', operation: 'update', recordId: 'nobody', data: { city: 'Oslo' } });
    expect(now().undoable).toEqual([]);
    expect(now().notices.map(({ tone }) => tone)).toEqual(['problem']);
  });
});

describe('lists', () => {
  test('only the pages in view are read, each after the row before it', async () => {
    const { desk, listRecords, now } = aDesk();
    desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    desk.lists.show(key, 90, 120);
    await vi.waitFor(() => expect(now().windows[key]?.pages[1]?.ids).toHaveLength(100));
    expect(listRecords).toHaveBeenCalledTimes(2);
    expect(listRecords.mock.lastCall?.[2]).toMatchObject({ after: now().windows[key]?.pages[0]?.last });
  });

  test('a jump reads by offset', async () => {
    const { desk, listRecords, now } = aDesk();
    desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    desk.lists.show(key, 210, 240);
    await vi.waitFor(() => expect(now().windows[key]?.pages[2]?.ids).toHaveLength(50));
    expect(listRecords.mock.lastCall?.[2]).toMatchObject({ offset: 200 });
  });

  test('when records change the list reads again, and shows what it had until then', async () => {
    const { desk, fake, client, now } = aDesk();
    desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    const first = now().windows[key]?.pages[0]?.ids[0];
    fake.remoteEdit('clients', first ?? client.id, { name: 'zzz last' });
    expect(now().windows[key]?.pages[0]?.ids[0]).toBe(first);
    await vi.waitFor(() => expect(now().windows[key]?.pages[0]?.ids[0]).not.toBe(first));
  });

  test('the titles of what the rows refer to come with the list, and follow a new name', async () => {
    const { desk, fake, bridge, now } = aDesk();
    const single = vi.spyOn(bridge, 'getCachedEntity');
    desk.lists.hold({ ...allClients, table: 'engagements' });
    await vi.waitFor(() => expect(Object.keys(now().titles)).not.toHaveLength(0));
    const [engagement] = [...(fake.tables.get('engagements')?.values() ?? [])];
    const parent = String(engagement?.data.clientId);
    expect(now().titles[recordKey('clients', parent)]).toBe(fake.record('clients', parent)?.data.name);
    fake.remoteEdit('clients', parent, { name: 'Renamed' });
    await vi.waitFor(() => expect(now().titles[recordKey('clients', parent)]).toBe('Renamed'));
    expect(single).not.toHaveBeenCalled();
  });

  test('a record that changed and that nothing shows any more is not kept as it was', async () => {
    const { desk, fake, now } = aDesk();
    const release = desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    const [first = '', second = ''] = now().windows[key]?.pages[0]?.ids ?? [];
    desk.records.ensure('clients', second);
    release();
    fake.remoteEdit('clients', first, { city: 'Oslo' });
    fake.remoteEdit('clients', second, { city: 'Oslo' });
    await vi.waitFor(() => expect(now().records[recordKey('clients', second)]?.data.city).toBe('Oslo'));
    expect(now().records[recordKey('clients', first)]).toBeUndefined();
  });

  test('a list nobody looks at is let go', async () => {
    const { desk, now } = aDesk();
    const release = desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    release();
    expect(now().windows[key]).toBeUndefined();
  });
});

test('words that are not saved are handed to main, and are there again after a restart', async () => {
  const { bridge } = createFakeBridge();
  const kept = new Map<string, unknown>();
  vi.spyOn(bridge, 'putDraft').mockImplementation(async (_table, _record, field, value) => {
    value === null ? kept.delete(field) : kept.set(field, value);
    return { ok: true, value: undefined };
  });
  vi.spyOn(bridge, 'getDrafts').mockImplementation(async (table) => ({
    ok: true,
    value: table === 'clients' ? [...kept].map(([field, value]) => ({ field, value: value as string, at: 0 })) : [],
  }));
  const before = await createDeskOver(bridge);
  before.drafts.keepField('clients', 'c1', 'email', { typed: 'nope', base: null, baseVersion: 3, error: 'Write…' });
  before.dispose();
  const after = await createDeskOver(bridge);
  await vi.waitFor(() => expect(after.drafts.get('clients', 'c1')?.fields.email?.typed).toBe('nope'));
  after.drafts.dropField('clients', 'c1', 'email');
  after.dispose();
  expect(kept.size).toBe(0);
});

test('a call that breaks on the way comes back as an error, never as a rejection', async () => {
  const { bridge } = createFakeBridge();
  vi.spyOn(bridge, 'getStatus').mockRejectedValue(new Error('the other process is gone'));
  expect(await createFerryClient(bridge).getStatus()).toMatchObject({ ok: false, error: { code: 'app.failed' } });
});
