import { plainHeader } from '../columns/plain-header.ts';
import { FileError } from '../file-error.ts';
import { LINES_A_SLICE, MAX_COLUMNS, MAX_LINES } from '../limits.ts';
import { cellText, type FileForm, isBlankLine, type Sheet } from '../sheet.ts';
import { csvRows } from './csv-lines.ts';
import { decodeText, detectEncoding } from './encoding.ts';
import { refuseOtherText } from './file-kind.ts';
import { filledWidth, findHeader } from './header-row.ts';
import { makeSheet, type RawRow } from './make-sheet.ts';

/** The person's corrections of the guesses. */
export interface CsvChoices {
  encoding?: string;
  separator?: string;
  /** Line of the header; null for no header. */
  headerLine?: number | null;
}

/** Separators a person may choose; '' means one column. */
export const SEPARATORS = [',', ';', '\t', '|', '~', '^', ''] as const;

export interface ReadOptions {
  /** Normalised headers of all entities. */
  knownHeaders: ReadonlySet<string>;
  /** Called periodically with the progress, 0 to 1; return false to abort with `cancelled`. */
  onProgress?: (share: number) => boolean;
}

const SAMPLE_ROWS = 60;
const SAMPLE_LENGTH = 100_000;
const SEPARATOR_LINE = /^sep=(.)\r?\n?/i;

/** Reads separated values in any encoding, with any separator and line ending. */
export function readCsv(name: string, bytes: Uint8Array, choices: CsvChoices, options: ReadOptions): Sheet {
  const encoding = choices.encoding ?? detectEncoding(bytes);
  const hasByteOrderMark = encoding.startsWith('utf-16') || bytes[0] === 0xef;
  const decoded = decodeText(bytes, encoding).replace(/^\ufeff+/, '');
  const separatorLine = SEPARATOR_LINE.exec(decoded);
  const body = separatorLine === null ? decoded : decoded.slice(separatorLine[0].length);
  const text = withoutLineQuotes(body, options.knownHeaders);
  if (text.trim() === '') throw new FileError('empty');
  refuseOtherText(text);
  const given = choices.separator ?? separatorLine?.[1];
  const separator = given ?? guessSeparator(text, options.knownHeaders);
  const form: FileForm = {
    kind: 'csv',
    encoding,
    separator,
    hasByteOrderMark,
    hasSeparatorLine: separatorLine !== null,
    newline: /\r\n/.test(text) ? '\r\n' : /\n/.test(text) ? '\n' : '\r',
  };
  const firstLine = separatorLine === null ? 0 : 1;
  const rows = withOtherSeparatorBelow(text, separator, firstLine, choices, options);
  return makeSheet(name, rows, form, options.knownHeaders, choices.headerLine);
}

function readRows(text: string, separator: string, linesBefore: number, { onProgress }: ReadOptions): RawRow[] {
  const rows: RawRow[] = [];
  let read = 0;
  for (const row of csvRows(text, separator)) {
    if (row.cells.length > MAX_COLUMNS && row.cells.slice(MAX_COLUMNS).some((cell) => cell.trim() !== '')) {
      throw new FileError('tooManyColumns');
    }
    if (rows.length >= MAX_LINES) throw new FileError('tooManyLines');
    for (const cell of row.cells) {
      read += cell.length + 1;
    }
    rows.push({ ...row, line: row.line + linesBefore });
    if (rows.length % LINES_A_SLICE === 0 && onProgress?.(Math.min(1, read / text.length)) === false) {
      throw new FileError('cancelled');
    }
  }
  return rows;
}

/**
 * The rows of a file; those below the header are split at another separator, or within quotes around the whole line, if
 * only that fits the header. Somebody put a header of their own above the lines of a program.
 */
function withOtherSeparatorBelow(
  text: string,
  separator: string,
  linesBefore: number,
  { headerLine }: CsvChoices,
  options: ReadOptions,
): RawRow[] {
  const rows = readRows(text, separator, linesBefore, options);
  const first = rows.slice(0, SAMPLE_ROWS);
  const cellsOf = (all: readonly RawRow[]) => all.map(({ cells }) => cells);
  const at =
    headerLine === undefined
      ? findHeader(cellsOf(first), options.knownHeaders).index
      : first.findIndex(({ line }) => line === headerLine);
  const headerRow = first[at];
  const width = headerRow === undefined ? 0 : filledWidth(headerRow.cells);
  if (headerRow === undefined || width < 2) return rows;
  const isAlone = ({ cells }: RawRow) => filledWidth(cells) <= 1;
  const below = first.slice(at + 1).filter(({ cells }) => !isBlankLine(cells));
  const alone = below.filter(isAlone);
  if (below.length === 0 || alone.length * 2 <= below.length) return rows;
  const header = rows.slice(0, at + 1);
  // Quotes around whole lines leave each in one cell.
  const within = ({ cells: [cell = ''] }: RawRow) => [...csvRows(cellText(cell), separator)][0]?.cells ?? [];
  if (separator !== '' && below.every((row) => isAlone(row) && within(row).length === width)) {
    const split = (row: RawRow) =>
      isAlone(row) && within(row).length === width ? { ...row, cells: within(row) } : row;
    return [...header, ...rows.slice(at + 1).map(split)];
  }
  const other = SEPARATORS.find(
    (known) => known !== '' && known !== separator && fits(text, known, headerRow.line - linesBefore, width),
  );
  if (other === undefined) return rows;
  return [...header, ...readRows(text, other, linesBefore, options).filter(({ line }) => line > headerRow.line)];
}

/** Whether the lines below the header split into as many cells as it has. */
function fits(text: string, separator: string, headerLine: number, width: number): boolean {
  let count = 0;
  for (const { line, cells } of csvRows(text, separator)) {
    if (line <= headerLine || isBlankLine(cells)) continue;
    if (cells.length !== width) return false;
    if (++count >= SAMPLE_ROWS) break;
  }
  return true;
}

const QUOTED_LINE = /^"((?:[^"]|"")*)"$/;

/** The text without quotes around each whole line, as a file has that a spreadsheet saved with its lines in one column. */
function withoutLineQuotes(text: string, knownHeaders: ReadonlySet<string>): string {
  const [first = ''] = text.split(/[\r\n]/, 1);
  const words = QUOTED_LINE.exec(first)?.[1]?.split(/[,;\t|]/) ?? [];
  if (words.filter((word) => knownHeaders.has(plainHeader(word))).length < 2) return text;
  const parts = text.split(/(\r\n|\r|\n)/);
  const isWhole = parts.every((line, at) => at % 2 === 1 || line.trim() === '' || QUOTED_LINE.test(line));
  if (!isWhole) return text;
  return parts.map((line) => QUOTED_LINE.exec(line)?.[1]?.replaceAll('""', '"') ?? line).join('');
}

/**
 * The separator that splits the header into the most known words, else the one that gives the most uniform rows. A file
 * whose header contains no separator has one column, whatever its lines contain.
 */
function guessSeparator(text: string, knownHeaders: ReadonlySet<string>): string {
  const sample = text.slice(0, SAMPLE_LENGTH);
  let best = { separator: '', score: 0 };
  for (const separator of SEPARATORS) {
    if (separator === '') continue;
    const rows = firstRows(sample, separator);
    const { index, known } = findHeader(rows, knownHeaders);
    const width = rows[Math.max(0, index)]?.length ?? 0;
    if (width < 2) continue;
    const body = rows.slice(index + 1).filter((cells) => cells.some((cell) => cell.trim() !== ''));
    const alike = body.filter((cells) => cells.length === width).length / Math.max(1, body.length);
    const score = known * 10 + alike * Math.min(width, 8) + 0.1;
    if (score > best.score) best = { separator, score };
  }
  // A single known word is a header of one column, whose values may contain commas.
  const single = findHeader(firstRows(sample, ''), knownHeaders);
  const isSingle = single.index === 0 && single.known === 1 && best.score < 20 && !knownPlain(sample, best.separator);
  return isSingle ? '' : best.separator;
}

function firstRows(sample: string, separator: string): string[][] {
  const rows: string[][] = [];
  for (const { cells } of csvRows(sample, separator)) {
    rows.push(cells);
    if (rows.length >= SAMPLE_ROWS) break;
  }
  return rows;
}

/** Whether the first line contains the separator. */
function knownPlain(sample: string, separator: string): boolean {
  const first = /^[^\r\n]*/.exec(sample)?.[0] ?? '';
  return separator !== '' && first.includes(separator) && plainHeader(first) !== '';
}
