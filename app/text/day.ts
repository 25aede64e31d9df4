/** Days are `YYYY-MM-DD`, without time or zone. */

const DAY_MS = 86_400_000;

/** The day `count` days later (or earlier). */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** 0 for the first day of the week in the locale: Monday in Germany, Sunday in the United States. */
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

interface Written {
  order: Part[];
  separator: string;
}

/** The order and separator of a locale's numeric dates: `31/03/2026`, `31.03.2026`, `2026-03-31`. */
export function writtenIn(locale: string): Written {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: 'UTC' }).formatToParts(0);
  const order = parts.flatMap(({ type }) => (type === 'day' || type === 'month' || type === 'year' ? [type] : []));
  const between = parts.find(({ type }) => type === 'literal')?.value ?? '';
  return { order, separator: /[./-]/.exec(between)?.[0] ?? '.' };
}

/** A day for editing, without the marks and words some locales add; `parseDay` of typed-day.ts reads it. */
export function dayInput(day: string, locale: string): string {
  const [year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.slice(1) ?? [];
  if (year === undefined || month === undefined || date === undefined) return day;
  const { order, separator } = writtenIn(locale);
  return order.map((part) => ({ year, month, day: date })[part]).join(separator);
}
