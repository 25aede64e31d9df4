import { describe, expect, test } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { createText, validationText } from '#app/text/index.ts';
import { guessMapping } from '../../../renderer/csv/mapping.ts';
import { emptyPlan, type ImportContext, keyOf, planRow } from '../../../renderer/csv/plan-import.ts';
import { decodeCsv, readCsv } from '../../../renderer/csv/read-csv.ts';
import { idOfTitle, titleIndex } from '../../../renderer/csv/title-index.ts';
import { neutralised, withoutApostrophe, writeCsv } from '../../../renderer/csv/write-csv.ts';

const entityOf = (table: string) => {
  const entity = ferrySchema.entity(table);
  if (entity === undefined) throw new Error(`no ${table}`);
  return entity;
};
const clients = entityOf('clients');
const context = (rest: Partial<ImportContext> = {}): ImportContext => ({
  locale: 'de-DE',
  today: '2026-11-22',
  people: [{ id: 'p1', name: 'Ana Berger', email: 'ana@sample.test' }],
  titles: new Map(),
  existing: new Map(),
  ...rest,
});

function plan(csv: string, table = 'clients', rest: Partial<ImportContext> = {}) {
  const entity = entityOf(table);
  const { headers, rows } = readCsv(csv);
  const planned = emptyPlan();
  for (const [index, cells] of rows.entries()) {
    planRow(entity, guessMapping(entity, headers), cells, index + 2, context(rest), planned);
  }
  return planned.plan;
}

describe('a cell that a spreadsheet would run', () => {
  test.each(['=1+1', '+44 20', '-1', '@SUM(A1)', '\tx'])('%j becomes text, and comes back as it was', (cell) => {
    expect(neutralised(cell)).toBe(`'${cell}`);
    expect(withoutApostrophe(neutralised(cell))).toBe(cell);
  });
  test('others are left alone', () => {
    expect(neutralised("O'Neill = fine")).toBe("O'Neill = fine");
  });
});

test('headers are recognised in English, German and common other words, each field once', () => {
  const headers = ['Firma', 'E-Mail', 'PLZ', 'VAT number', 'Name', 'Colour', ''];
  expect(guessMapping(clients, headers)).toEqual(['name', 'email', 'postalCode', 'taxId', null, null, null]);
});

test('a row becomes a record: options, people, days and amounts as they are written', () => {
  const csv =
    'Titel;Mandant;Honorar;Währung;Fällig am;Status;Zuständig\nPrüfung;ACME;1.250,50;CHF;31.3.2027;In Arbeit;ana@sample.test';
  const { rows, problems } = plan(csv, 'engagements', {
    titles: new Map([['clients', titleIndex([{ id: 'c1', title: 'Acme' }])]]),
  });
  expect(problems).toEqual([]);
  expect(rows[0]?.data).toEqual({
    title: 'Prüfung',
    clientId: 'c1',
    fee: 125_050,
    currency: 'CHF',
    dueDate: '2027-03-31',
    status: 'active',
    ownerId: 'p1',
  });
});

test('what is wrong is named by line and field, and the other lines go on', () => {
  const { rows, problems, repeated } = plan('Name,Email\nA,a@x.test\n,b@x.test\nC,nope\nA2,A@X.test\n');
  expect(rows.map(({ line }) => line)).toEqual([2]);
  expect(problems.map(({ line, field }) => [line, field])).toEqual([
    [3, 'name'],
    [4, 'email'],
  ]);
  expect(repeated).toEqual([5]);
});

test('a record that is already here is recognised by its tax id, else its email, else its name', () => {
  expect(keyOf(clients, { taxId: 'GB1', email: 'a@x', name: 'A' })).toBe('taxId:gb1:');
  expect(keyOf(clients, { taxId: null, email: 'A@x', name: 'A' })).toBe('email:a@x:');
  const { rows } = plan('Name\nAcme\n', 'clients', { existing: new Map([['name:acme:', 'c9']]) });
  expect(rows[0]?.existingId).toBe('c9');
});

describe('a row that names its parent', () => {
  const index = titleIndex([
    { id: 'one', title: 'ACME  Ltd' },
    { id: 'small', title: 'nordwind' },
    { id: 'large', title: 'Nordwind' },
    { id: 'first', title: 'Twice' },
    { id: 'second', title: 'Twice' },
  ]);

  test.each([
    ['ACME  Ltd', 'one'],
    [' acme ltd ', 'one'],
    ['acme\u00a0LTD', 'one'],
    ['Nordwind', 'large'],
    ['nordwind', 'small'],
    ['NORDWIND', 'ambiguous'],
    ['Twice', 'ambiguous'],
    ['nobody', 'unknown'],
  ])('%j means %s', (title, id) => {
    expect(idOfTitle(index, title)).toBe(id);
  });

  test('that several or none are named so is a problem of the row', () => {
    const rest = { titles: new Map([['clients', index]]) };
    const { rows, problems } = plan('Title,Client\nA,acme ltd\nB,Twice\nC,nobody\n', 'engagements', rest);
    expect(rows.map(({ data }) => data.clientId)).toEqual(['one']);
    expect(problems.map(({ line, field, message }) => [line, field, message])).toEqual([
      [3, 'clientId', 'Several records have this name.'],
      [4, 'clientId', 'There is no record of this name.'],
    ]);
    for (const { message } of problems) expect(validationText(message, createText('de'))).not.toBe(message);
  });
});

test('a file that Excel on Windows wrote is read as it was meant', () => {
  const bytes = Uint8Array.from([...'Name\nM'].map((letter) => letter.charCodeAt(0)).concat(0xfc));
  expect(readCsv(decodeCsv(bytes.buffer)).rows).toEqual([['Mü']]);
  expect(decodeCsv(new TextEncoder().encode('Mü').buffer)).toBe('Mü');
});

test('what is exported can be imported again', () => {
  const data = {
    name: '=HYPERLINK("x")',
    status: 'prospect',
    phone: '+44 20 7946',
    ownerId: 'p1',
    tags: ['a', 'b'],
    notes: 'two\nlines; "quoted"',
  };
  const record = { table: 'clients', id: 'c1', data, version: 1, deleted: false, badge: 'synced' as const };
  const csv = writeCsv(clients, Object.keys(clients.fields), [record], {
    label: (label) => label.de,
    personName: () => 'Ana Berger',
    titleOf: () => '',
  });
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
  const { rows, problems } = plan(csv);
  expect(problems).toEqual([]);
  expect(rows[0]?.data).toEqual(data);
});
