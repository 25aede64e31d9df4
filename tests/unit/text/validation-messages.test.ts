import { expect, test } from 'vitest';
import { ferrySchema, type JsonValue } from '#app/schema/index.ts';
import { createText, readTyped, validationText } from '#app/text/index.ts';

/** Values that no field of their kind takes, so that every message of the schema is heard once. */
const wrong: JsonValue[] = [
  '',
  ' ',
  'x'.repeat(200_000),
  'a\u0007b',
  'a\nb',
  -1,
  1.5,
  10 ** 15,
  [''],
  ['a', 'a'],
  null,
  {},
];

test('every message that the schema can give is translated', () => {
  const german = createText('de');
  const untranslated = new Set<string>();
  for (const entity of ferrySchema.entities) {
    for (const field of Object.values(entity.fields)) {
      for (const value of wrong) {
        const checked = field.schema.safeParse(value);
        for (const { message } of checked.error?.issues ?? []) {
          const isOurs = !/^(Invalid|Too (big|small))/.test(message);
          if (isOurs && validationText(message, german) === message) untranslated.add(message);
        }
      }
    }
  }
  expect([...untranslated]).toEqual([]);
});

test.each([
  ['tasks', 'dueDate', '31.2.2026', 'Write a day that exists'],
  ['engagements', 'fee', '-5', 'An amount cannot be negative.'],
  ['engagements', 'fee', 'a lot', 'Write an amount such as 1,250.00'],
  ['clients', 'name', '   ', 'Fill this in.'],
  ['clients', 'email', 'nobody', 'Write an email address such as'],
])('%s.%s refuses %s and says what to do', (table, name, typed, message) => {
  const field = ferrySchema.entity(table)?.fields[name];
  if (field === undefined) throw new Error(`no ${table}.${name}`);
  const read = readTyped(field, typed, { data: {}, locale: 'de-DE', today: '2026-11-22' });
  expect(read).toMatchObject({ ok: false, message: expect.stringContaining(message) });
});

test('emoji and names written from right to left are kept as they are', () => {
  const field = ferrySchema.entity('clients')?.fields.name;
  if (field === undefined) throw new Error('no clients.name');
  for (const name of ['🚢 Ferry & Söhne', 'شركة النقل', 'עו״ד כהן']) {
    expect(readTyped(field, ` ${name} `, { data: {}, locale: 'en-GB', today: '2026-11-22' })).toEqual({
      ok: true,
      value: name,
    });
  }
});
