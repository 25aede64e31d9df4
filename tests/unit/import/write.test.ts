import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { csvRegionOf, type OutTable, writeCsv, writeXlsx } from '#app/import/index.ts';

const table: OutTable = {
  name: 'Clients',
  headers: ['Name', 'Phone', 'Due', 'Fee', 'Minutes'],
  rows: [
    [
      { kind: 'text', text: 'Acme;=1+1' },
      { kind: 'text', text: '+44 113 496 0001' },
      { kind: 'day', day: '2027-03-31' },
      { kind: 'amount', value: 1250.5, digits: 2 },
      { kind: 'number', value: 90 },
    ],
    [{ kind: 'text', text: '=1+1' }, { kind: 'text', text: '0113' }, null, null, null],
  ],
};

describe('CSV is written in the format that the region’s spreadsheets open', () => {
  test.each([
    ['en-GB', ',', '1250.50'],
    ['en-US', ',', '1250.50'],
    ['de-DE', ';', '"1250,50"'],
    ['fr-FR', ';', '"1250,50"'],
    ['de-CH', ';', '1250.50'],
    ['de-AT', ';', '"1250,50"'],
  ])('%s', (locale, separator, amount) => {
    const region = csvRegionOf(locale);
    expect(writeCsv(table, region)).toBe(
      [
        `\ufeff${table.headers.join(separator)}`,
        // Quoted for every separator, so that no spreadsheet begins a formula within a cell.
        ['"Acme;=1+1"', '+44 113 496 0001', '2027-03-31', amount, '90'].join(separator),
        ["'=1+1", '0113', '', '', ''].join(separator),
        '',
      ].join('\r\n'),
    );
  });
});

test('a workbook has column types, widths, a frozen header, real dates, and phone numbers as text', () => {
  const parts = unzipSync(writeXlsx([table]));
  const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
  expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
  expect(sheet.match(/<col [^>]*width="/g)).toHaveLength(table.headers.length);
  // 46477 is 2027-03-31, in a style of days; the phone is a string with its plus and zeros.
  expect(sheet).toMatch(/<c r="C2" s="[1-9]\d*"><v>46477<\/v><\/c>/);
  expect(sheet).toMatch(/<c r="D2" s="[1-9]\d*"><v>1250\.50<\/v><\/c>/);
  expect(sheet).toMatch(/<c r="B2"[^>]* t="(?:s|inlineStr)"/);
  expect(sheet).toMatch(/<c r="B3"[^>]* t="(?:s|inlineStr)"/);
  expect(sheet).not.toContain('<f>');
});
