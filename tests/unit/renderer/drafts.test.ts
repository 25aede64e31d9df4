import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFakeBridge } from '../../support/fake-bridge/index.ts';
import { samplePeople } from '../../support/fake-bridge/sample.ts';
import { aDesk, deskOver, diskFull, keepingDrafts } from './a-desk.ts';

const writing = { locale: 'en-GB', today: '2027-03-01' };
const words = { typed: 'nope', base: null, baseVersion: 3, error: 'Write…', saving: null, unsaved: null };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A desk whose person is known. */
async function aKnownDesk() {
  const all = aDesk();
  await vi.waitFor(() => expect(all.now().session).toBeTruthy());
  await all.desk.records.load('clients', all.client.id);
  return all;
}

describe('unsaved text', () => {
  test('is sent to main, and is present after a restart', async () => {
    const { bridge } = createFakeBridge();
    const { rows } = keepingDrafts(bridge);
    const before = deskOver(bridge);
    await vi.waitFor(() => expect(before.store.getState().session).toBeTruthy());
    before.drafts.keepField('clients', 'c1', 'email', words);
    before.dispose();
    const after = deskOver(bridge);
    await vi.waitFor(() => expect(after.drafts.get('clients', 'c1')?.fields.email?.typed).toBe('nope'));
    after.drafts.dropField('clients', 'c1', 'email');
    after.dispose();
    expect(rows.size).toBe(0);
  });

  test('costs a commit after a pause in typing, or every three seconds, not one per letter', async () => {
    const { desk, client, putDraft } = await aKnownDesk();
    const typeFor = async (seconds: number) => {
      for (let place = 0; place < seconds * 10; place += 1) {
        desk.fieldEdits.type('clients', client.id, 'city', 'x'.repeat(place + 1));
        await vi.advanceTimersByTimeAsync(100);
      }
    };
    await typeFor(2);
    expect(putDraft).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(putDraft).toHaveBeenCalledTimes(1);
    await typeFor(6.5);
    expect(putDraft).toHaveBeenCalledTimes(3);
  });

  test('is sent at once if the field is left with an invalid value', async () => {
    const { desk, client, putDraft } = await aKnownDesk();
    desk.fieldEdits.type('clients', client.id, 'email', 'nope');
    await desk.fieldEdits.leave('clients', client.id, 'email', writing);
    expect(putDraft).toHaveBeenCalledOnce();
  });

  test('that main could not store is reported once, and retried until it is stored', async () => {
    const { desk, client, putDraft, rows, now } = await aKnownDesk();
    for (let tries = 0; tries < 3; tries += 1) putDraft.mockResolvedValueOnce(diskFull);
    desk.fieldEdits.type('clients', client.id, 'city', 'Oslo');
    await vi.advanceTimersByTimeAsync(1000);
    expect(now().notices.map(({ tone }) => tone)).toEqual(['problem']);
    expect(rows.size).toBe(0);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(rows.size).toBe(1);
    expect(putDraft).toHaveBeenCalledTimes(4);
    expect(now().notices).toHaveLength(1);
  });

  test('is hidden from other people who sign in, and waits for its author', async () => {
    const { desk, client, rows } = await aKnownDesk();
    const { session } = desk.store.getState();
    const [ana, ben] = samplePeople;
    if (!session || !ana || !ben) throw new Error('nobody');
    desk.fieldEdits.type('clients', client.id, 'city', 'Oslo');
    desk.store.setState({ session: null });
    expect(desk.drafts.get('clients', client.id)).toBeUndefined();
    desk.store.setState({ session: { ...session, person: ben } });
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.drafts.get('clients', client.id)).toBeUndefined();
    desk.fieldEdits.type('clients', client.id, 'phone', '1');
    desk.store.setState({ session: { ...session, person: ana } });
    await vi.advanceTimersByTimeAsync(1);
    expect(Object.keys(desk.drafts.get('clients', client.id)?.fields ?? {})).toEqual(['city']);
    expect(rows.size).toBe(2);
  });
});

describe('a new record without any input', () => {
  test('is started once, however often one presses, and disappears on leaving it', async () => {
    const { desk, now } = await aKnownDesk();
    const id = desk.editing.begin('clients');
    expect(desk.editing.begin('clients')).toBe(id);
    expect(Object.keys(now().drafts)).toHaveLength(1);
    desk.editing.leave('clients', id);
    expect(now().drafts).toEqual({});
    expect(now().notices).toEqual([]);
  });

  test('is not a draft after a restart', async () => {
    const { desk, bridge, rows } = await aKnownDesk();
    desk.editing.begin('engagements', { clientId: 'c1' });
    desk.dispose();
    expect(rows.size).toBe(0);
    const later = deskOver(bridge);
    await vi.waitFor(() => expect(later.store.getState().session).toBeTruthy());
    await vi.advanceTimersByTimeAsync(2000);
    expect(later.store.getState().drafts).toEqual({});
  });

  test('is kept once text was typed, beside another one that is started', async () => {
    const { desk, now } = await aKnownDesk();
    const id = desk.editing.begin('clients');
    desk.fieldEdits.type('clients', id, 'city', 'Oslo');
    expect(desk.editing.begin('clients')).not.toBe(id);
    desk.editing.leave('clients', id);
    expect(Object.values(now().drafts).map((draft) => draft.id)).toContain(id);
  });
});

describe('text that was being saved when the window closed', () => {
  test('is no longer a draft if the save arrived', async () => {
    const { desk, client, bridge, rows } = await aKnownDesk();
    desk.fieldEdits.type('clients', client.id, 'city', 'Oslo');
    void desk.fieldEdits.leave('clients', client.id, 'city', writing);
    desk.dispose();
    expect(rows.size).toBe(1);
    const later = deskOver(bridge);
    await vi.waitFor(() => expect(later.store.getState().session).toBeTruthy());
    await vi.advanceTimersByTimeAsync(2000);
    expect(later.drafts.get('clients', client.id)).toBeUndefined();
    expect(rows.size).toBe(0);
  });

  test('is still a draft if main could not save it', async () => {
    const { desk, client, bridge, queueChange } = await aKnownDesk();
    queueChange.mockResolvedValueOnce(diskFull);
    desk.fieldEdits.type('clients', client.id, 'city', 'Oslo');
    void desk.fieldEdits.leave('clients', client.id, 'city', writing);
    desk.dispose();
    const later = deskOver(bridge);
    await vi.waitFor(() => expect(later.drafts.get('clients', client.id)?.fields.city?.typed).toBe('Oslo'));
  });

  test('does not turn a saved new record into a draft again', async () => {
    const { desk, bridge, fake } = await aKnownDesk();
    const id = desk.editing.begin('clients');
    desk.fieldEdits.type('clients', id, 'name', 'Fjord AS');
    void desk.fieldEdits.leave('clients', id, 'name', writing);
    desk.dispose();
    await vi.waitFor(() => expect(fake.record('clients', id)).toBeDefined());
    const later = deskOver(bridge);
    await vi.waitFor(() => expect(later.store.getState().session).toBeTruthy());
    await vi.advanceTimersByTimeAsync(2000);
    expect(later.store.getState().drafts).toEqual({});
  });
});
