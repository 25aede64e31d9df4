import { type AnyEntity, type FieldKind, referencesOf } from '#app/schema/index.ts';
import { cellText, type SheetLine } from '../sheet.ts';
import { splitAddress } from '../values/addresses.ts';
import { ADDRESS_TARGET, ID_TARGET, parentIdTarget, type Target, UUID } from './mapping.ts';
import { plainHeader } from './plain-header.ts';
import { isDatevName, isTaxCountry, namePartOf, qualifiedNamePartOf, unqualified, wordsOf } from './words.ts';

const SAMPLE_LINES = 200;
/** Penalty for a column without values: it gets a field only if no other column has the field's name. */
const EMPTY_RANK = 10_000;
/** Penalty for a title column with gaps: a column that names every line comes first. */
const GAPS_RANK = 1000;

/** Headers of a second or third column of a kind; null if a record has only one value of the kind. */
const furtherHeaders: Readonly<Record<FieldKind, RegExp | null>> = {
  text: null,
  email: /^email\d(?:address|value)?$/,
  phone: /^(?:home|business|work)?(?:(?:tele)?phone|telefon|tel)\d(?:value)?$/,
  notes: null,
  select: null,
  tags: null,
  date: null,
  money: null,
  count: null,
  reference: null,
  person: null,
};

type Rank = (column: number, field: string) => number | null;

/**
 * Guesses which target each column fills, from its header and whether it has values. Fields choose in schema order and
 * take the most likely remaining column; leftover columns then go to fields that hold several values.
 */
export function guessMapping(entity: AnyEntity, headers: readonly string[], lines: readonly SheetLine[]): Target[] {
  const plain = headers.map(plainHeader);
  const sample = lines.slice(0, SAMPLE_LINES);
  const filled = headers.map((_, column) => sample.filter(({ cells }) => cellText(cells[column]).trim() !== '').length);
  const columns: Target[] = headers.map(() => null);
  const words = wordsOf(entity);
  const rank: Rank = (column, field) => {
    const place = words.get(field)?.indexOf(plain[column] ?? '') ?? -1;
    if (plain[column] === '' || place < 0) return null;
    const lines = filled[column] ?? 0;
    const gaps = lines === 0 ? EMPTY_RANK : field === entity.title && lines < sample.length ? GAPS_RANK : 0;
    return place + gaps;
  };
  takeIds(entity, plain, sample, columns);
  takeNameParts(entity, plain, columns, rank);
  for (const field of words.keys()) takeBest(field, columns, rank);
  takeQualified(entity, plain, filled, columns, words);
  takeFurther(entity, headers, plain, columns, rank);
  takeAddress(entity, sample, columns);
  return columns;
}

/** Checks the form of the values too: many programs have a column named "id". */
function takeIds(entity: AnyEntity, plain: readonly string[], sample: readonly SheetLine[], columns: Target[]): void {
  const targets = new Map([[plainHeader('Id'), ID_TARGET]]);
  for (const { field } of referencesOf(entity)) {
    const label = entity.fields[field]?.label;
    if (label === undefined) continue;
    for (const word of [label.en, label.de]) targets.set(plainHeader(`${word} Id`), parentIdTarget(field));
  }
  for (const [column, header] of plain.entries()) {
    const target = targets.get(header);
    const values = sample.map(({ cells }) => cellText(cells[column]).trim()).filter((value) => value !== '');
    const ids = values.filter((value) => UUID.test(value));
    // An id changed by hand costs its own line the match, not all others.
    if (target !== undefined && ids.length > 0 && ids.length >= values.length / 2) columns[column] = target;
  }
}

/** First and last name fill the title if no other column does, else the contact person. */
function takeNameParts(entity: AnyEntity, plain: readonly string[], columns: Target[], rank: Rank): void {
  const plainPlaces = plain.map(namePartOf);
  const hasPlain = plainPlaces.some((place) => place !== null);
  // The first contact of several is the one to name.
  const places = hasPlain
    ? plainPlaces
    : plain.map(qualifiedNamePartOf).map((place, column, all) => (all.indexOf(place) === column ? place : null));
  const parts = places.flatMap((place, column) => (place === null ? [] : [column]));
  if (parts.length === 0 || entity.fields.contact === undefined) return;
  // A bare "name" beside a first name and no last name is the last name.
  const lastName = places.includes(0) && !places.includes(2) ? plain.indexOf('name') : -1;
  const hasName = plain.some(
    (header, column) =>
      column !== lastName && !isDatevName(header) && (rank(column, entity.title) ?? EMPTY_RANK) < EMPTY_RANK,
  );
  for (const column of lastName < 0 ? parts : [...parts, lastName])
    columns[column] = hasName && !isDatevName(plain[column] ?? '') ? 'contact' : entity.title;
}

function takeBest(field: string, columns: Target[], rank: Rank): void {
  if (columns.includes(field)) return;
  let best: { column: number; rank: number } | null = null;
  for (const [column, target] of columns.entries()) {
    const found = target === null ? rank(column, field) : null;
    if (found !== null && (best === null || found < best.rank)) best = { column, rank: found };
  }
  if (best !== null) columns[best.column] = field;
}

/** Fields of a contact that no column names alone: `Primary Contact Email`, `Billing Address Street`. */
function takeQualified(
  entity: AnyEntity,
  plain: readonly string[],
  filled: readonly number[],
  columns: Target[],
  words: ReadonlyMap<string, readonly string[]>,
): void {
  if (entity.address === undefined) return;
  const isOfContact = (name: string) => {
    const kind = entity.fields[name]?.kind;
    return name !== entity.title && (kind === 'text' || kind === 'email' || kind === 'phone');
  };
  for (const [column, header] of plain.entries()) {
    if (columns[column] !== null) continue;
    const field = [...words.keys()]
      .filter(isOfContact)
      .find((name) => unqualified(header).some((rest) => words.get(name)?.includes(rest)));
    if (field === undefined) continue;
    const isHeld = columns.includes(field);
    const isSeveral = furtherHeaders[entity.fields[field]?.kind ?? 'text'] !== null;
    if (isHeld ? isSeveral : (filled[column] ?? 0) > 0) columns[column] = field;
  }
}

/** A single column for the street, no city beside it: most of its cells are whole addresses, or it is the street. */
function takeAddress({ address }: AnyEntity, sample: readonly SheetLine[], columns: Target[]): void {
  if (address === undefined) return;
  const street = columns.indexOf(address.street);
  if (street < 0 || columns.lastIndexOf(address.street) !== street) return;
  if (columns.includes(address.code) || columns.includes(address.city)) return;
  const values = sample.map(({ cells }) => cellText(cells[street]).trim()).filter((value) => value !== '');
  const whole = values.filter((value) => splitAddress(value) !== null);
  if (whole.length > 0 && whole.length >= values.length / 2) columns[street] = ADDRESS_TARGET;
}

/** Further columns of a field: continued text, second address line, tax id country, extra emails and phone numbers. */
function takeFurther(
  entity: AnyEntity,
  headers: readonly string[],
  plain: readonly string[],
  columns: Target[],
  rank: Rank,
): void {
  const street = columns.indexOf('street');
  for (const [column, header] of headers.entries()) {
    const base = /^(.+) \([2-9]\)$/.exec(header)?.[1];
    const first = base === undefined ? -1 : headers.indexOf(base);
    if (first >= 0 && columns[column] === null) columns[column] = columns[first] ?? null;
  }
  for (const [column, target] of columns.entries()) {
    if (target !== null) continue;
    const { taxNumber } = entity;
    if (taxNumber && isTaxCountry(plain[column] ?? '') && columns.includes(taxNumber)) columns[column] = taxNumber;
    if (street >= 0 && isContinued(plain[street] ?? '', plain[column] ?? '')) columns[column] = 'street';
    const several = Object.entries(entity.fields).find(
      ([name, { kind }]) =>
        furtherHeaders[kind] !== null &&
        (rank(column, name) !== null || furtherHeaders[kind].test(plain[column] ?? '')),
    );
    if (several !== undefined) columns[column] = several[0];
  }
}

/** `addressline3` continues `addressline1`. */
function isContinued(first: string, header: string): boolean {
  const number = /[2-9]/.exec(header);
  if (number === null) return false;
  const base = header.replace(number[0], '');
  return base === first || base === first.replace('1', '');
}
