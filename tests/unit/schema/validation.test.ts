import { describe, expect, it } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import { validData } from '#app/rules/validate.ts';
import { ferrySchema, type RecordData } from '#app/schema/index.ts';

/** The problem shown when a person saves this; `null` where it is fine. */
function complaint(table: string, data: RecordData, operation: 'insert' | 'update' = 'insert') {
  const entity = ferrySchema.entity(table);
  if (!entity) throw new Error(`no ${table}`);
  try {
    validData(entity, operation, data);
    return null;
  } catch (thrown) {
    return toFerryError(thrown);
  }
}

const client = { name: 'Nordwind' };
const engagement = { title: 'Audit', clientId: 'c-1' };
const task = { title: 'Call', engagementId: 'e-1' };

describe('invalid data', () => {
  it.each([
    ['a client without a name', 'clients', {}, 'name', 'empty'],
    ['a name of blanks', 'clients', { name: ' \u00a0 ' }, 'name', 'empty'],
    ['a name over two lines', 'clients', { name: 'a\nb' }, 'name', 'severalLines'],
    ['a name of 201 letters', 'clients', { name: 'x'.repeat(201) }, 'name', 'tooLong:200'],
    ['a control character', 'clients', { name: 'a\u0000b' }, 'name', 'unprintable'],
    ['half of an emoji', 'clients', { name: 'a\ud83d' }, 'name', 'unprintable'],
    ['an email without @', 'clients', { ...client, email: 'ana.example' }, 'email', 'notAnEmail'],
    ['a phone number of letters', 'clients', { ...client, phone: 'call me' }, 'phone', 'notAPhone'],
    ['an unknown status', 'clients', { ...client, status: 'gone' }, 'status', 'notAnOption'],
    ['the same tag twice', 'clients', { ...client, tags: ['vip', 'vip'] }, 'tags', 'repeatedTag'],
    [
      '51 tags',
      'clients',
      { ...client, tags: Array.from({ length: 51 }, (_, i) => `t${i}`) },
      'tags',
      'tooManyTags:50',
    ],
    ['an empty tag', 'clients', { ...client, tags: [''] }, 'tags', 'empty'],
    ['1 MB of notes', 'clients', { ...client, notes: 'x'.repeat(1_000_000) }, 'notes', 'tooLong:100000'],
    ['notes with an escape', 'clients', { ...client, notes: 'a\u001b[31m' }, 'notes', 'unprintable'],
    ['30 February', 'engagements', { ...engagement, startDate: '2026-02-30' }, 'startDate', 'notADay'],
    ['29 February 2027', 'engagements', { ...engagement, dueDate: '2027-02-29' }, 'dueDate', 'notADay'],
    ['a time of day', 'engagements', { ...engagement, dueDate: '2026-03-31T09:00' }, 'dueDate', 'notADay'],
    ['a negative fee', 'engagements', { ...engagement, fee: -1 }, 'fee', 'negativeAmount'],
    ['half a cent', 'engagements', { ...engagement, fee: 0.5 }, 'fee', 'notAnAmount'],
    ['a fee of ten trillion', 'engagements', { ...engagement, fee: 1e13 }, 'fee', 'amountTooLarge'],
    ['a fee as text', 'engagements', { ...engagement, fee: '12' }, 'fee', 'notAnAmount'],
    ['an engagement of nobody', 'engagements', { title: 'Audit', clientId: '' }, 'clientId', 'empty'],
    ['1.5 minutes', 'tasks', { ...task, minutesSpent: 1.5 }, 'minutesSpent', 'notANumber'],
  ])('%s is refused with the name of its field', (_case, table, data, field, problem) => {
    const error = complaint(table, data as RecordData);
    expect(error).toMatchObject({ code: 'validation.failed', action: 'fix' });
    expect(error?.details?.fields).toMatchObject({ [field]: problem });
  });

  it('reports every problem of one line of text', () => {
    const found = ferrySchema.entity('clients')?.fields.email?.schema.safeParse('a\u0000\nb');
    expect(found?.error?.issues.map(({ message }) => message)).toEqual(['unprintable', 'severalLines', 'notAnEmail']);
  });

  it('names an unknown field', () => {
    expect(complaint('clients', { ...client, shoeSize: 44 })).toMatchObject({
      code: 'validation.unknownField',
      details: { fields: { shoeSize: 'unknownField' } },
    });
  });

  it('refuses an update without fields, and one that empties a required field', () => {
    expect(complaint('clients', {}, 'update')).toMatchObject({ code: 'validation.failed' });
    expect(complaint('clients', { name: '' }, 'update')).toMatchObject({ code: 'validation.failed' });
  });

  it('refuses names that would reach an object’s prototype', () => {
    const hostile = JSON.parse('{"name":"x","__proto__":{"isAdmin":true}}') as RecordData;
    expect(complaint('clients', hostile)).toMatchObject({ code: 'validation.unknownField' });
    expect(complaint('clients', { ...client, constructor: 'x' })).toMatchObject({ code: 'validation.unknownField' });
  });
});

describe('valid data', () => {
  it.each([
    ['emoji of several code points', { name: '👩‍👩‍👧 Familie Özdemir 🇨🇭' }],
    ['right-to-left text', { name: 'مكتب المحاماة شالوم שלום' }],
    ['a bidirectional mark', { name: 'a\u200fb' }],
    ['Chinese', { name: '山田事務所' }],
    ['a name of exactly 200 letters', { name: 'x'.repeat(200) }],
    ['notes of several lines with a tab', { ...client, notes: 'one\r\n\ttwo\n' }],
    ['notes at their limit', { ...client, notes: 'é'.repeat(100_000) }],
    ['an empty optional field', { ...client, email: null }],
    ['a phone number with an extension', { ...client, phone: '+49 (0)30 123-45 x 12' }],
  ])('%s', (_case, data) => {
    expect(complaint('clients', data as RecordData)).toBeNull();
  });

  it('includes a leap day and a fee of zero', () => {
    expect(complaint('engagements', { ...engagement, dueDate: '2028-02-29', fee: 0 })).toBeNull();
  });

  it('keeps tags sorted, so that equal sets are equal values', () => {
    const entity = ferrySchema.entity('clients');
    if (!entity) throw new Error('no clients');
    expect(validData(entity, 'update', { tags: ['vip', 'audit'] })).toEqual({ tags: ['audit', 'vip'] });
  });

  it('gives a new record its initial values', () => {
    const entity = ferrySchema.entity('tasks');
    if (!entity) throw new Error('no tasks');
    expect(validData(entity, 'insert', task)).toEqual({
      ...task,
      status: 'open',
      priority: 'normal',
      assigneeId: null,
      dueDate: null,
      minutesSpent: 0,
      tags: [],
      notes: null,
    });
  });
});
