import { expect, test } from 'vitest';
import { ferrySchema, type JsonValue, problemIn, problemOf } from '#app/schema/index.ts';
import { createText, readTyped, validationText } from '#app/text/index.ts';

/** Values that no field of their kind takes, so that every message of the schema occurs once. */
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

test('every problem the schema reports has words in each language', () => {
  const problems = new Set<string>();
  for (const entity of ferrySchema.entities) {
    for (const field of Object.values(entity.fields)) {
      for (const value of wrong) {
        for (const issue of field.schema.safeParse(value).error?.issues ?? []) problems.add(problemOf(issue));
      }
    }
  }
  expect(problems.size).toBeGreaterThan(10);
  for (const problem of problems) {
    expect(problemIn(problem)).not.toBeNull();
    const [english, german] = [validationText(problem, createText('en')), validationText(problem, createText('de'))];
    expect(german).not.toBe(english);
    expect(`${english} ${german}`).not.toMatch(/[{}]/);
  }
});

test.each([
  ['tasks', 'dueDate', '31.2.2026', 'notADay'],
  ['engagements', 'fee', '-5', 'negativeAmount'],
  ['engagements', 'fee', 'a lot', 'notAnAmount'],
  ['clients', 'name', '   ', 'empty'],
  ['clients', 'email', 'nobody', 'notAnEmail'],
])('%s.%s refuses %s as %s', (table, name, typed, problem) => {
  const field = ferrySchema.entity(table)?.fields[name];
  if (field === undefined) throw new Error(`no ${table}.${name}`);
  const read = readTyped(field, typed, { data: {}, locale: 'de-DE', today: '2026-11-22' });
  expect(read).toEqual({ ok: false, problem });
});

test('emoji and right-to-left names are unchanged', () => {
  const field = ferrySchema.entity('clients')?.fields.name;
  if (field === undefined) throw new Error('no clients.name');
  for (const name of ['🚢 Ferry & Söhne', 'شركة النقل', 'עו״ד כהן']) {
    expect(readTyped(field, ` ${name} `, { data: {}, locale: 'en-GB', today: '2026-11-22' })).toEqual({
      ok: true,
      value: name,
    });
  }
});
