/** A cell as the file holds it: text, or a number where a spreadsheet holds it as one. Days come as `YYYY-MM-DD`. */
export type Cell = string | number;

export interface SheetLine {
  /** Line in the file, the first being 1; of a cell of several lines, the first of them. */
  line: number;
  cells: Cell[];
  /** For a contact: its card as it stands in the file. */
  raw?: string;
}

/** A line that could not be read as a row of cells; it is left out, and named. */
export interface BrokenLine {
  line: number;
  /** The cells, as far as they could be separated. */
  cells: Cell[];
  raw?: string;
  reason: 'unclosedQuote' | 'moreCells' | 'totals' | 'unreadableCard' | 'otherKind' | 'headerAgain';
}

/** How the input was written, so that lines that were left out can be given back in the same form. */
export interface FileForm {
  kind: 'csv' | 'xlsx' | 'vcard';
  /** A label that `TextDecoder` knows; `utf-8` for what is not text. */
  encoding: string;
  separator: string;
  hasByteOrderMark: boolean;
  hasSeparatorLine: boolean;
  newline: '\n' | '\r\n' | '\r';
}

/** One table of a file: a CSV file has one, a workbook one for each sheet. */
export interface Sheet {
  /** The sheet's own name, or the file's. */
  name: string;
  /** One for each column; empty where the file names none. */
  headers: string[];
  /** Line of the header row, or null where the file has none. */
  headerLine: number | null;
  lines: SheetLine[];
  broken: BrokenLine[];
  form: FileForm;
}

/** The text of a cell; a number without exponent or grouping, with a point before decimals. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (Number.isSafeInteger(cell)) return String(cell);
  const text = String(cell);
  return text.includes('e') ? cell.toFixed(20).replace(/\.?0+$/, '') : text;
}

export function isBlankLine(cells: readonly Cell[]): boolean {
  return cells.every((cell) => typeof cell === 'string' && cell.trim() === '');
}
