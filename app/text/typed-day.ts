import { addDays, dayOfWeek, writtenIn } from './day.ts';

/** Days from today. */
const NEAR: Record<string, number> = {
  today: 0,
  tod: 0,
  heute: 0,
  tomorrow: 1,
  tom: 1,
  tmr: 1,
  morgen: 1,
  'day after tomorrow': 2,
  übermorgen: 2,
  uebermorgen: 2,
  yesterday: -1,
  gestern: -1,
};

const DAYS_IN: Record<string, number> = { d: 1, t: 1, w: 7 };

/** Abbreviations that `Intl` lacks. */
const MORE_MONTHS: Record<string, number> = { sept: 9, mär: 3, mrz: 3, maerz: 3, jänner: 1, jän: 1, feber: 2 };
const MORE_WEEKDAYS: Record<string, number> = { tues: 2, wednes: 3, thur: 4, thurs: 4, sonnabend: 6 };

const plain = (word: string) => word.toLowerCase().replaceAll('.', '');

function namesOf(options: Intl.DateTimeFormatOptions, days: readonly string[]): Map<string, number> {
  const names = new Map<string, number>();
  for (const language of ['en', 'en-GB', 'de']) {
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
    for (const [place, day] of days.entries()) names.set(plain(format.format(new Date(`${day}T00:00:00Z`))), place);
  }
  return names;
}

let known: { months: Map<string, number>; weekdays: Map<string, number> } | null = null;

/** January is 1, Sunday is 0; built on first use. */
function calendarWords() {
  if (known !== null) return known;
  const months = Array.from({ length: 13 }, (_, month) => `2024-${String(Math.max(1, month)).padStart(2, '0')}-01`);
  // 1 September 2024 is a Sunday.
  const week = Array.from({ length: 7 }, (_, day) => `2024-09-0${day + 1}`);
  const named = (name: 'month' | 'weekday', days: string[], more: Record<string, number>) =>
    new Map([...namesOf({ [name]: 'short' }, days), ...namesOf({ [name]: 'long' }, days), ...Object.entries(more)]);
  known = { months: named('month', months, MORE_MONTHS), weekdays: named('weekday', week, MORE_WEEKDAYS) };
  return known;
}

/**
 * Parses a day as people write it, in both English and German: ISO, digits in the locale's order, `1 Feb`, `1. Feb.`,
 * `fri`, `next week`, `in 3 days`, `+10` (days from now), `+2w`. Without a year it is the next such day, today
 * included.
 * @returns `YYYY-MM-DD`, or null if it is not an existing day
 */
export function parseDay(typed: string, locale: string, today: string): string | null {
  const words = typed.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const near = Object.hasOwn(NEAR, words) ? NEAR[words] : undefined;
  if (near !== undefined) return addDays(today, near);
  return inDigits(words, locale, today) ?? distance(words, today) ?? named(words, today) ?? ahead(words, today);
}

function inDigits(words: string, locale: string, today: string): string | null {
  // After a leading year the month follows, in every locale.
  const iso = /^(\d{4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})\.?$/.exec(words);
  if (iso !== null) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numbers = /^(\d{1,2})\s*[./\s-]\s*(\d{1,2})(?:\s*[./\s-]\s*(\d{2}|\d{4})?)?$/.exec(words);
  if (numbers === null) return null;
  const { order } = writtenIn(locale);
  const isDayFirst = order.indexOf('day') < order.indexOf('month');
  const [first, second] = [Number(numbers[1]), Number(numbers[2])];
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  return dayOf(numbers[3], month, day, today);
}

/** `+3`, `+2w`, `in 3 days`, `in 2 Wochen` */
function distance(words: string, today: string): string | null {
  const step =
    /^\+(\d{1,4}) ?([dtw]?)$/.exec(words) ?? /^in (\d{1,4}) ([dtw])(?:ays?|agen?|eeks?|ochen?|oche)?$/.exec(words);
  return step === null ? null : addDays(today, Number(step[1]) * (DAYS_IN[step[2] ?? ''] ?? 1));
}

/** `1 Feb`, `1. Feb. 2027`, `Feb 1`, `fri`, `next Friday`, `am Freitag` */
function named(words: string, today: string): string | null {
  const { months, weekdays } = calendarWords();
  const parts = /^(\d{1,2})\.? ?(\p{L}+)\.?(?:,? ?(\d{4}|\d{2}))?$/u.exec(words);
  const turned = /^(\p{L}+)\.? ?(\d{1,2})\.?(?:,? (\d{4}))?$/u.exec(words);
  const [day, word, year] = parts !== null ? parts.slice(1) : turned !== null ? [turned[2], turned[1], turned[3]] : [];
  const month = word === undefined ? undefined : months.get(plain(word));
  if (month !== undefined && month > 0) return dayOf(year, month, Number(day), today);
  const weekday = /^(?:(?:next|this|on|am|nächste[rn]?|kommende[rn]?|diese[rn]?) )?(\p{L}+)\.?$/u.exec(words)?.[1];
  const wanted = weekday === undefined ? undefined : weekdays.get(weekday);
  if (wanted === undefined) return null;
  const now = new Date(`${today}T00:00:00Z`).getUTCDay();
  return addDays(today, ((wanted - now + 6) % 7) + 1);
}

/** Weeks start on Monday. */
function ahead(words: string, today: string): string | null {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const firstOf = (ahead: number) => new Date(Date.UTC(year, month - 1 + ahead, 1)).toISOString().slice(0, 10);
  if (/^(next week|nächste woche)$/.test(words)) return addDays(today, 7 - dayOfWeek(today, 'de-DE'));
  if (/^(next month|nächsten monat|nächster monat)$/.test(words)) return firstOf(1);
  if (/^(end of month|month end|eom|monatsende|ende des monats)$/.test(words)) return addDays(firstOf(1), -1);
  return null;
}

/** The next such day if no year is given; 29 February means the next leap year. */
function dayOf(written: string | undefined, month: number, day: number, today: string): string | null {
  if (written !== undefined && written !== '') {
    return existing(written.length === 2 ? 2000 + Number(written) : Number(written), month, day);
  }
  const thisYear = Number(today.slice(0, 4));
  for (let year = thisYear; year <= thisYear + 8; year += 1) {
    const found = existing(year, month, day);
    if (found !== null && found >= today) return found;
  }
  return null;
}

function existing(year: number, month: number, day: number): string | null {
  const made = new Date(Date.UTC(year, month - 1, day));
  const isReal = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return isReal ? made.toISOString().slice(0, 10) : null;
}
