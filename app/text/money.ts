import { currencyDecimals as currencyDigits } from '#app/schema/index.ts';

interface Separators {
  decimal: string;
  group: string;
}

function separatorsOf(locale: string): Separators {
  const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
  const part = (type: string, fallback: string) => parts.find((found) => found.type === type)?.value ?? fallback;
  return { decimal: part('decimal', '.'), group: part('group', ',') };
}

/** Minor units for editing: `1234.50`, `1.234,50`, without currency sign. */
export function moneyInput(minorUnits: number, currency: string, locale: string): string {
  const digits = currencyDigits(currency);
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, options).format(minorUnits / 10 ** digits);
}

/**
 * Parses an amount in a locale's format: grouping, currency sign and spaces are allowed.
 * @returns integer minor units, or null if it is not an amount (or has too many decimals); negative amounts are allowed
 */
export function parseMoney(typed: string, currency: string, locale: string): number | null {
  const digits = currencyDigits(currency);
  const { decimal, group } = separatorsOf(locale);
  const bare = typed.replace(/[\s\u00a0\u202f\u200e\u200f'’]|[\p{Sc}]|[A-Z]{3}/gu, '').replace(/^\u2212/, '-');
  const match = /^(-?)([\d.,]*)$/.exec(bare);
  const amount = match?.[2] ?? '';
  if (match === null || !/\d/.test(amount)) return null;
  const mark = decimalMark(amount, decimal, group, digits);
  const [whole = '', fraction = '', ...rest] = mark === null ? [amount] : amount.split(mark);
  if (rest.length > 0 || fraction.length > digits || !/^\d*$/.test(fraction) || !isWhole(whole)) return null;
  const units = Number(`${whole.replace(/[.,]/g, '') || '0'}${fraction.padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(units)) return null;
  return match[1] === '-' ? -units : units;
}

/** Plain digits, or groups as in `1,234,567` or, in India, `12,34,567`; anything else may be a typing error. */
function isWhole(text: string): boolean {
  return /^\d*$/.test(text) || /^\d{1,3}(?:\.\d{2,3})*\.\d{3}$/.test(text) || /^\d{1,3}(?:,\d{2,3})*,\d{3}$/.test(text);
}

/**
 * Which of `.` and `,` is the decimal mark: the last one if both occur, whatever the locale, since "1.234,56" never
 * means 123456. A single one is decimal if the locale says so, or if it cannot be grouping: "12.50" in a German field
 * never means 1250.
 */
function decimalMark(amount: string, decimal: string, group: string, digits: number): string | null {
  const last = Math.max(amount.lastIndexOf('.'), amount.lastIndexOf(','));
  if (last < 0) return null;
  const mark = amount.charAt(last);
  const isOnce = amount.indexOf(mark) === last;
  if (amount.includes(mark === '.' ? ',' : '.')) return mark;
  if (mark === decimal) return isOnce ? mark : null;
  const follow = amount.length - last - 1;
  const couldGroup = mark === group && follow === 3;
  return isOnce && !couldGroup && follow <= digits ? mark : null;
}
