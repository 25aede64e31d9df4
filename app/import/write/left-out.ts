import { type Cell, cellText, type FileForm, type Sheet, type SheetLine } from '../sheet.ts';
import type { OutCell } from './table.ts';
import { quoted } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

export interface LeftOutLine {
  cells: readonly Cell[];
  reason: string;
  /** For a contact: its card as it stands in the file. */
  raw?: string;
}

/**
 * The lines of a sheet that did not come in, or not whole, in the form of the file they come from, each with its reason; to be
 * corrected and imported again. The reason stands first, since a line may have more cells than there are columns.
 */
export function writeLeftOut(sheet: Sheet, lines: readonly LeftOutLine[], reasonHeader: string): Uint8Array {
  const { form, headers } = sheet;
  if (form.kind === 'vcard') return new TextEncoder().encode(lines.map((line) => cardWithReason(line)).join(''));
  if (form.kind === 'xlsx') {
    const rows = lines.map(({ cells, reason }) => [textCell(reason), ...cells.map(typedCell)]);
    return writeXlsx([{ name: sheet.name, headers: [reasonHeader, ...headers], rows }]);
  }
  // Of one column, a separator has to be found for two.
  const separator = form.separator || ',';
  const head = sheet.headerLine === null ? [] : [[reasonHeader, ...headers]];
  const all = [...head, ...lines.map(({ cells, reason }) => [reason, ...cells.map(cellText)])];
  const newline = form.newline;
  const text = all.map((cells) => cells.map(quoted).join(separator) + newline).join('');
  return encoded(form.hasSeparatorLine ? `sep=${separator}${newline}${text}` : text, form);
}

const textCell = (text: string): OutCell => (text === '' ? null : { kind: 'text', text });

function typedCell(cell: Cell): OutCell {
  if (typeof cell === 'number') return { kind: 'number', value: cell };
  return /^\d{4}-\d{2}-\d{2}$/.test(cell) ? { kind: 'day', day: cell } : textCell(cell);
}

function cardWithReason({ raw = '', reason }: LeftOutLine): string {
  const escaped = reason.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
  return `${raw.replace(/\r?\nEND:VCARD\s*$/i, '')}\r\nX-FERRY-REASON:${escaped}\r\nEND:VCARD\r\n`;
}

/** The text in the encoding it came in where that can hold it, else as UTF-8. */
function encoded(text: string, { encoding, hasByteOrderMark }: FileForm): Uint8Array {
  if (encoding.startsWith('utf-16')) return wide(`\ufeff${text}`, encoding === 'utf-16le');
  const narrow = encoding === 'utf-8' ? null : singleBytes(text, encoding);
  if (narrow !== null) return narrow;
  return new TextEncoder().encode(hasByteOrderMark || encoding !== 'utf-8' ? `\ufeff${text}` : text);
}

function wide(text: string, isLittleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), isLittleEndian);
  return bytes;
}

/** Null where the encoding has several bytes a character, or lacks one of the text. */
function singleBytes(text: string, encoding: string): Uint8Array | null {
  const decoder = new TextDecoder(encoding);
  const byteOf = new Map<string, number>();
  for (let byte = 255; byte >= 0; byte--) byteOf.set(decoder.decode(Uint8Array.of(byte)), byte);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = byteOf.get(text.charAt(at));
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  return bytes;
}

/** The cells of a line with its raw form, for `writeLeftOut`. */
export function leftOutLine({ cells, raw }: SheetLine & { raw?: string }, reason: string): LeftOutLine {
  return { cells, reason, ...(raw === undefined ? {} : { raw }) };
}
