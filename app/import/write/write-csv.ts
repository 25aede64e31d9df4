import { neutralised } from '../values/text.ts';
import type { OutCell, OutTable } from './table.ts';

/** How separated values are written so that the spreadsheets of a region open them as a table. */
export interface CsvRegion {
  separator: ',' | ';';
  decimal: '.' | ',';
}

/** Byte order mark: without it Excel reads UTF-8 as something else. */
const BOM = '\ufeff';

/** Where the comma stands before decimals, the semicolon parts the columns. */
export function csvRegionOf(locale: string): CsvRegion {
  const isComma = new Intl.NumberFormat(locale).format(1.5).includes(',');
  return isComma ? { separator: ';', decimal: ',' } : { separator: ',', decimal: '.' };
}

/** A table as separated values with a byte order mark: days as ISO writes them, amounts without grouping. */
export function writeCsv({ headers, rows }: OutTable, { separator, decimal }: CsvRegion): string {
  const lines = [headers.map(quoted), ...rows.map((cells) => cells.map((cell) => quoted(csvText(cell, decimal))))];
  return BOM + lines.map((cells) => `${cells.join(separator)}\r\n`).join('');
}

function csvText(cell: OutCell, decimal: string): string {
  if (cell === null) return '';
  if (cell.kind === 'text') return neutralised(cell.text);
  if (cell.kind === 'day') return cell.day;
  return cell.kind === 'amount' ? cell.value.toFixed(cell.digits).replace('.', decimal) : String(cell.value);
}

/** Whatever parts cells anywhere is quoted: a spreadsheet that splits elsewhere would begin a cell in the middle of a text. */
export function quoted(text: string): string {
  return /[",;\t|\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
