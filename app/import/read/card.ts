import ICAL from 'ical.js';
import { MAX_CELL_LENGTH } from '../limits.ts';
import { modernCard } from './vcard-21.ts';

/** The columns a contact is laid out in; headers that the mapping knows. */
export const CARD_HEADERS = [
  ...['Organization', 'First name', 'Middle name', 'Last name', 'Email', 'Phone', 'Street address', 'City'],
  ...['Postal code', 'Country', 'Categories', 'Notes'],
] as const;

export interface Card {
  /** In the order of `CARD_HEADERS`. */
  cells: string[];
  /** Header → text, of what no field takes: a job title, a second address. */
  others: ReadonlyMap<string, string>;
}

type Property = readonly [name: string, parameters: Record<string, unknown>, type: string, ...values: unknown[]];

/** Characters of a property's name and parameters; real ones have a hundred. */
const MOST_PARAMETERS = 2000;
/** Of a picture, a sound or a key nothing can come in; they are most of a card. */
const DATA = /^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-ABCROP-RECTANGLE)[;:]/i;
/** What is in other cells, or says how the card was made. */
const NOT_SHOWN = new Set([
  ...[
    'version',
    'prodid',
    'uid',
    'rev',
    'kind',
    'n',
    'fn',
    'org',
    'email',
    'tel',
    'adr',
    'label',
    'categories',
    'note',
  ],
  ...[
    'sort-string',
    'class',
    'clientpidmap',
    'xml',
    'source',
    'profile',
    'mailer',
    'x-ablabel',
    'x-abadr',
    'x-abshowas',
  ],
  ...['x-abuid', 'x-ferry-reason'],
]);
const NAMES: Readonly<Record<string, string>> = {
  title: 'Job title',
  role: 'Role',
  url: 'Website',
  bday: 'Birthday',
  nickname: 'Nickname',
  impp: 'Messenger',
};

/** One contact, of any version of vCard; null where it is not written as one. */
export function readCard(text: string): Card | null {
  let properties: readonly Property[];
  try {
    const card = propertiesOf(text);
    if (card === null) return null;
    properties = card;
  } catch {
    return null;
  }
  const all = (name: string) => properties.filter(([known]) => known === name).map(([, , , ...values]) => values);
  const several = (name: string, glue = '; ') =>
    all(name)
      .flat()
      .map(flat)
      .filter((value) => value !== '')
      .join(glue);
  const addresses = all('adr').map(([address]) => parts(address));
  const [prefix = '', given = '', middle = '', family = '', suffix = ''] = nameOf(all('n')[0]?.[0]);
  const isNamed = given !== '' || family !== '';
  const [organization = '', ...units] = parts(all('org')[0]?.[0]);
  const [home = []] = addresses;
  const cells = [
    organization,
    isNamed ? given : several('fn'),
    isNamed ? middle : '',
    isNamed ? family : '',
    withoutScheme(several('email')),
    withoutScheme(several('tel')),
    streetOf(home),
    home[3] ?? '',
    home[5] ?? '',
    home[6] ?? '',
    several('categories'),
    several('note', '\n'),
  ];
  const others = new Map([
    ['Name prefix', isNamed ? prefix : ''],
    ['Name suffix', isNamed ? suffix : ''],
    ['Department', units.join(', ')],
    ['Region', home[4] ?? ''],
    ['Further addresses', addresses.slice(1).map(inOneLine).join('\n')],
  ]);
  for (const [name] of properties) {
    if (!NOT_SHOWN.has(name)) others.set(NAMES[name] ?? name.toUpperCase(), several(name));
  }
  for (const [header, value] of others) if (value === '') others.delete(header);
  return [...cells, ...others.values()].some((cell) => cell.length > MAX_CELL_LENGTH) ? null : { cells, others };
}

function propertiesOf(text: string): readonly Property[] | null {
  const rows = modernCard(withoutData(text)).split('\r\n').map(namedTypes);
  // The parser takes the square of their length.
  if (rows.some((row) => row.indexOf(':') > MOST_PARAMETERS)) return null;
  const plain = rows.join('\r\n');
  if (plain.length > MAX_CELL_LENGTH * CARD_HEADERS.length) return null;
  const parsed = ICAL.parse(plain) as unknown as readonly unknown[];
  const card = parsed[0] === 'vcard' ? parsed : (parsed[0] as readonly unknown[]);
  return card[0] === 'vcard' ? (card[1] as readonly Property[]) : null;
}

/** Removes data properties with their continuation lines. */
function withoutData(text: string): string {
  let isData = false;
  const kept = text.split('\r\n').filter((row) => {
    isData = DATA.test(row) || (isData && /^(?:[ \t]|$)|^[A-Za-z0-9+/]{60,}=*$/.test(row));
    return !isData;
  });
  return kept.join('\r\n');
}

/** `TEL;WORK:` of version 2.1 is `TEL;TYPE=WORK:` since. */
function namedTypes(row: string): string {
  const end = row.indexOf(':');
  const head = row.slice(0, end);
  if (!head.includes(';')) return row;
  const [name = '', ...types] = head.split(';');
  if (!/^[A-Z-]+$/i.test(name) || !types.every((type) => /^[A-Z]*$/i.test(type))) return row;
  const named = types.filter((type) => type !== '').map((type) => `;TYPE=${type}`);
  return `${name}${named.join('')}${row.slice(end)}`;
}

/** Prefix, given, middle, family name, suffix. */
function nameOf(value: unknown): string[] {
  const [family, given, middle, prefix, suffix] = parts(value);
  return [prefix ?? '', given ?? '', middle ?? '', family ?? '', suffix ?? ''];
}

/** Post office box, further line, street, city, region, postal code, country. */
function streetOf([box = '', more = '', street = '']: readonly string[]): string {
  return [street, more, box].filter((text) => text !== '').join(', ');
}

function inOneLine(address: readonly string[]): string {
  const [, , , city = '', region = '', code = '', country = ''] = address;
  return [streetOf(address), `${code} ${city}`.trim(), region, country].filter((text) => text !== '').join(', ');
}

const withoutScheme = (values: string) => values.replace(/(^|; )(?:mailto|tel):/gi, '$1');

const parts = (value: unknown): string[] => (Array.isArray(value) ? value.map(flat) : [flat(value)]);

function flat(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map(flat)
      .filter((text) => text !== '')
      .join(' ');
  // The reader leaves an escaped semicolon as it is where a value has no parts.
  return value === undefined || value === null ? '' : String(value).replaceAll('\\;', ';').trim();
}
