import { FileError } from '../file-error.ts';
import { LINES_A_SLICE, MAX_CELL_LENGTH, MAX_CELLS, MAX_COLUMNS, MAX_LINES, MAX_SHEETS } from '../limits.ts';
import type { Cell, FileForm, Sheet } from '../sheet.ts';
import { makeSheet, type RawRow } from './make-sheet.ts';
import type { ReadOptions } from './read-csv.ts';
import { type NumberForm, readStyles, shownNumber } from './xlsx-styles.ts';
import { unpack } from './xlsx-zip.ts';
import { readXml } from './xml.ts';

const FORM: FileForm = {
  kind: 'xlsx',
  encoding: 'utf-8',
  separator: '',
  hasByteOrderMark: false,
  hasSeparatorLine: false,
  newline: '\n',
};

/** Share of the progress for unpacking and shared strings; the sheets share the rest by size. */
const UNPACK_SHARE = 0.25;
const STRINGS_SHARE = 0.2;

interface Workbook {
  strings: readonly string[];
  styles: readonly NumberForm[];
  is1904: boolean;
}

/** Reads every visible, non-empty sheet of a workbook. @param headerLines sheet → header line chosen by a person */
export function readXlsx(
  bytes: Uint8Array,
  options: ReadOptions,
  headerLines: Readonly<Record<string, number | null>> = {},
): Sheet[] {
  const report = (from: number, share: number) => (part: number) => {
    if (options.onProgress?.(from + share * part) === false) throw new FileError('cancelled');
  };
  const isWanted = (name: string) =>
    /^xl\/(?:workbook|sharedStrings|styles|worksheets\/[^/]+|_rels\/workbook)\.xml/i.test(name);
  const parts = unpack(bytes, isWanted, report(0, UNPACK_SHARE));
  const byName = new Map([...parts].map(([name, part]) => [name.toLowerCase(), part]));
  const workbook = byName.get('xl/workbook.xml');
  if (workbook === undefined) throw new FileError('otherSpreadsheet');
  const { sheets, is1904 } = readWorkbook(workbook, targetsOf(byName.get('xl/_rels/workbook.xml.rels')));
  const book = {
    strings: readStrings(byName.get('xl/sharedstrings.xml'), report(UNPACK_SHARE, STRINGS_SHARE)),
    styles: readStyles(byName.get('xl/styles.xml')),
    is1904,
  };
  const total = sheets.reduce((sum, { file }) => sum + (byName.get(file)?.length ?? 0), 0);
  let done = 0;
  const read = sheets.flatMap(({ name, file }) => {
    const part = byName.get(file);
    if (part === undefined) return [];
    const before = UNPACK_SHARE + STRINGS_SHARE;
    const ofSheets = (1 - before) / Math.max(1, total);
    const rows = readRows(part, book, report(before + ofSheets * done, ofSheets * part.length));
    done += part.length;
    return rows.length === 0 ? [] : [makeSheet(name, rows, FORM, options.knownHeaders, headerLines[name])];
  });
  if (read.length === 0) throw new FileError('empty');
  return read;
}

function targetsOf(relations: Uint8Array | undefined): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  if (relations === undefined) return targets;
  readXml(relations, {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const { Id = '', Target = '' } = attributes();
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return targets;
}

function readWorkbook(part: Uint8Array, targets: ReadonlyMap<string, string>) {
  const sheets: { name: string; file: string; isHidden: boolean }[] = [];
  let is1904 = false;
  readXml(part, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes().date1904 ?? '');
      if (name !== 'sheet') return;
      const { name: title = '', 'r:id': id = '', state } = attributes();
      const file = (targets.get(id) ?? `xl/worksheets/sheet${sheets.length + 1}.xml`).toLowerCase();
      sheets.push({ name: title, file, isHidden: state !== undefined && state !== 'visible' });
    },
  });
  const shown = sheets.filter(({ isHidden }) => !isHidden);
  return { sheets: (shown.length > 0 ? shown : sheets).slice(0, MAX_SHEETS), is1904 };
}

/** `_x000D_` escapes a character that XML cannot hold. */
function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}

function readStrings(part: Uint8Array | undefined, report: (share: number) => void): string[] {
  const strings: string[] = [];
  if (part === undefined) return strings;
  let total = 0;
  let text = '';
  let isInText = false;
  let isPhonetic = false;
  readXml(part, {
    open(name, attributes) {
      if (name === 'sst') total = Number(attributes().uniqueCount ?? 0);
      if (name === 'si') text = '';
      isInText = name === 't' && !isPhonetic;
      if (name === 'rPh') isPhonetic = true;
    },
    text(piece) {
      if (isInText) text += piece;
    },
    close(name) {
      if (name === 't') isInText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name !== 'si') return;
      if (text.length > MAX_CELL_LENGTH) throw new FileError('tooLarge');
      strings.push(unescaped(text));
      if (strings.length % LINES_A_SLICE === 0) report(shareOf(strings.length, total));
    },
  });
  return strings;
}

/** The row count declared by the file is used for progress only. */
function shareOf(count: number, total: number): number {
  return total > 0 ? Math.min(1, count / total) : 0.5;
}

function readRows(part: Uint8Array, book: Workbook, report: (share: number) => void): RawRow[] {
  const rows: RawRow[] = [];
  let lastLine = 0;
  let cells: Cell[] = [];
  let line = 0;
  let column = -1;
  let type = 'n';
  let style = 0;
  let value = '';
  let isInValue = false;
  let count = 0;
  readXml(part, {
    open(name, attributes) {
      if (name === 'row') {
        line = Number(attributes().r ?? line + 1);
        cells = [];
        column = -1;
      } else if (name === 'c') {
        const { r, t = 'n', s = '0' } = attributes();
        column = r === undefined ? column + 1 : columnOf(r);
        [type, style, value] = [t, Number(s), ''];
      } else if (name === 'dimension') lastLine = Number(/\d+$/.exec(attributes().ref ?? '')?.[0] ?? 0);
      else isInValue = name === 'v' || name === 't';
    },
    text(piece) {
      if (isInValue && value.length <= MAX_CELL_LENGTH) value += piece;
    },
    close(name) {
      if (name === 'v' || name === 't') isInValue = false;
      if (name === 'c' && value !== '') {
        if (column >= MAX_COLUMNS) throw new FileError('tooManyColumns');
        if (value.length > MAX_CELL_LENGTH) throw new FileError('tooLarge');
        if (++count > MAX_CELLS) throw new FileError('tooLarge');
        while (cells.length < column) cells.push('');
        cells[column] = cellOf(type, style, value, book);
      }
      if (name !== 'row' || cells.length === 0) return;
      rows.push({ line, cells });
      if (rows.length > MAX_LINES) throw new FileError('tooManyLines');
      if (rows.length % LINES_A_SLICE === 0) report(shareOf(line, lastLine));
    },
  });
  return rows;
}

/** `BC12` → 54 */
function columnOf(place: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(place)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function cellOf(type: string, style: number, value: string, { strings, styles, is1904 }: Workbook): Cell {
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'true' : 'false';
  if (type === 'd') return value.slice(0, 10);
  if (type !== 'n') return unescaped(value);
  const number = Number(value);
  return Number.isFinite(number) ? shownNumber(number, styles[style], is1904) : value;
}
