import { FileError } from '../file-error.ts';
import { MAX_COLUMNS, MAX_LINES } from '../limits.ts';
import type { FileForm, Sheet, SheetLine } from '../sheet.ts';
import { CARD_HEADERS, type Card, readCard } from './card.ts';
import { decodeText, detectEncoding } from './encoding.ts';
import type { ReadOptions } from './read-csv.ts';

/** Contacts read between two checks for cancelling and progress. */
const CARDS_A_SLICE = 50;

/** Reads the contacts of a vCard file, versions 2.1 to 4. Unreadable ones are reported. */
export function readVcard(
  name: string,
  bytes: Uint8Array,
  encoding: string | undefined,
  { onProgress }: Pick<ReadOptions, 'onProgress'>,
): Sheet {
  const known = encoding ?? detectEncoding(bytes);
  const form: FileForm = {
    kind: 'vcard',
    encoding: known,
    separator: '',
    hasByteOrderMark: false,
    hasSeparatorLine: false,
    newline: '\r\n',
  };
  const headers = [...CARD_HEADERS];
  const sheet: Sheet = { name, headers, headerLine: null, lines: [], broken: [], form };
  const text = decodeText(bytes, known);
  let read = 0;
  for (const { line, text: card } of cardsOf(text)) {
    if (sheet.lines.length + sheet.broken.length >= MAX_LINES) throw new FileError('tooManyLines');
    const contact = readCard(card);
    if (contact === null) sheet.broken.push({ line, cells: [], raw: card, reason: 'unreadableCard' });
    else sheet.lines.push({ line, raw: card, cells: cellsOf(contact, headers) });
    read += card.length;
    if ((sheet.lines.length + sheet.broken.length) % CARDS_A_SLICE !== 0) continue;
    if (onProgress?.(Math.min(1, read / text.length)) === false) throw new FileError('cancelled');
  }
  if (sheet.lines.length + sheet.broken.length === 0) throw new FileError('empty');
  return sheet;
}

/** Parses each card separately, so that a bad one does not affect the others. */
function* cardsOf(text: string): Generator<{ line: number; text: string }> {
  let line = 0;
  let startedAt = 0;
  let card: string[] | null = null;
  for (const row of text.split(/\r\n|\r|\n/)) {
    line++;
    if (/^BEGIN:VCARD\s*$/i.test(row)) {
      if (card !== null) yield { line: startedAt, text: card.join('\r\n') };
      startedAt = line;
      card = [];
    }
    card?.push(row);
    if (card === null || !/^END:VCARD\s*$/i.test(row)) continue;
    yield { line: startedAt, text: card.join('\r\n') };
    card = null;
  }
  if (card !== null) yield { line: startedAt, text: card.join('\r\n') };
}

/** Adds a column for each further property, after the columns of earlier cards. */
function cellsOf({ cells, others }: Card, headers: string[]): SheetLine['cells'] {
  const all: SheetLine['cells'] = [...cells];
  for (const [header, text] of others) {
    const at = headers.indexOf(header);
    const column = at < 0 ? headers.push(header) - 1 : at;
    while (all.length < column) all.push('');
    all[column] = text;
  }
  if (headers.length > MAX_COLUMNS) throw new FileError('tooManyColumns');
  return all;
}
