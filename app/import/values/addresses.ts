/** The parts of an address that came in one cell. */
export interface AddressParts {
  street: string;
  /** The postal code. */
  code: string;
  /** With the state behind it, where addresses have one. */
  city: string;
  /** '' if the cell names none. */
  country: string;
}

/** `50667 Köln`, `D-50667 Köln`, `110 00 Praha` */
const CODE_FIRST = /^(?:[A-Z]{1,3}[- ])?(\d{4,5}|\d{3} \d{2})\s+(\p{L}.*)$/u;
/** `Springfield, IL 62704`, the city in the same part or the one before */
const STATE_AND_CODE = /^(.*?)\s*\b([A-Z]{2})\s+(\d{5}(?:-\d{4})?)$/;
/** `Leeds LS1 4AB`, or the code by itself */
const BRITISH = /^(.*?)\s*\b([A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})$/i;

const MORE_COUNTRIES = [
  'uk',
  'usa',
  'u.s.a.',
  'u.k.',
  'england',
  'scotland',
  'wales',
  'northern ireland',
  'great britain',
];

/**
 * Splits an address in one cell by the form of its postal code. Parts are separated by commas or lines.
 * @returns null unless street, postal code and city are certain
 */
export function splitAddress(cell: string): AddressParts | null {
  const parts = cell
    .split(/\s*[,;\n\r]\s*/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const country = parts.length > 1 && isCountry(parts.at(-1) ?? '') ? (parts.pop() ?? '') : '';
  const last = parts.pop() ?? '';
  const made = (street: readonly string[], code: string, city: string): AddressParts | null =>
    street.length === 0 || city === '' ? null : { street: street.join(', '), code, city, country };
  const state = STATE_AND_CODE.exec(last);
  if (state !== null) {
    const [, before = '', name = '', code = ''] = state;
    const city = before.replace(/,$/, '') || (parts.pop() ?? '');
    return made(parts, code, `${city}, ${name}`);
  }
  const codeFirst = CODE_FIRST.exec(last);
  if (codeFirst !== null) return made(parts, codeFirst[1] ?? '', codeFirst[2] ?? '');
  const british = BRITISH.exec(last);
  if (british === null) return null;
  const [, before = '', code = ''] = british;
  if (before !== '') return parts.length === 1 ? made(parts, code, before) : null;
  // With more parts, the one before the code may be a county.
  return parts.length === 2 ? made(parts.slice(0, 1), code, parts[1] ?? '') : null;
}

function isCountry(word: string): boolean {
  countries ??= countryNames();
  return countries.has(word.toLowerCase());
}

let countries: ReadonlySet<string> | undefined;

/** Names of the countries in English and German. */
function countryNames(): ReadonlySet<string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const names = ['en', 'de'].flatMap((language) => {
    const display = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    return letters.flatMap((first) => letters.map((second) => display.of(first + second)?.toLowerCase()));
  });
  return new Set([...names.filter((name) => name !== undefined), ...MORE_COUNTRIES]);
}
