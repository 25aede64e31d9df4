import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRegionOf, outTable, personNames, writeCsv, writeXlsx } from '#app/import/index.ts';
import {
  CURRENCIES,
  type Field,
  ferrySchema,
  type JsonValue,
  type RecordData,
  withInitialValues,
} from '#app/schema/index.ts';
import { sortedTags } from '#app/text/index.ts';
import { entityOf, importFiles, people } from './import-file.ts';

const uuid = (number: number) => `01970000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** What makes files break: quotes, separators, formulas, line ends, marks of direction, characters beyond the first plane. */
const letters = fc.constantFrom(
  ...[
    'a',
    'Z',
    'ß',
    '0',
    '7',
    ' ',
    '  ',
    '"',
    "'",
    ',',
    ';',
    '\t',
    '|',
    '\\',
    '=',
    '+',
    '-',
    '@',
    '#',
    '/',
    '.',
    '_x000D_',
  ],
  ...['\u00a0', '\u200e', '\u202b', '\ufeff', '😀', '中', 'é', '&amp;', '<b>', '(', ')', '=1+1', '="x"', 'n/a', '#N/A'],
);
const line = fc.array(letters, { maxLength: 12 }).map((parts) => parts.join(''));
const prose = fc
  .array(fc.oneof(letters, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 20 })
  .map((parts) => parts.join(''));
const day = fc
  .integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) })
  .map((at) => new Date(at).toISOString().slice(0, 10))
  .filter((text) => /^\d{4}-/.test(text));

function arbitraryOf(field: Field): fc.Arbitrary<JsonValue> {
  const options = field.options?.map(({ value }) => value) ?? [];
  const kinds: Record<Field['kind'], fc.Arbitrary<JsonValue>> = {
    text: line,
    notes: prose,
    email: fc.tuple(line, line).map(([a, b]) => `${a.replace(/[\s@]/gu, '')}x@y${b.replace(/[\s@]/gu, '')}`),
    phone: line.map((text) => `${text}0`),
    select: fc.constantFrom(...(options.length > 0 ? options : [''])),
    tags: fc.array(line, { maxLength: 4 }).map((tags) => sortedTags(tags)),
    date: day,
    money: fc.integer({ min: 0, max: 1_000_000_000_000 }),
    count: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
    reference: fc.constant(uuid(1)),
    person: fc.constantFrom(...people.map(({ id }) => id)),
  };
  // An empty text and none are one thing to people; only the latter is ever written.
  const filled = kinds[field.kind].filter((value) => field.schema.safeParse(value).success && value !== '');
  return field.required
    ? filled
    : fc.oneof({ weight: 5, arbitrary: filled }, { weight: 1, arbitrary: fc.constant(field.initial) });
}

const recordsOf = (table: string): fc.Arbitrary<RecordData[]> => {
  const { fields } = entityOf(table);
  const one = fc.record(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, arbitraryOf(field)])));
  return fc.array(one as fc.Arbitrary<RecordData>, { minLength: 1, maxLength: 4 });
};

const parents = [
  { table: 'clients', id: uuid(1), data: withInitialValues(entityOf('clients'), { name: 'Twice' }) },
  { table: 'clients', id: uuid(2), data: withInitialValues(entityOf('clients'), { name: 'Twice' }) },
  {
    table: 'engagements',
    id: uuid(1),
    data: withInitialValues(entityOf('engagements'), { title: 'Audit', clientId: uuid(2) }),
  },
];

describe('an export is imported bit by bit identical', () => {
  const locales = ['en-GB', 'en-US', 'de-DE', 'de-CH'];
  const forms = ['csv', 'xlsx'] as const;
  const tables = ferrySchema.entities.map(({ table }) => table);
  const cases = tables.flatMap((table) => locales.flatMap((locale) => forms.map((form) => ({ table, locale, form }))));

  test.each(cases)('$table as $form in $locale', ({ table, locale, form }) => {
    const entity = entityOf(table);
    fc.assert(
      fc.property(recordsOf(table), (all) => {
        const records = all.map((data, at) => ({ id: uuid(100 + at), data }));
        const out = outTable(entity, Object.keys(entity.fields), records, {
          language: locale.startsWith('de') ? 'de' : 'en',
          person: personNames(people),
          record: (of, id) => parents.find((parent) => parent.table === of && parent.id === id),
        });
        const bytes = form === 'csv' ? new TextEncoder().encode(writeCsv(out, csvRegionOf(locale))) : writeXlsx([out]);
        const known = parents.filter((parent) => parent.table !== table);
        const { lines, sheets } = importFiles([{ table, bytes }], { locale, known });
        expect(sheets.flatMap(({ broken }) => broken)).toEqual([]);
        expect(lines.flatMap(({ marks }) => marks)).toEqual([]);
        const came = lines.map(({ recordId, data }) => ({ id: recordId, data: withInitialValues(entity, data) }));
        expect(came).toEqual(records);
      }),
      { numRuns: 12 },
    );
  });
});

test('notes longer than a workbook cell are imported whole', () => {
  const entity = entityOf('clients');
  const data = withInitialValues(entity, { name: 'Long', notes: `${'😀 word\r\n'.repeat(10_000)}end` });
  const names = { language: 'en' as const, person: personNames(people), record: () => undefined };
  const bytes = writeXlsx([outTable(entity, ['notes'], [{ id: uuid(9), data }], names)]);
  expect(importFiles([{ table: 'clients', bytes }]).lines[0]?.data.notes).toBe(data.notes);
});

test.each(['de-DE', 'de-CH', 'en-GB'])('every currency keeps its decimals: %s', (locale) => {
  const entity = entityOf('engagements');
  const records = CURRENCIES.map((currency, at) => ({
    id: uuid(100 + at),
    data: withInitialValues(entity, { title: currency, clientId: uuid(1), fee: 1_234_005, currency }),
  }));
  const names = {
    language: 'de' as const,
    person: personNames(people),
    record: (of: string, id: string) => parents.find((parent) => parent.table === of && parent.id === id),
  };
  const table = outTable(entity, Object.keys(entity.fields), records, names);
  for (const bytes of [new TextEncoder().encode(writeCsv(table, csvRegionOf(locale))), writeXlsx([table])]) {
    const { lines } = importFiles([{ table: 'engagements', bytes }], { locale, known: parents });
    expect(lines.map(({ data }) => [data.currency, data.fee])).toEqual(
      records.map(({ data }) => [data.currency, data.fee]),
    );
  }
});
