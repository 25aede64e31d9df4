import { describe, expect, test, vi } from 'vitest';
import { recordKey } from '#app/contract/record-key.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { hasArrived } from '../../../renderer/store/typed-text.ts';
import { aDesk, diskFull } from './a-desk.ts';

const writing = { locale: 'en-GB', today: '2027-03-01' };

async function anOpenClient(data = {}) {
  const desk = aDesk();
  desk.fake.remoteEdit('clients', desk.client.id, data);
  await desk.desk.records.load('clients', desk.client.id);
  desk.desk.records.watch('clients', desk.client.id);
  const { id } = desk.client;
  const key = recordKey('clients', id);
  return {
    ...desk,
    id,
    type: (name: string, typed: string) => desk.desk.fieldEdits.type('clients', id, name, typed),
    leave: (name: string) => desk.desk.fieldEdits.leave('clients', id, name, writing),
    words: (name: string) => desk.now().drafts[key]?.fields[name],
    value: (name: string) => desk.now().records[key]?.data[name],
    /** As the screen decides whether to say that a colleague changed the field. */
    isHinted(name: string) {
      const words = desk.now().drafts[key]?.fields[name];
      const field = ferrySchema.entity('clients')?.fields[name];
      const shown = desk.now().records[key]?.data ?? {};
      if (words === undefined || words.saving !== null || field === undefined) return false;
      return hasArrived(field, shown[name] ?? null, words, { data: shown, ...writing });
    },
    async arrives(data: Record<string, string | string[]>) {
      desk.fake.remoteEdit('clients', id, data);
      await desk.desk.records.load('clients', id);
    },
  };
}

describe('a colleague’s save while a field is being edited', () => {
  test('does not become the base of the edit, even if the field was empty', async () => {
    const { type, leave, arrives, isHinted, queueChange, client, id } = await anOpenClient({ notes: null });
    type('notes', 'M');
    await arrives({ notes: 'Theirs' });
    type('notes', 'Mine');
    expect(isHinted('notes')).toBe(true);
    await leave('notes');
    const seen = { base: { notes: null }, baseVersion: client.version + 1 };
    expect(queueChange).toHaveBeenCalledExactlyOnceWith('clients', 'update', id, { notes: 'Mine' }, seen);
  });

  test('raises no question if the values are equal', async () => {
    const { type, leave, arrives, isHinted, words, queueChange } = await anOpenClient({ city: 'Bath' });
    type('city', 'Oslo');
    await arrives({ city: 'Oslo' });
    expect(isHinted('city')).toBe(false);
    await leave('city');
    expect(words('city')).toBeUndefined();
    expect(queueChange).not.toHaveBeenCalled();
  });
});

describe('a person’s own save', () => {
  test('is never shown as a colleague’s: not while it is being uploaded, and not while typing continues', async () => {
    const { type, leave, isHinted, value, words, queueChange, client } = await anOpenClient({ city: 'Bath' });
    const moments: boolean[] = [];
    type('city', 'Oslo');
    const leaving = leave('city');
    await vi.waitFor(() => expect(value('city')).toBe('Oslo'));
    moments.push(isHinted('city'));
    type('city', 'Oslo N');
    moments.push(isHinted('city'));
    await leaving;
    moments.push(isHinted('city'));
    expect(moments).toEqual([false, false, false]);
    await leave('city');
    const seen = { base: { city: 'Oslo' }, baseVersion: client.version + 1 };
    expect(queueChange.mock.lastCall?.slice(3)).toEqual([{ city: 'Oslo N' }, seen]);
    expect(words('city')).toBeUndefined();
  });

  test('is uploaded once, however often the field is left meanwhile', async () => {
    const { type, leave, queueChange } = await anOpenClient({ city: 'Bath' });
    type('city', 'Oslo');
    await Promise.all([leave('city'), leave('city')]);
    expect(queueChange).toHaveBeenCalledOnce();
  });

  test('that is reverted while it is being uploaded ends at the reverted value', async () => {
    const { type, leave, fake, id } = await anOpenClient({ city: 'Bath' });
    type('city', 'Oslo');
    const leaving = leave('city');
    type('city', 'Bath');
    await Promise.all([leaving, leave('city')]);
    expect(fake.record('clients', id)?.data.city).toBe('Bath');
  });

  test('that fails leaves the text in the field, over the stored value', async () => {
    const { desk, type, leave, words, value, isHinted, queueChange, getCachedEntity, now } = await anOpenClient({
      city: 'Bath',
    });
    queueChange.mockResolvedValueOnce(diskFull);
    getCachedEntity.mockResolvedValue(diskFull);
    type('city', 'Oslo');
    await leave('city');
    expect([words('city')?.typed, value('city'), isHinted('city')]).toEqual(['Oslo', 'Bath', false]);
    expect(now().notices.some(({ tone }) => tone === 'problem')).toBe(true);
    await leave('city');
    expect(queueChange).toHaveBeenCalledTimes(2);
    expect(words('city')).toBeUndefined();
    desk.dispose();
  });
});

describe('tags', () => {
  test('that are half typed are kept like any other text, and added when the field is left', async () => {
    const { type, leave, words, arrives, fake, id } = await anOpenClient({ tags: ['vip'] });
    type('tags', 'year-e');
    expect(words('tags')?.typed).toBe('year-e');
    await arrives({ tags: ['vip', 'lead'] });
    type('tags', 'year-end');
    await leave('tags');
    expect(fake.record('clients', id)?.data.tags).toEqual(['lead', 'vip', 'year-end']);
    expect(words('tags')).toBeUndefined();
  });

  test.each([
    ['is too long', ['vip'], 'x'.repeat(41), 'tooLong:40'],
    ['is one too many', Array.from({ length: 50 }, (_, place) => `t${place}`), 'more', 'tooManyTags:50'],
  ])('that %s stay in the field, with the reason', async (_why, tags, typed, reason) => {
    const { type, leave, words, queueChange } = await anOpenClient({ tags });
    type('tags', typed);
    await leave('tags');
    expect(words('tags')).toMatchObject({ typed, error: reason });
    expect(queueChange).not.toHaveBeenCalled();
  });

  test('that could not be saved return to the field', async () => {
    const { type, leave, words, queueChange } = await anOpenClient({ tags: [] });
    queueChange.mockResolvedValueOnce(diskFull);
    type('tags', 'vip');
    await leave('tags');
    expect(words('tags')?.typed).toBe('vip');
  });
});

test('text typed into a deleted record is kept, and not saved', async () => {
  const { type, leave, words, queueChange, fake, desk, id } = await anOpenClient({ city: 'Bath' });
  type('city', 'Oslo');
  fake.write('clients', 'delete', id, {});
  await desk.records.load('clients', id);
  await leave('city');
  expect(queueChange).not.toHaveBeenCalled();
  expect(words('city')?.typed).toBe('Oslo');
});

test('a keystroke re-renders only its own field', async () => {
  const { type, now, id } = await anOpenClient({ city: 'Bath' });
  type('city', 'O');
  type('email', 'a');
  const before = now();
  type('city', 'Os');
  const after = now();
  const key = recordKey('clients', id);
  expect(after.drafts[key]?.fields.email).toBe(before.drafts[key]?.fields.email);
  expect(after.records).toBe(before.records);
});
