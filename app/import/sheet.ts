/** A cell as stored in the file: text, or a number in spreadsheets. Days are `YYYY-MM-DD`. */
export type Cell = string | number;

export interface SheetLine {
  /** Line in the file, from 1; the first line if a row spans several. */
  line: number;
  cells: Cell[];
  /** For a contact: its card verbatim. */
  raw?: string;
}

/** A line that could not be split into cells; it is left out and reported. */
export interface BrokenLine {
  line: number;
  /** The cells found so far. */
  cells: Cell[];
  raw?: string;
  reason: 'unclosedQuote' | 'moreCells' | 'cellTooLong' | 'totals' | 'unreadableCard' | 'otherKind' | 'headerAgain';
}

/** The format of the input, to write left-out lines in the same format. */
export interface FileForm {
  kind: 'csv' | 'xlsx' | 'vcard';
  /** A `TextDecoder` label; `utf-8` for binary formats. */
  encoding: string;
  separator: string;
  hasByteOrderMark: boolean;
  hasSeparatorLine: boolean;
  newline: '\n' | '\r\n' | '\r';
}

/** One table of a file: a CSV file has one, a workbook one per sheet. */
export interface Sheet {
  /** The sheet's name, or the file's. */
  name: string;
  /** One per column; empty if the file has none. */
  headers: string[];
  /** Line of the header; null if there is none. */
  headerLine: number | null;
  lines: SheetLine[];
  broken: BrokenLine[];
  form: FileForm;
  /** A workbook does not show this sheet; it is left out unless selected. */
  isHidden?: boolean;
  /** How many lines a workbook does not show; they come in like any other. */
  hiddenLines?: number;
}

/** A cell as text; numbers without exponent or grouping, with a decimal point. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (Number.isSafeInteger(cell)) return String(cell);
  const text = String(cell);
  return text.includes('e') ? cell.toFixed(20).replace(/\.?0+$/, '') : text;
}

export function isBlankLine(cells: readonly Cell[]): boolean {
  return cells.every((cell) => typeof cell === 'string' && !/[^\s\0]/.test(cell));
}
