import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FileError, type FileErrorCode } from '#app/import/index.ts';
import { readFile } from '#app/import/read/read-file.ts';

function failure(bytes: Uint8Array): FileErrorCode | null {
  try {
    readFile('hostile', bytes, {}, { knownHeaders: new Set(['name', 'email']) });
    return null;
  } catch (thrown) {
    if (thrown instanceof FileError) return thrown.code;
    throw thrown;
  }
}

const text = (words: string) => new TextEncoder().encode(words);
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

function workbook(sheet: string, strings = '', after = ''): Uint8Array {
  const part = (content: string) => strToU8(content);
  return zipSync({
    'xl/workbook.xml': part(
      `<workbook xmlns="${MAIN}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/worksheets/sheet1.xml': part(`<worksheet xmlns="${MAIN}"><sheetData>${sheet}</sheetData>${after}</worksheet>`),
    ...(strings === '' ? {} : { 'xl/sharedStrings.xml': part(strings) }),
  });
}

describe('a hostile file ends with a clear error', () => {
  test('a zip bomb: a hundred megabytes in a hundred kilobytes', { timeout: 60_000 }, () => {
    const zeros = new Uint8Array(100_000_000).fill(0x20);
    const bomb = zipSync({
      'xl/workbook.xml': strToU8(`<workbook xmlns="${MAIN}"><sheets/></workbook>`),
      'xl/worksheets/sheet1.xml': [zeros, { level: 9 }],
    });
    expect(bomb.length).toBeLessThan(200_000);
    expect(failure(bomb)).toBe('unpacksTooLarge');
  });

  test('a workbook with very many parts', () => {
    const parts = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`xl/media/${at}.xml`, strToU8('x')]));
    expect(failure(zipSync(parts))).toBe('unpacksTooLarge');
  });

  test('a cell in the last possible column', () => {
    expect(failure(workbook('<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'))).toBe(
      'tooManyColumns',
    );
  });

  test('a billion laughs', () => {
    const entities = Array.from({ length: 10 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('');
    const strings = `<!DOCTYPE x [<!ENTITY l0 "ha">${entities}]><sst xmlns="${MAIN}"><si><t>&l10;</t></si></sst>`;
    expect(failure(workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings))).toBe('damaged');
  });

  test('XML that nests endlessly, or that is not XML', () => {
    expect(failure(workbook('<row r="1">'.repeat(200_000)))).toMatch(/damaged|empty/);
    expect(failure(workbook('<row r="1"><c r="A1"'))).toMatch(/damaged|empty/);
  });

  test('a million columns', () => {
    expect(failure(text(`Name${',x'.repeat(1_000_000)}\nA\n`))).toBe('tooManyColumns');
  });

  test('a cell of several megabytes, and quotes that never end', { timeout: 60_000 }, () => {
    const long = readFile('a', text(`Name\n"${'x'.repeat(3_000_000)}"\nB\n`), {}, { knownHeaders: new Set(['name']) });
    expect(long.flatMap(({ broken }) => broken.map(({ line, reason }) => [line, reason]))).toEqual([
      [2, 'cellTooLong'],
    ]);
    expect(long.flatMap(({ lines }) => lines.map(({ cells }) => cells))).toEqual([['B']]);
    expect(failure(text(`Name,Email\n${'"a,b\n'.repeat(20_000)}`))).toBeNull();
  });

  test('a truncated workbook', () => {
    const whole = workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>');
    expect(failure(whole.subarray(0, Math.floor(whole.length / 2)))).toMatch(/damaged|otherSpreadsheet|empty/);
  });

  test.each([
    [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1], 'oldExcel'],
    [[...text('%PDF-1.7')], 'notAList'],
    [[...text('PK\u0003\u0004')], 'damaged'],
    [[...zipSync({ 'a.csv': strToU8('Name\nAcme\n') })], 'archive'],
    [[...zipSync({ 'word/document.xml': strToU8('<x/>') })], 'notAList'],
    [[...zipSync({ 'content.xml': strToU8('<x/>') })], 'otherSpreadsheet'],
    [[...zipSync({ 'Index/Document.iwa': strToU8('x') })], 'otherSpreadsheet'],
    [[...zipSync({ 'xl/workbook.bin': strToU8('x') })], 'otherSpreadsheet'],
    [[0x1f, 0x8b, 8, 0], 'archive'],
    [[0x89, ...text('PNG\r\n'), 0x1a, 10, 0, 0], 'otherFormat'],
    [[...text('[{"name":"Acme"}]')], 'otherFormat'],
    [[...text('{\n  "clients": [{"name": "Acme"}]\n}\n')], 'otherFormat'],
    [[...text('{"name":"Acme"}\n{"name":"Beta"}\n')], 'otherFormat'],
    [[...text('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')], 'otherFormat'],
    [[...text('dn: cn=Bob\ncn: Bob\n')], 'otherFormat'],
    [Array.from({ length: 400 }, (_, at) => (at * 73 + 7) % 32), 'otherFormat'],
    [[...text('<!-- x -->\n<table><tr><td>Name</td></tr></table>')], 'webPage'],
    [[...text('<div class="a"><table></table></div>')], 'webPage'],
    [[...text('MIME-Version: 1.0\nX-Document-Type: Workbook\n')], 'webPage'],
    [
      [...text('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>')],
      'otherSpreadsheet',
    ],
    [[0x09, 0x00, 0x04, 0x00, 0x02, 0x00, 0x10, 0x00], 'oldExcel'],
    [[...text('<html><table></table></html>')], 'webPage'],
    [[], 'empty'],
  ])('%j is %s', (bytes, code) => expect(failure(Uint8Array.from(bytes))).toBe(code));

  test('a card with endless parameters', () => {
    const card = (row: string) => text(`BEGIN:VCARD\nVERSION:2.1\nFN:Ann\n${row}\nEND:VCARD\n`);
    for (const row of [
      `TEL;${'A'.repeat(60_000)}`,
      `TEL;${'A;'.repeat(60_000)}`,
      `TEL${';TYPE=a'.repeat(100_000)}:1`,
    ]) {
      const [sheet] = readFile('a.vcf', card(row), {}, { knownHeaders: new Set() });
      expect(sheet?.broken.map(({ reason }) => reason)).toEqual(['unreadableCard']);
    }
  });

  test('a workbook whose merged cells overlap many times', () => {
    const rows = Array.from({ length: 3000 }, (_, at) => `<row r="${at + 1}"><c r="B${at + 1}"><v>1</v></c></row>`);
    rows[0] = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>';
    const merges = '<mergeCell ref="A1:A1048576"/>'.repeat(10_000);
    expect(failure(workbook(rows.join(''), '', `<mergeCells>${merges}</mergeCells>`))).toBe('tooLarge');
  });
});
