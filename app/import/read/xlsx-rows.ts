import { FileError } from '../file-error.ts';
import { LINES_A_SLICE, MAX_CELL_LENGTH, MAX_CELLS, MAX_COLUMNS, MAX_LINES } from '../limits.ts';
import type { Cell } from '../sheet.ts';
import type { RawRow } from './make-sheet.ts';
import { type NumberForm, shownNumber } from './xlsx-styles.ts';
import { readXml } from './xml.ts';

export interface Workbook {
  strings: readonly string[];
  styles: readonly NumberForm[];
  is1904: boolean;
}

interface SheetRows {
  rows: RawRow[];
  /** How many of them the workbook does not show, as a filter leaves them. */
  hiddenLines: number;
}

/** Cells of several lines that are shown as one. */
interface Merge {
  column: number;
  from: number;
  to: number;
}

/** Replaces a formula without a cached value; the error code of spreadsheets for it. */
const NOT_CALCULATED = '#CALC!';

/** The rows of one sheet. @param report called with the progress, from 0 to 1; may throw to end the read */
export function readRows(part: Uint8Array, book: Workbook, report: (share: number) => void): SheetRows {
  const rows: RawRow[] = [];
  const merges: Merge[] = [];
  let lastLine = 0;
  let cells: Cell[] = [];
  let line = 0;
  let column = -1;
  let type = 'n';
  let style = 0;
  let value = '';
  let isInValue = false;
  let isFormula = false;
  let isHidden = false;
  let hiddenLines = 0;
  let count = 0;
  readXml(part, {
    open(name, attributes) {
      if (name === 'row') {
        const { r, hidden } = attributes();
        line = Number(r ?? line + 1);
        isHidden = isTrue(hidden);
        cells = [];
        column = -1;
      } else if (name === 'c') {
        const { r, t = 'n', s = '0' } = attributes();
        column = r === undefined ? column + 1 : columnOf(r);
        [type, style, value, isFormula] = [t, Number(s), '', false];
      } else if (name === 'f') isFormula = true;
      else if (name === 'mergeCell') addMerge(merges, attributes().ref ?? '');
      else if (name === 'dimension') lastLine = Number(/\d+$/.exec(attributes().ref ?? '')?.[0] ?? 0);
      else isInValue = name === 'v' || name === 't';
    },
    text(piece) {
      if (isInValue && value.length <= MAX_CELL_LENGTH) value += piece;
    },
    close(name) {
      if (name === 'v' || name === 't') isInValue = false;
      // The result of a formula that is text may be empty.
      if (name === 'c' && value === '' && isFormula && type !== 'str') [type, value] = ['e', NOT_CALCULATED];
      if (name === 'c' && value !== '') {
        if (column >= MAX_COLUMNS) throw new FileError('tooManyColumns');
        if (value.length > MAX_CELL_LENGTH) throw new FileError('tooLarge');
        if (++count > MAX_CELLS) throw new FileError('tooLarge');
        while (cells.length < column) cells.push('');
        cells[column] = cellOf(type, style, value, book);
      }
      if (name !== 'row' || cells.length === 0) return;
      rows.push({ line, cells });
      if (isHidden) hiddenLines++;
      if (rows.length > MAX_LINES) throw new FileError('tooManyLines');
      if (rows.length % LINES_A_SLICE === 0) report(shareOf(line, lastLine));
    },
  });
  // A damaged or hand-made workbook may have them in any order.
  rows.sort((a, b) => a.line - b.line);
  fillMerged(rows, merges);
  return { rows, hiddenLines };
}

const isTrue = (flag: string | undefined) => flag === '1' || flag === 'true';

/** `A2:A4` */
function addMerge(merges: Merge[], place: string): void {
  const [, first = '', from = '', to = ''] = /^([A-Z]+)(\d+):[A-Z]+(\d+)$/.exec(place) ?? [];
  if (first !== '' && Number(to) > Number(from)) {
    merges.push({ column: columnOf(first), from: Number(from), to: Number(to) });
  }
}

/** Text that is shown for several lines is in each of them. A number is not: it may be the sum of them. */
function fillMerged(rows: readonly RawRow[], merges: readonly Merge[]): void {
  let steps = 0;
  for (const { column, from, to } of merges) {
    const first = firstFrom(rows, from);
    const value = rows[first]?.line === from ? rows[first].cells[column] : undefined;
    if (typeof value !== 'string' || value === '' || /^[A-Z]{3} \d|%$/.test(value)) continue;
    for (let at = first + 1; at < rows.length; at++) {
      const row = rows[at];
      if (row === undefined || row.line > to) break;
      if (++steps > MAX_CELLS) throw new FileError('tooLarge');
      while (row.cells.length <= column) row.cells.push('');
      if (row.cells[column] === '') row.cells[column] = value;
    }
  }
}

/** Index of the first row at a line or behind it; rows stand in order. */
function firstFrom(rows: readonly RawRow[], line: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `BC12` → 54 */
function columnOf(place: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(place)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function cellOf(type: string, style: number, value: string, { strings, styles, is1904 }: Workbook): Cell {
  if (type === 's') {
    const text = strings[Number(value)];
    if (text === undefined) throw new FileError('damaged', `There is no shared string ${value}.`);
    return text;
  }
  if (type === 'b') return value === '1' ? 'true' : 'false';
  if (type === 'd') return value.slice(0, 10);
  if (type !== 'n') return unescaped(value);
  const number = Number(value);
  return Number.isFinite(number) ? shownNumber(number, styles[style], is1904) : value;
}

/** `_x000D_` is how a workbook writes a character that XML cannot hold. */
export function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}

/** Progress from 0 to 1; the length that a file declares is used for nothing else. */
export function shareOf(count: number, total: number): number {
  return total > 0 ? Math.min(1, count / total) : 0.5;
}
