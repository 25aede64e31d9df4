import { expect, test } from 'vitest';
import type { CachedRecord } from '#app/contract/lists.ts';
import { ferrySchema, type RecordData } from '#app/schema/index.ts';
import { bulkChanges, bulkFields, canBeEmpty, type Given } from '../../../renderer/record/bulk-changes.ts';

const engagements = ferrySchema.entity('engagements');
if (engagements === undefined) throw new Error('no engagements');
const writing = { locale: 'en-GB', today: '2027-03-01' };

const anEngagement = (data: RecordData, place = 0): CachedRecord => ({
  table: 'engagements',
  id: `e${place}`,
  data,
  version: 7,
  deleted: false,
  badge: 'synced',
});
const given = (name: string, value: Given, ...data: RecordData[]) =>
  bulkChanges(engagements, name, value, data.map(anEngagement), writing);
const saved = (made: ReturnType<typeof given>) => (made.ok ? made.changes.map(({ data }) => data) : made.problem);

test('every kind of field can be changed for many, but for the name and the notes', () => {
  const kinds = bulkFields(engagements).map((name) => engagements.fields[name]?.kind);
  expect(new Set(kinds)).toEqual(new Set(['reference', 'select', 'text', 'money', 'date', 'person', 'tags']));
  expect(bulkFields(engagements)).not.toContain('title');
});

test('money is read in the currency of each', () => {
  const records = [{ currency: 'EUR' }, { currency: 'JPY' }];
  expect(saved(given('fee', { typed: '1,200' }, ...records))).toEqual([{ fee: 120_000 }, { fee: 1200 }]);
});

test('tags join those that are there, and whoever has them all is left out', () => {
  const records = [{ tags: ['vip'] }, { tags: ['lead', 'vip'] }];
  expect(saved(given('tags', { typed: 'lead' }, ...records))).toEqual([{ tags: ['lead', 'vip'] }]);
});

test('nothing is changed where one would not take the value', () => {
  const full = { tags: Array.from({ length: 50 }, (_, place) => `t${place}`) };
  expect(saved(given('tags', { typed: 'lead' }, { tags: [] }, full))).toBe('tooManyTags:50');
});

test('each change says what was seen, and emptying is a value like any other', () => {
  const made = given('ownerId', { value: null }, { ownerId: 'p-ana' });
  expect(made).toMatchObject({
    changes: [{ recordId: 'e0', data: { ownerId: null }, seen: { base: { ownerId: 'p-ana' }, baseVersion: 7 } }],
  });
  expect([canBeEmpty(engagements, 'fee'), canBeEmpty(engagements, 'status')]).toEqual([true, false]);
});
