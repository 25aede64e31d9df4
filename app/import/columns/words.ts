import { type AnyEntity, ferrySchema, referencesOf } from '#app/schema/index.ts';
import { identityOf } from '../identity/identity.ts';
import { plainHeader } from './plain-header.ts';

/** Header words for the parts of a person's name, which may span several columns. */
const nameParts = [
  ['first name', 'firstname', 'given name', 'forename', 'vorname'],
  ['middle name', 'additional name', 'zweiter vorname'],
  ['last name', 'lastname', 'surname', 'family name', 'nachname', 'familienname'],
].map((words) => words.map(plainHeader));

/** DATEV stores a debtor's name in one of three columns, by address type; a person's name in two of them. */
export const isDatevName = (plain: string): boolean => plain.includes('nameadressattyp');

/** DATEV splits a tax id into country and number. */
export const isTaxCountry = (plain: string): boolean => plain === 'euland';

/** Words that programs put before a field of a contact: whose it is, or which of several. */
const QUALIFIERS = [
  ...[
    'primary',
    'main',
    'default',
    'principal',
    'registered',
    'correspondence',
    'trading',
    'invoice',
    'billing',
    'legal',
  ],
  ...['business', 'company', 'client', 'customer', 'organization', 'organisation', 'account', 'contact', 'person'],
  ...['physical', 'postal', 'mailing', 'address', 'office', 'firmen', 'firma', 'kunden', 'mandanten', 'kontakt'],
  ...['rechnungs', 'anschrift', 'adresse', 'haupt'],
];

/** The header without the words before its field, one less each: `primarycontactemail` → `contactemail`, `email`. */
export function unqualified(plain: string): string[] {
  const word = QUALIFIERS.find((known) => plain.startsWith(known) && plain !== known);
  if (word === undefined) return [];
  const rest = plain.slice(word.length);
  return [rest, ...unqualified(rest)];
}

/** Index of the name part that the header names, or null. @param plain the header, see `plainHeader` */
export function namePartOf(plain: string): number | null {
  if (isDatevName(plain)) return plain.startsWith('vorname') ? 0 : 2;
  const place = nameParts.findIndex((words) => words.includes(plain));
  return place < 0 ? null : place;
}

/** The name part that a header names behind its qualifiers, as `contactfirstname` does; see `namePartOf`. */
export function qualifiedNamePartOf(plain: string): number | null {
  return (
    unqualified(plain)
      .map(namePartOf)
      .find((place) => place !== null) ?? null
  );
}

/** Field or parent path → its known headers, normalised, most likely first. */
export function wordsOf(entity: AnyEntity): ReadonlyMap<string, readonly string[]> {
  const own = Object.keys(entity.fields).map((name): [string, string[]] => [name, fieldWords(entity, name)]);
  const paths = referencesOf(entity).flatMap(({ field, table }) => {
    const parent = ferrySchema.entity(table);
    if (parent === undefined) return [];
    return [...referencesOf(parent).map((above) => above.field), ...distinguishingFields(parent)].map(
      (name): [string, string[]] => [`${field}.${name}`, fieldWords(parent, name)],
    );
  });
  return new Map([...own, ...paths]);
}

/** Text fields that distinguish records with the same title, such as the year of annual accounts. */
export function distinguishingFields(entity: AnyEntity): string[] {
  const { apart } = identityOf(entity);
  return referencesOf(entity).length === 0 ? [] : apart.filter((name) => entity.fields[name]?.kind === 'text');
}

function fieldWords(entity: AnyEntity, name: string): string[] {
  const label = entity.fields[name]?.label;
  const listed = (entity.otherNames?.[name] ?? []).map(plainHeader);
  // A label that is already in the list keeps its position.
  const labels = [label?.en ?? '', label?.de ?? '', name].map(plainHeader).filter((word) => !listed.includes(word));
  return [...labels, ...listed];
}

/** All headers of all entities. */
export function knownHeaders(): ReadonlySet<string> {
  const words = ferrySchema.entities.flatMap((entity) => [...wordsOf(entity).values()].flat());
  return new Set([...words, ...nameParts.flat(), 'id'].filter((word) => word !== ''));
}
