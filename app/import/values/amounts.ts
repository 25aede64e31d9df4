import { currencyDecimals } from '#app/schema/index.ts';
import { currencyOfWord } from './currencies.ts';

/** The amount format of a column. */
export interface AmountFormat {
  /** Decimal mark for ambiguous cells. */
  decimal: '.' | ',';
  /** No cell shows what a single mark before three digits means. */
  isDecimalOpen: boolean;
  /** Whether a single mark before three digits groups thousands. */
  marksThousands: boolean;
  /** Ambiguous cells. */
  examples: readonly string[];
}

/** How to read one amount; `hasAllDecimals` if every amount is written with the decimals of its currency. */
export type ReadLook = Pick<AmountFormat, 'decimal' | 'marksThousands'> & { hasAllDecimals?: boolean };

export type ReadAmount =
  | { ok: true; minorUnits: number; currency: string | null; rest: string | null }
  | { ok: false; reason: 'amount' | 'negative' | 'decimals' | 'currency' };

interface Parts {
  isNegative: boolean;
  digits: string;
  word: string;
  rest: string | null;
}

const EXAMPLES = 3;
/** Suffixes that do not change an amount. */
const SUFFIX =
  /[\s,;+]*(?:\(?(?:\+|plus|zzgl\.?|excl\.?|ex\.?|exkl\.?|net of|incl\.?|inkl\.?)\s*(?:vat|mwst\.?|ust\.?|tax|gst)\.?\)?|net|netto|brutto|gross|p\.?\s?a\.?)$/i;

/** Detects the amount format of a column. */
export function detectAmountFormat(cells: Iterable<string>, locale: string): AmountFormat {
  let points = 0;
  let commas = 0;
  const open: string[] = [];
  for (const cell of cells) {
    const digits = partsOf(cell)?.digits ?? '';
    const mark = sureDecimalMark(digits);
    if (mark === '.') points++;
    else if (mark === ',') commas++;
    else if (/^\d{1,3}[.,]\d{3}$/.test(digits) && open.length < EXAMPLES) open.push(cell.trim());
  }
  const ofLocale = new Intl.NumberFormat(locale).format(1.5).includes(',') ? ',' : '.';
  const decimal = points === commas ? ofLocale : points > commas ? '.' : ',';
  // A mark that elsewhere separates decimals, before three digits: thousands or decimals.
  const contradicts = open.some((cell) => (partsOf(cell)?.digits ?? '').includes(decimal));
  const isDecimalOpen = open.length > 0 && (points === commas || contradicts);
  return { decimal, isDecimalOpen, marksThousands: true, examples: open };
}

/**
 * Parses an amount and its currency, if it names one.
 * @param fallback currency for amounts without one; it sets the number of decimals
 */
export function readAmount(cell: string | number, format: ReadLook, fallback: string, locale: string): ReadAmount {
  if (typeof cell === 'number') return minorUnits(cell < 0, plainDecimal(Math.abs(cell)), fallback, null, null);
  const parts = partsOf(cell);
  if (parts === null) return { ok: false, reason: 'amount' };
  const named = parts.word === '' ? null : currencyOfWord(parts.word, locale);
  if (parts.word !== '' && named === null)
    return { ok: false, reason: isLikeCurrency(parts.word) ? 'currency' : 'amount' };
  const currency = named ?? fallback;
  const exponent = /^\d+(?:[.,]\d+)?E[+-]?\d{1,2}$/i.exec(parts.digits);
  const plain = exponent
    ? plainDecimal(Number(parts.digits.replace(',', '.')))
    : ungrouped(parts.digits, format, currency);
  if (plain === null) return { ok: false, reason: 'amount' };
  return minorUnits(parts.isNegative, plain, currency, named, parts.rest);
}

const isLikeCurrency = (word: string) => /^(?:[A-Za-z]{3}|\p{Sc})$/u.test(word);

function plainDecimal(value: number): string {
  // A double is exact to fifteen digits; the rest is rounding noise.
  const text = String(Number(value.toPrecision(15)));
  return text.includes('e') ? value.toFixed(6).replace(/\.?0+$/, '') : text;
}

/** Splits an amount into sign, digits with marks, currency and suffix. */
function partsOf(cell: string): Parts | null {
  let text = cell
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .replace(/[\u2212\u2013\u2014]/g, '-')
    .trim();
  const suffix = SUFFIX.exec(text);
  const rest = suffix === null ? null : text;
  if (suffix !== null) text = text.slice(0, suffix.index).trim();
  const isBracketed = /^\(.*\)$/.test(text);
  if (isBracketed) text = text.slice(1, -1).trim();
  // `1250.-` and `1250,-` have no cents; `1250-` is negative.
  text = text.replace(/(\d)[.,]-{1,2}(?=$|\s)/, '$1');
  const match =
    /^([-+]?)\s?([^\d\s.,+-][^\d+-]*?)?\s?([-+]?)\s?(\d[\d.,'’ ]*(?:[eE][+-]?\d{1,2})?)\s?(-?)\s?([^\d\s.,+-][^\d+-]*)?$/u.exec(
      text,
    );
  if (match === null) return null;
  const [, before = '', left = '', between = '', digits = '', behind = '', right = ''] = match;
  if (left !== '' && right !== '') return null;
  const isNegative = isBracketed || [before, between, behind].includes('-');
  return { isNegative, digits: digits.replace(/['’ ]/g, ''), word: (left || right).trim(), rest };
}

/** The decimal mark, if the amount itself determines it. */
function sureDecimalMark(digits: string): '.' | ',' | null {
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (last < 0) return null;
  const mark = digits.charAt(last) === '.' ? '.' : ',';
  const other = mark === '.' ? ',' : '.';
  if (digits.includes(other)) return mark;
  if (digits.indexOf(mark) !== last) return other;
  return digits.length - last - 1 === 3 && last <= 3 ? null : mark;
}

/** Digits with a decimal point; null if the marks are inconsistent. */
function ungrouped(digits: string, format: ReadLook, currency: string): string | null {
  const sure = sureDecimalMark(digits);
  const isOpen = sure === null && /[.,]/.test(digits);
  // Three digits after a single mark are thousands, unless the currency has three decimals and the column uses them.
  const isGrouped =
    isOpen &&
    format.marksThousands &&
    (currencyDecimals(currency) < 3 || !(format.hasAllDecimals || digits.includes(format.decimal)));
  if (isGrouped || sure === null) return isGrouped || !isOpen ? digits.replace(/[.,]/g, '') : digits.replace(',', '.');
  const group = sure === '.' ? ',' : '.';
  const [whole = '', fraction = '', ...more] = digits.split(sure);
  const isWhole = /^\d*$/.test(whole) || new RegExp(`^\\d{1,3}(?:\\${group}\\d{2,3})*\\${group}\\d{3}$`).test(whole);
  if (more.length > 0 || !isWhole || !/^\d*$/.test(fraction)) return null;
  return `${whole.replaceAll(group, '') || '0'}.${fraction || '0'}`;
}

function minorUnits(
  isNegative: boolean,
  plain: string,
  currency: string,
  named: string | null,
  rest: string | null,
): ReadAmount {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(plain);
  if (match === null) return { ok: false, reason: 'amount' };
  const digits = currencyDecimals(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return { ok: false, reason: 'decimals' };
  const units = Number(`${match[1]}${fraction.padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(units)) return { ok: false, reason: 'amount' };
  if (isNegative && units !== 0) return { ok: false, reason: 'negative' };
  return { ok: true, minorUnits: units, currency: named, rest };
}
