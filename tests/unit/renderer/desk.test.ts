import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ErrorCode } from '#app/contract/errors.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { createFerryClient } from '../../../renderer/store/ferry-client.ts';
import { windowKey } from '../../../renderer/store/list-windows.ts';
import { createFakeBridge } from '../../support/fake-bridge/index.ts';
import { aDesk, diskFull } from './a-desk.ts';

afterEach(() => vi.useRealTimers());

const allClients = { table: 'clients', query: { filters: [], search: '', sort: null } };
const key = windowKey(allClients);

describe('editing', () => {
  test('a field is saved with what the person saw, so that the server can detect concurrent changes', async () => {
    const { desk, client, queueChange } = aDesk();
    await desk.records.load('clients', client.id);
    const seen = { base: { city: client.data.city ?? null }, baseVersion: client.version };
    await desk.editing.saveField('clients', client.id, 'city', 'Oslo', seen);
    expect(queueChange).toHaveBeenCalledWith('clients', 'update', client.id, { city: 'Oslo' }, seen);
  });

  test('an unchanged value is not saved', async () => {
    const { desk, client, queueChange } = aDesk();
    await desk.records.load('clients', client.id);
    const city = client.data.city ?? null;
    await desk.editing.saveField('clients', client.id, 'city', city, { base: { city }, baseVersion: client.version });
    expect(queueChange).not.toHaveBeenCalled();
  });

  test('a new record is saved once, as soon as its required fields are filled', async () => {
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

  test('after a failed save the record shows what is stored', async () => {
    const { desk, client, queueChange, now } = aDesk();
    await desk.records.load('clients', client.id);
    queueChange.mockResolvedValue(diskFull);
    const seen = { base: { city: client.data.city ?? null }, baseVersion: client.version };
    expect(await desk.editing.saveField('clients', client.id, 'city', 'Oslo', seen)).toMatchObject({
      code: 'store.diskFull',
    });
    expect(now().records[recordKey('clients', client.id)]?.data.city).toBe(client.data.city);
  });
});

describe('lists', () => {
  test('only the pages in view are read, each after the previous row', async () => {
    const { desk, listRecords, now } = aDesk();
    desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    desk.lists.show(key, 30, 50);
    await vi.waitFor(() => expect(now().windows[key]?.pages[1]?.ids).toHaveLength(40));
    expect(listRecords).toHaveBeenCalledTimes(2);
    expect(listRecords.mock.lastCall?.[2]).toMatchObject({ after: now().windows[key]?.pages[0]?.last });
  });

  test('a jump reads by offset', async () => {
    const { desk, listRecords, now } = aDesk();
    desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    desk.lists.show(key, 210, 240);
    await vi.waitFor(() => expect(now().windows[key]?.pages[6]?.ids).toHaveLength(10));
    expect(listRecords.mock.lastCall?.[2]).toMatchObject({ offset: 240 });
  });

  test('when records change the list reads again, and shows the old rows until then', async () => {
    const { desk, fake, client, now } = aDesk();
    desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    const first = now().windows[key]?.pages[0]?.ids[0];
    fake.remoteEdit('clients', first ?? client.id, { name: 'zzz last' });
    expect(now().windows[key]?.pages[0]?.ids[0]).toBe(first);
    await vi.waitFor(() => expect(now().windows[key]?.pages[0]?.ids[0]).not.toBe(first));
  });

  test('the titles of referenced records arrive with the list, and follow a rename', async () => {
    const { desk, fake, getCachedEntity, now } = aDesk();
    desk.lists.hold({ ...allClients, table: 'engagements' });
    await vi.waitFor(() => expect(Object.keys(now().titles)).not.toHaveLength(0));
    const [engagement] = [...(fake.tables.get('engagements')?.values() ?? [])];
    const parent = String(engagement?.data.clientId);
    expect(now().titles[recordKey('clients', parent)]).toBe(fake.record('clients', parent)?.data.name);
    fake.remoteEdit('clients', parent, { name: 'Renamed' });
    await vi.waitFor(() => expect(now().titles[recordKey('clients', parent)]).toBe('Renamed'));
    expect(getCachedEntity).not.toHaveBeenCalled();
  });

  test('a changed record that nothing shows is dropped from the cache', async () => {
    const { desk, fake, now } = aDesk();
    const release = desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    const [first = '', second = ''] = now().windows[key]?.pages[0]?.ids ?? [];
    desk.records.watch('clients', second);
    release();
    fake.remoteEdit('clients', first, { city: 'Oslo' });
    fake.remoteEdit('clients', second, { city: 'Oslo' });
    await vi.waitFor(() => expect(now().records[recordKey('clients', second)]?.data.city).toBe('Oslo'));
    expect(now().records[recordKey('clients', first)]).toBeUndefined();
  });

  test('unchanged rows stay the same objects, so that nothing re-renders', async () => {
    const { desk, fake, listRecords, now } = aDesk();
    desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    const [first = '', second = ''] = now().windows[key]?.pages[0]?.ids ?? [];
    const before = now().records;
    fake.remoteEdit('clients', second, { city: 'Oslo' });
    await vi.waitFor(() => expect(now().records[recordKey('clients', second)]?.data.city).toBe('Oslo'));
    expect(now().records[recordKey('clients', first)]).toBe(before[recordKey('clients', first)]);
    expect(listRecords).toHaveBeenCalledTimes(2);
  });

  test('rows render once per answer: records and positions arrive together', async () => {
    const { desk, now } = aDesk();
    let steps = 0;
    desk.lists.hold(allClients);
    desk.store.subscribe(({ windows, records }, before) => {
      if (windows !== before.windows || records !== before.records) steps += 1;
    });
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    expect(steps).toBe(1);
  });

  test('of a collapsed group only the count is read, until it is expanded', async () => {
    const { desk, listRecords, now } = aDesk();
    desk.lists.hold({ ...allClients, isFolded: true });
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    expect(listRecords.mock.lastCall?.[2]).toMatchObject({ limit: 1 });
    expect(now().windows[key]?.pages).toEqual({});
    desk.lists.show(key, 0, 10);
    await vi.waitFor(() => expect(now().windows[key]?.pages[0]?.ids).toHaveLength(40));
    desk.lists.fold(key);
    desk.lists.refresh('clients');
    await vi.waitFor(() => expect(listRecords).toHaveBeenCalledTimes(3));
    expect(listRecords.mock.lastCall?.[2]).toMatchObject({ limit: 1 });
  });

  test('a group collapsed in one place keeps its rows in the other place that shows them', async () => {
    const { desk, listRecords, now } = aDesk();
    desk.lists.hold({ ...allClients, isFolded: true });
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.pages[0]?.ids).toHaveLength(40));
    const release = desk.lists.hold(allClients);
    desk.lists.fold(key);
    desk.lists.refresh('clients');
    await vi.waitFor(() => expect(listRecords).toHaveBeenCalledTimes(3));
    expect(listRecords.mock.lastCall?.[2]).toMatchObject({ limit: 40 });
    await vi.waitFor(() => expect(now().windows[key]?.pages[0]?.ids).toHaveLength(40));
    release();
    desk.lists.fold(key);
    desk.lists.refresh('clients');
    await vi.waitFor(() => expect(listRecords).toHaveBeenCalledTimes(4));
    expect(listRecords.mock.lastCall?.[2]).toMatchObject({ limit: 1 });
  });

  test('a record is kept current only while a component shows it', async () => {
    const { desk, client, fake, getCachedEntity, now } = aDesk();
    const releases = [desk.records.watch('clients', client.id), desk.records.watch('clients', client.id)];
    await vi.waitFor(() => expect(now().records[recordKey('clients', client.id)]).toBeDefined());
    expect(getCachedEntity).toHaveBeenCalledTimes(1);
    releases[0]?.();
    fake.remoteEdit('clients', client.id, { city: 'Oslo' });
    await vi.waitFor(() => expect(now().records[recordKey('clients', client.id)]?.data.city).toBe('Oslo'));
    releases[1]?.();
    fake.remoteEdit('clients', client.id, { city: 'Kiel' });
    await vi.waitFor(() => expect(now().records[recordKey('clients', client.id)]).toBeUndefined());
    expect(getCachedEntity).toHaveBeenCalledTimes(2);
  });

  test('a list without viewers is released', async () => {
    const { desk, now } = aDesk();
    const release = desk.lists.hold(allClients);
    await vi.waitFor(() => expect(now().windows[key]?.total).toBe(250));
    release();
    expect(now().windows[key]).toBeUndefined();
  });
});

describe('messages', () => {
  const trouble = (code: ErrorCode) => ({ code, action: 'retry' as const });

  test('about failures stay until dismissed, however many follow', () => {
    const { desk, now } = aDesk();
    desk.notices.fail(trouble('store.failed'));
    for (let count = 0; count < 5; count += 1) desk.notices.say('shell.undone');
    desk.notices.fail(trouble('store.diskFull'));
    expect(now().notices.map(({ tone }) => tone)).toEqual(['problem', 'plain', 'plain', 'plain', 'problem']);
  });

  test('about the connection disappear after a successful run, and no others', async () => {
    const { desk, fake, now } = aDesk();
    desk.notices.fail(trouble('network.timeout'));
    desk.notices.fail(trouble('store.failed'));
    fake.setOnline(true);
    await fake.sync();
    await vi.waitFor(() => expect(now().status?.display.kind).toBe('upToDate'));
    expect(now().notices.map(({ message }) => message)).toEqual([{ error: trouble('store.failed') }]);
  });

  test('about unusable data disappear once it is usable, but not those that offer to retry a failed action', async () => {
    const { desk, fake, now } = aDesk();
    const again = { label: 'common.retry' as const, press: () => undefined };
    fake.setStore('busy');
    await vi.waitFor(() => expect(now().status?.regions.store).toBe('busy'));
    desk.notices.fail(trouble('store.busy'));
    desk.notices.fail(trouble('store.diskFull'), again);
    desk.notices.fail(trouble('store.corrupt'));
    fake.setOnline(true);
    expect(now().notices).toHaveLength(3);
    fake.setStore('ok');
    await vi.waitFor(() => expect(now().status?.regions.store).toBe('ok'));
    const left = now().notices.map(({ message }) => ('error' in message ? message.error.code : ''));
    expect(left).toEqual(['store.diskFull', 'store.corrupt']);
  });

  test('about the same problem are one', () => {
    const { desk, now } = aDesk();
    for (let count = 0; count < 5; count += 1) desk.notices.fail(trouble('store.failed'));
    expect(now().notices).toHaveLength(1);
  });
});

test('a call that throws on the bridge returns an error, never a rejection', async () => {
  const { bridge } = createFakeBridge();
  vi.spyOn(bridge, 'getStatus').mockRejectedValue(new Error('the other process is gone'));
  expect(await createFerryClient(bridge).getStatus()).toMatchObject({ ok: false, error: { code: 'app.failed' } });
});
