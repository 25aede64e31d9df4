import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { createImportSession } from '#app/import/index.ts';
import { importFiles } from './import-file.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

interface SheetXml {
  rows: readonly string[];
  after?: string;
  state?: string;
}

/** A workbook as Excel writes it, of the cells given. */
function workbook(sheets: Readonly<Record<string, SheetXml>>, formats: readonly string[] = []): Uint8Array {
  const named = Object.entries(sheets);
  const list = named.map(
    ([name, { state = 'visible' }], at) => `<sheet name="${name}" state="${state}" r:id="rId${at + 1}"/>`,
  );
  const parts = named.map(([, { rows, after = '' }], at) => [
    `xl/worksheets/sheet${at + 1}.xml`,
    strToU8(`<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData>${after}</worksheet>`),
  ]);
  const codes = formats.map((format, at) => `<numFmt numFmtId="${170 + at}" formatCode="${format}"/>`).join('');
  const styles = formats.map((_, at) => `<xf numFmtId="${170 + at}"/>`).join('');
  return zipSync({
    'xl/workbook.xml': strToU8(`<workbook xmlns="${MAIN}"><sheets>${list.join('')}</sheets></workbook>`),
    'xl/styles.xml': strToU8(
      `<styleSheet><numFmts>${codes}</numFmts><cellXfs><xf numFmtId="0"/>${styles}</cellXfs></styleSheet>`,
    ),
    ...Object.fromEntries(parts),
  });
}

const text = (place: string, words: string) => `<c r="${place}" t="inlineStr"><is><t>${words}</t></is></c>`;
const number = (place: string, value: number, style = 0) => `<c r="${place}" s="${style}"><v>${value}</v></c>`;
const row = (line: number, cells: string, attributes = '') => `<row r="${line}"${attributes}>${cells}</row>`;
const header = (...names: string[]) => row(1, names.map((name, at) => text(`${'ABCDE'[at]}1`, name)).join(''));

test('merged text counts for each of its lines; a merged number, which may be their sum, does not', () => {
  const rows = [
    header('Client', 'Title', 'Fee'),
    row(2, text('A2', 'Acme') + text('B2', 'Accounts') + number('C2', 1500)),
    row(3, text('B3', 'VAT')),
    row(4, text('B4', 'Payroll')),
  ];
  const after = '<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="C2:C4"/></mergeCells>';
  const bytes = workbook({ S: { rows, after } });
  const { of } = importFiles([{ table: 'engagements', bytes }], { choices: { createsParents: true } });
  const made = of('new').filter(({ table }) => table === 'engagements');
  expect(made.map(({ data }) => [data.title, data.clientId, data.fee])).toEqual([
    ['Accounts', 'n0', 150_000],
    ['VAT', 'n0', undefined],
    ['Payroll', 'n0', undefined],
  ]);
});

test('a hidden sheet is left out unless selected; hidden lines are imported and counted', () => {
  const sheet = (name: string, state: string) => ({ rows: [header('Name'), row(2, text('A2', name))], state });
  const filtered = {
    rows: [header('Name'), row(2, text('A2', 'Seen')), row(3, text('A3', 'Filtered'), ' hidden="1"')],
  };
  const context = { locale: 'en-GB', today: '2026-11-29', preferred: 'clients', people: [], newId: () => 'n' };
  const session = createImportSession(context);
  session.open('a.xlsx', workbook({ Old: sheet('Old', 'hidden'), S: filtered }));
  expect(
    session.sources().map(({ sheet: { name, hiddenLines, lines }, table }) => [name, table, hiddenLines, lines.length]),
  ).toEqual([
    ['S', 'clients', 1, 2],
    ['Old', null, 0, 1],
  ]);
  session.setTable(1, 'clients');
  expect(session.sources()[1]?.mapping.columns).toEqual(['name']);
});

test('a percentage is no part of an amount, and an impossible date stays a number', () => {
  const rows = [
    header('Title', 'Client', 'Fee', 'Due date'),
    row(2, text('A2', 'T') + text('B2', 'Acme') + number('C2', 0.125, 1) + number('D2', 99_999_999, 2)),
  ];
  const bytes = workbook({ S: { rows } }, ['0.0%', 'dd/mm/yyyy']);
  const { of } = importFiles([{ table: 'engagements', bytes }], { choices: { createsParents: true } });
  const line = of('new').find(({ table }) => table === 'engagements');
  expect(line?.data).toMatchObject({ title: 'T', notes: 'Fee: 12.5%\nDue date: 99999999' });
  expect(line?.data.fee).toBeUndefined();
});

test('a formula without a cached value is reported, not read as an empty cell', () => {
  const rows = [
    header('Name', 'City'),
    row(2, `<c r="A2"><f>B9</f><v></v></c>${text('B2', 'Leeds')}`),
    row(3, `${text('A3', 'Acme')}<c r="B3" t="str"><f>IF(1,"","")</f><v></v></c>`),
  ];
  const { of } = importFiles([{ table: 'clients', bytes: workbook({ S: { rows } }) }]);
  expect(of('refused').map(({ marks }) => marks)).toEqual([
    [{ field: 'name', value: '#CALC!', reason: { code: 'spreadsheetError' }, became: 'refused' }],
  ]);
  expect(of('new').map(({ data }) => data)).toEqual([{ name: 'Acme' }]);
});

test('hours stored as numbers are not grouped', () => {
  const rows = [
    header('Title', 'Engagement', 'Client', 'Hours'),
    row(2, text('A2', 'T') + text('B2', 'Audit') + text('C2', 'Acme') + number('D2', 1.333)),
  ];
  const { of } = importFiles([{ table: 'tasks', bytes: workbook({ S: { rows } }) }], {
    choices: { createsParents: true },
  });
  expect(of('new').find(({ table }) => table === 'tasks')?.data.minutesSpent).toBe(80);
});

test('rows in any order are read in the order of their lines', () => {
  const rows = [row(3, text('A3', 'Late')), header('Name'), row(2, text('A2', 'Acme'))];
  const { rows: made } = importFiles([{ table: 'clients', bytes: workbook({ S: { rows } }) }]);
  expect(made.map(({ line, data }) => [line, data.name])).toEqual([
    [2, 'Acme'],
    [3, 'Late'],
  ]);
});

test('a workbook with too many sheets is refused, not read in part', () => {
  const sheets = Object.fromEntries(
    Array.from({ length: 101 }, (_, at) => [`S${at}`, { rows: [header('Name'), row(2, text('A2', `C${at}`))] }]),
  );
  expect(() => importFiles([{ table: 'clients', bytes: workbook(sheets) }])).toThrow('tooManySheets');
});
