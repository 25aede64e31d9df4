import { currencyDecimals } from '#app/schema/index.ts';

/** Formats dates, times, numbers and money for a locale. Times are ms since the epoch, days `YYYY-MM-DD`. */
export interface Formats {
  locale: string;
  /** `31 Mar 2026` */
  day(day: string): string;
  /** `31 Mar` in the year of `today`, else with the year. */
  shortDay(day: string): string;
  /** `Tuesday 31 March 2026` */
  longDay(day: string): string;
  /** `14:02` */
  time(at: number): string;
  /** `31 Mar 2026, 14:02` */
  dayAndTime(at: number): string;
  /** The time if it is today, else day and time. */
  timeOrDayAndTime(at: number): string;
  /** `3 minutes ago`, `yesterday`, `in 2 hours` */
  relative(at: number): string;
  number(value: number): string;
  /** Minor units and an ISO 4217 code, `€1,234.50`. */
  money(minorUnits: number, currency: string): string;
  bytes(value: number): string;
  /** `1.2 s`, `340 ms` */
  duration(ms: number): string;
  /** `a, b and c` */
  list(words: readonly string[]): string;
  /** The local calendar day of an instant. */
  dayOf(at: number): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * @param locale for numbers and dates in digits
 * @param nowMs the current time, ms since the epoch; called for each relative time
 * @param wordsLocale for text with words in it
 */
export function createFormats(locale: string, nowMs: () => number, wordsLocale: string = locale): Formats {
  const dayFormat = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(wordsLocale, options);
  // A day has no zone: it is parsed and formatted in UTC so that no zone can shift it.
  const day = dayFormat({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const shortDay = dayFormat({ day: 'numeric', month: 'short', timeZone: 'UTC' });
  const longDay = dayFormat({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const dayAndTime = dayFormat({ dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(wordsLocale, { numeric: 'auto' });
  const number = new Intl.NumberFormat(locale);
  const list = new Intl.ListFormat(wordsLocale, { type: 'conjunction' });
  const moneyFormats = new Map<string, Intl.NumberFormat>();

  const utc = (iso: string) => new Date(`${iso}T00:00:00Z`);
  const isDay = (iso: string) => !Number.isNaN(utc(iso).getTime());
  const written = (format: Intl.DateTimeFormat, iso: string) => (isDay(iso) ? format.format(utc(iso)) : iso);
  const dayOf = (at: number) => {
    const local = new Date(at);
    const two = (value: number) => String(value).padStart(2, '0');
    return `${String(local.getFullYear()).padStart(4, '0')}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
  };
  const moneyFormat = (currency: string) => {
    const known = moneyFormats.get(currency);
    if (known !== undefined) return known;
    // ISO 4217 decimals, as stored: some locales omit cents that nobody pays in coins.
    const digits = currencyDecimals(currency);
    const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...decimals });
    moneyFormats.set(currency, format);
    return format;
  };

  return {
    locale,
    day: (iso) => written(day, iso),
    shortDay: (iso) => written(iso.slice(0, 4) === dayOf(nowMs()).slice(0, 4) ? shortDay : day, iso),
    longDay: (iso) => written(longDay, iso),
    time: (at) => time.format(at),
    dayAndTime: (at) => dayAndTime.format(at),
    timeOrDayAndTime: (at) => (dayOf(at) === dayOf(nowMs()) ? time : dayAndTime).format(at),
    relative: (at) => {
      const delta = at - nowMs();
      const size = Math.abs(delta);
      if (size < 45_000) return relative.format(0, 'second');
      if (size < HOUR_MS) return relative.format(Math.round(delta / MINUTE_MS), 'minute');
      if (size < DAY_MS) return relative.format(Math.round(delta / HOUR_MS), 'hour');
      return relative.format(Math.round(delta / DAY_MS), 'day');
    },
    number: (value) => number.format(value),
    money: (minorUnits, currency) => moneyFormat(currency).format(minorUnits / 10 ** currencyDecimals(currency)),
    bytes: (value) => {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
      const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
      const options = { style: 'unit', unit: units[step] ?? 'byte', maximumFractionDigits: 1 } as const;
      return new Intl.NumberFormat(wordsLocale, options).format(value / 1000 ** step);
    },
    duration: (ms) => {
      const options = { style: 'unit', unitDisplay: 'short', maximumFractionDigits: 1 } as const;
      return ms < 1000
        ? new Intl.NumberFormat(wordsLocale, { ...options, unit: 'millisecond', maximumFractionDigits: 0 }).format(ms)
        : new Intl.NumberFormat(wordsLocale, { ...options, unit: 'second' }).format(ms / 1000);
    },
    list: (words) => list.format(words),
    dayOf,
  };
}
