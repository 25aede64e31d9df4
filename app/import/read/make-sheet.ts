import { FileError } from '../file-error.ts';
import { MAX_CELL_LENGTH, MAX_CELLS, MAX_COLUMNS, MAX_LINES } from '../limits.ts';
import {
  type BrokenLine,
  type Cell,
  cellText,
  type FileForm,
  isBlankLine,
  type Sheet,
  type SheetLine,
} from '../sheet.ts';
import { filledWidth, findHeader } from './header-row.ts';

/** A row before the header is known. */
export interface RawRow {
  line: number;
  cells: Cell[];
  hasUnclosedQuote?: boolean;
}

const TOTALS =
  /^(?:(?:grand |sub-?)?totals?|(?:gesamt)?summe|gesamt|zwischensumme)(?:\s+\(?(?:[A-Z]{3}|\p{Sc})\)?|\s+(?:for|of|für)\s.+)?\s*:?$/iu;
const AMOUNT = /^(?:[A-Z]{3}\s?)?[\p{Sc}\d\s.,()'’-]*\d[\p{Sc}\d\s.,()'’-]*(?:[A-Z]{3})?$/u;
const REPORT_FOOTER = /^\p{L}+, .*\d{4}.*\d{1,2}:\d{2}|^(?:accrual|cash) basis\b/iu;

/**
 * Splits rows into header, lines and broken lines. No row is dropped silently: a row with more cells than columns is
 * reported, not cut.
 * @param headerLine the person's choice; null for no header, undefined to detect it
 */
export function makeSheet(
  name: string,
  rows: readonly RawRow[],
  form: FileForm,
  knownHeaders: ReadonlySet<string>,
  headerLine?: number | null,
): Sheet {
  if (rows.length > MAX_LINES) throw new FileError('tooManyLines');
  const found =
    headerLine === undefined
      ? findHeader(
          rows.map(({ cells }) => cells),
          knownHeaders,
        ).index
      : rows.findIndex(({ line }) => line === headerLine);
  const header = found < 0 ? null : rows[found];
  const body = rows.slice(found + 1);
  const headers = header?.cells.map((cell) => cellText(cell).trim()) ?? [];
  const columns = header ? headers.length : Math.max(0, ...rows.slice(0, 200).map(({ cells }) => filledWidth(cells)));
  if (columns > MAX_COLUMNS) throw new FileError('tooManyColumns');
  if (rows.length * columns > MAX_CELLS) throw new FileError('tooLarge');
  while (headers.length < columns) headers.push('');
  const lines: SheetLine[] = [];
  const broken: BrokenLine[] = [];
  for (const { line, cells, hasUnclosedQuote } of body) {
    if (isBlankLine(cells) || isRule(cells)) continue;
    if (hasUnclosedQuote) broken.push({ line, cells, reason: 'unclosedQuote' });
    else if (cells.some(isTooLong)) broken.push({ line, cells, reason: 'cellTooLong' });
    else if (filledWidth(cells) > columns) broken.push({ line, cells, reason: 'moreCells' });
    else if (isHeaderAgain(header?.cells, cells)) broken.push({ line, cells, reason: 'headerAgain' });
    else if (columns > 1 && isTotal(cells)) broken.push({ line, cells, reason: 'totals' });
    else lines.push({ line, cells });
  }
  return { name, headers, headerLine: header?.line ?? null, lines, broken, form };
}

/** A line drawn below the header, as `|------|:-----|`. */
function isRule(cells: readonly Cell[]): boolean {
  return cells.every((cell) => /^\s*(?:[:+]?(?:-{3,}|={3,})[:+]?)?\s*$/.test(cellText(cell)));
}

const isTooLong = (cell: Cell) => typeof cell === 'string' && cell.length > MAX_CELL_LENGTH;

/** A repeated header, as in paged reports and concatenated lists. */
function isHeaderAgain(header: readonly Cell[] | undefined, cells: readonly Cell[]): boolean {
  if (header === undefined || filledWidth(header) !== filledWidth(cells)) return false;
  const same = (cell: Cell, at: number) => cellText(cell).trim() === cellText(header[at]).trim();
  return filledWidth(cells) > 1 && cells.every(same);
}

/** A total or a report footer: a summary word with no name beside it. */
function isTotal(cells: readonly Cell[]): boolean {
  const filled = cells.map((cell) => cellText(cell).trim()).filter((text) => text !== '');
  const [first = '', ...rest] = filled;
  const isPlain = !/\s(?:for|of|für)\s/i.test(first);
  if (TOTALS.test(first) && (isPlain || rest.length > 0)) return rest.every((text) => AMOUNT.test(text));
  return rest.length === 0 && REPORT_FOOTER.test(first);
}
