import { neutralised } from '../values/text.ts';
import type { OutCell, OutTable } from './table.ts';

/** CSV format that the spreadsheets of a region open as a table. */
export interface CsvRegion {
  separator: ',' | ';';
  decimal: '.' | ',';
}

/** Without a byte order mark Excel does not read UTF-8. */
const BOM = '\ufeff';

/** Switzerland and Liechtenstein separate columns by semicolons although they write a decimal point. */
const SEMICOLON_REGIONS = new Set(['CH', 'LI']);

/** Regions with a decimal comma separate columns by semicolons. */
export function csvRegionOf(locale: string): CsvRegion {
  const decimal = new Intl.NumberFormat(locale).format(1.5).includes(',') ? ',' : '.';
  const hasSemicolon = decimal === ',' || SEMICOLON_REGIONS.has(new Intl.Locale(locale).region ?? '');
  return { separator: hasSemicolon ? ';' : ',', decimal };
}

/** A table as separated values with a byte order mark: ISO days, ungrouped amounts. */
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

/**
 * Quotes any possible separator: a spreadsheet that splits at another one would start a cell in the middle of a text.
 */
export function quoted(text: string): string {
  return /[",;\t|\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
