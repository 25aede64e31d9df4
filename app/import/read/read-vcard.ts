import ICAL from 'ical.js';
import { FileError } from '../file-error.ts';
import { MAX_LINES } from '../limits.ts';
import type { FileForm, Sheet, SheetLine } from '../sheet.ts';
import { decodeText, detectEncoding } from './encoding.ts';
import { modernCard } from './vcard-21.ts';

/** Column headers for contacts; the mapping knows them. */
const HEADERS = [
  ...['Organization', 'First name', 'Last name', 'Email', 'Phone', 'Street address', 'City', 'Postal code', 'Country'],
  ...['Categories', 'Notes'],
];

type Property = readonly [name: string, parameters: Record<string, unknown>, type: string, ...values: unknown[]];

/** Reads the contacts of a vCard file, versions 2.1 to 4. Unreadable ones are reported. */
export function readVcard(name: string, bytes: Uint8Array, encoding?: string): Sheet {
  const known = encoding ?? detectEncoding(bytes);
  const form: FileForm = {
    kind: 'vcard',
    encoding: known,
    separator: '',
    hasByteOrderMark: false,
    hasSeparatorLine: false,
    newline: '\r\n',
  };
  const sheet: Sheet = { name, headers: HEADERS, headerLine: null, lines: [], broken: [], form };
  for (const { line, text } of cardsOf(decodeText(bytes, known))) {
    if (sheet.lines.length + sheet.broken.length >= MAX_LINES) throw new FileError('tooManyLines');
    const read = readCard(text, line);
    if (read === null) sheet.broken.push({ line, cells: [], raw: text, reason: 'unreadableCard' });
    else sheet.lines.push(read);
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

function readCard(text: string, line: number): SheetLine | null {
  let properties: readonly Property[];
  try {
    // `TEL;WORK:` in version 2.1 is `TEL;TYPE=WORK:` in later versions.
    const modern = modernCard(text).replace(/^([A-Z-]+);((?:[A-Z]+;?)+):/gim, (_, name: string, types: string) => {
      return `${name};${types
        .split(';')
        .filter(Boolean)
        .map((type) => `TYPE=${type}`)
        .join(';')}:`;
    });
    const parsed = ICAL.parse(modern) as unknown as readonly unknown[];
    const card = parsed[0] === 'vcard' ? parsed : (parsed[0] as readonly unknown[]);
    if (card[0] !== 'vcard') return null;
    properties = card[1] as readonly Property[];
  } catch {
    return null;
  }
  const all = (name: string) => properties.filter(([known]) => known === name).flatMap(([, , , ...values]) => values);
  const first = (name: string) => flat(all(name)[0]);
  const several = (name: string) => all(name).map((value) => flat(value).replace(/^(?:mailto|tel):/i, ''));
  const part = (value: unknown, place: number) => (Array.isArray(value) ? flat(value[place]) : '');
  const [names] = all('n');
  const [address] = all('adr');
  const given = part(names, 1);
  const family = part(names, 0);
  const isNamed = given !== '' || family !== '';
  const fullName = first('fn');
  const organization = flat(Array.isArray(all('org')[0]) ? (all('org')[0] as unknown[])[0] : all('org')[0]);
  const street = [part(address, 2), part(address, 1)].filter((text) => text !== '').join(', ');
  return {
    line,
    raw: text,
    cells: [
      organization,
      isNamed ? given : fullName,
      isNamed ? family : '',
      several('email').join('; '),
      several('tel').join('; '),
      street,
      part(address, 3),
      part(address, 5),
      part(address, 6),
      several('categories').join('; '),
      first('note'),
    ],
  };
}

function flat(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map(flat)
      .filter((text) => text !== '')
      .join(' ');
  return value === undefined || value === null ? '' : String(value).trim();
}
