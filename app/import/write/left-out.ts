import { type Cell, cellText, type FileForm, type Sheet, type SheetLine } from '../sheet.ts';
import type { OutCell } from './table.ts';
import { quoted } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

export interface LeftOutLine {
  cells: readonly Cell[];
  reason: string;
  /** For a contact: its card verbatim. */
  raw?: string;
}

/**
 * Writes the lines of a sheet that were not fully imported, in the original format, each with its reason, to be
 * corrected and imported again. The reason is the first column, because a line may have more cells than the header.
 */
export function writeLeftOut(sheet: Sheet, lines: readonly LeftOutLine[], reasonHeader: string): Uint8Array {
  const { form, headers } = sheet;
  if (form.kind === 'vcard') return new TextEncoder().encode(lines.map((line) => cardWithReason(line)).join(''));
  if (form.kind === 'xlsx') {
    const rows = lines.map(({ cells, reason }) => [textCell(reason), ...cells.map(typedCell)]);
    return writeXlsx([{ name: sheet.name, headers: [reasonHeader, ...headers], rows }]);
  }
  // A file with one column has no separator, but this one has two.
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

/** Encodes in the original encoding if it can represent the text, else in UTF-8. */
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

/** Null if the encoding is multi-byte or lacks a character. */
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
