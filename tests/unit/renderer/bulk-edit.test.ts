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

test('every field can be edited in bulk except title and notes', () => {
  const kinds = bulkFields(engagements).map((name) => engagements.fields[name]?.kind);
  expect(new Set(kinds)).toEqual(new Set(['reference', 'select', 'text', 'money', 'date', 'person', 'tags']));
  expect(bulkFields(engagements)).not.toContain('title');
});

test('money is parsed in the currency of each record', () => {
  const records = [{ currency: 'EUR' }, { currency: 'JPY' }];
  expect(saved(given('fee', { typed: '1,200' }, ...records))).toEqual([{ fee: 120_000 }, { fee: 1200 }]);
});

test('tags are added to existing ones, and records that have them all are left out', () => {
  const records = [{ tags: ['vip'] }, { tags: ['lead', 'vip'] }];
  expect(saved(given('tags', { typed: 'lead' }, ...records))).toEqual([{ tags: ['lead', 'vip'] }]);
});

test('nothing is changed if one record would refuse the value', () => {
  const full = { tags: Array.from({ length: 50 }, (_, place) => `t${place}`) };
  expect(saved(given('tags', { typed: 'lead' }, { tags: [] }, full))).toBe('tooManyTags:50');
});

test('each change carries what the person saw; emptying is a value like any other', () => {
  const made = given('ownerId', { value: null }, { ownerId: 'p-ana' });
  expect(made).toMatchObject({
    changes: [{ recordId: 'e0', data: { ownerId: null }, seen: { base: { ownerId: 'p-ana' }, baseVersion: 7 } }],
  });
  expect([canBeEmpty(engagements, 'fee'), canBeEmpty(engagements, 'status')]).toEqual([true, false]);
});
