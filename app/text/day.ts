/** Days are `YYYY-MM-DD`, without time or zone. */

const DAY_MS = 86_400_000;

/** The day some days after (or before) another. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** 0 for the first day of the week, by the locale: Monday in Germany, Sunday in the United States. */
export function dayOfWeek(day: string, locale: string): number {
  const fromSunday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return (fromSunday - firstWeekday(locale) + 7) % 7;
}

interface WeekInfo {
  firstDay: number;
}

function firstWeekday(locale: string): number {
  // Standardised as getWeekInfo(); older engines have the property instead.
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  return (known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? 1) % 7;
}

type Part = 'day' | 'month' | 'year';

function orderOf(locale: string): Part[] {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: 'UTC' }).formatToParts(0);
  return parts.flatMap(({ type }) => (type === 'day' || type === 'month' || type === 'year' ? [type] : []));
}

/** A day as a person edits it: `31/03/2026`, `31.03.2026`, `03/31/2026`. */
export function dayInput(day: string, locale: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  const options = { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, options).format(at);
}

const words: Record<string, number> = {
  today: 0,
  tod: 0,
  heute: 0,
  tomorrow: 1,
  tom: 1,
  morgen: 1,
  yesterday: -1,
  gestern: -1,
};

/**
 * Reads a day as people write it: ISO, the locale's order with or without the year, `today`, `tomorrow`, `+10`
 * (days from now) or `+2w`.
 * @returns `YYYY-MM-DD`, or null where it is no day that exists
 */
export function parseDay(typed: string, locale: string, today: string): string | null {
  const said = typed.trim().toLowerCase();
  const word = Object.hasOwn(words, said) ? words[said] : undefined;
  if (word !== undefined) return addDays(today, word);
  const step = /^\+(\d{1,4})\s*([dtw]?)$/.exec(said);
  if (step !== null) return addDays(today, Number(step[1]) * (step[2] === 'w' ? 7 : 1));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(said);
  if (iso !== null) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numbers = /^(\d{1,2})\s*[./\s-]\s*(\d{1,2})(?:\s*[./\s-]\s*(\d{2}|\d{4})?)?$/.exec(said);
  if (numbers === null) return null;
  const isDayFirst = orderOf(locale).indexOf('day') < orderOf(locale).indexOf('month');
  const [first, second] = [Number(numbers[1]), Number(numbers[2])];
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  return existing(fullYear(numbers[3], today), month, day);
}

function fullYear(typed: string | undefined, today: string): number {
  if (typed === undefined) return Number(today.slice(0, 4));
  return typed.length === 2 ? 2000 + Number(typed) : Number(typed);
}

function existing(year: number, month: number, day: number): string | null {
  const made = new Date(Date.UTC(year, month - 1, day));
  const isReal = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return isReal ? made.toISOString().slice(0, 10) : null;
}
