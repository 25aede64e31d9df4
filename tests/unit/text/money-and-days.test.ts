import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  createFormats,
  dayInput,
  dayOfWeek,
  moneyInput,
  parseDay,
  parseMoney,
  resolveLocale,
} from '#app/text/index.ts';

/** One of each habit: orders, separators, groups, digits of their own, marks for the direction, other calendars. */
const REGIONS = [
  ...[
    'en-GB',
    'en-US',
    'en-CA',
    'en-IN',
    'en-ZA',
    'de-DE',
    'de-CH',
    'de-AT',
    'de-LI',
    'fr-FR',
    'fr-CA',
    'fr-CH',
    'it-CH',
  ],
  ...[
    'es-ES',
    'pt-BR',
    'nl-NL',
    'sv-SE',
    'nb-NO',
    'da-DK',
    'fi-FI',
    'pl-PL',
    'cs-CZ',
    'sk-SK',
    'hu-HU',
    'bg-BG',
    'hr-HR',
  ],
  ...[
    'lv-LV',
    'lt-LT',
    'et-EE',
    'mk-MK',
    'el-GR',
    'tr-TR',
    'ru-RU',
    'uk-UA',
    'he-IL',
    'ar-SA',
    'ar-EG',
    'fa-IR',
    'th-TH',
  ],
  ...['hi-IN', 'bn-BD', 'ne-NP', 'my-MM', 'ja-JP', 'ko-KR', 'zh-CN', 'zh-TW', 'vi-VN', 'id-ID'],
].map((region) => resolveLocale('en', { language: 'en', region }).locale);

describe('amounts are read as people write them', () => {
  test.each([
    ['1234.50', 'EUR', 'en-GB', 123_450],
    ['1,234.50', 'EUR', 'en-GB', 123_450],
    ['€ 1,234', 'EUR', 'en-GB', 123_400],
    ['1.234,5', 'EUR', 'de-DE', 123_450],
    ['12.50', 'EUR', 'de-DE', 1250],
    ['1.250', 'EUR', 'de-DE', 125_000],
    ["1'250.05", 'CHF', 'de-CH', 125_005],
    ['5000', 'JPY', 'en-US', 5000],
    ['-3', 'EUR', 'en-GB', -300],
    ['1.234,56', 'EUR', 'en-GB', 123_456],
    ['1,234.56', 'EUR', 'de-DE', 123_456],
    ['1.234.567', 'EUR', 'de-DE', 123_456_700],
    ['12,34,567.50', 'INR', 'en-IN', 123_456_750],
  ])('%s %s in %s', (typed, currency, locale, minorUnits) => {
    expect(parseMoney(typed, currency, locale)).toBe(minorUnits);
  });

  test.each([
    ['', 'EUR', 'en-GB'],
    ['a lot', 'EUR', 'en-GB'],
    ['12.345', 'EUR', 'en-US'],
    ['5.50', 'JPY', 'en-US'],
    ['1.2.3', 'EUR', 'en-GB'],
    ['1,2,3', 'EUR', 'en-GB'],
    ['12,34', 'JPY', 'en-US'],
    ['1.23,456', 'EUR', 'en-GB'],
    ['1,234.5,6', 'EUR', 'en-GB'],
  ])('%s is not an amount in %s', (typed, currency, locale) => {
    expect(parseMoney(typed, currency, locale)).toBeNull();
  });

  test('every formatted amount is parsed as the same amount', () => {
    const cases = fc.record({
      units: fc.integer({ min: -1_000_000, max: 1_000_000_000_000 }),
      currency: fc.constantFrom('EUR', 'USD', 'CHF', 'JPY', 'KWD'),
      locale: fc.constantFrom(...REGIONS),
    });
    fc.assert(
      fc.property(cases, ({ units, currency, locale }) => {
        expect(parseMoney(moneyInput(units, currency, locale), currency, locale)).toBe(units);
      }),
    );
  });
});

describe('days are read as people write them', () => {
  const today = '2026-11-22';
  test.each([
    ['2026-03-31', 'en-GB', '2026-03-31'],
    ['31/03/2026', 'en-GB', '2026-03-31'],
    ['03/31/2026', 'en-US', '2026-03-31'],
    ['31.3.', 'de-DE', '2027-03-31'],
    ['31.3.27', 'de-DE', '2027-03-31'],
    ['today', 'en-GB', '2026-11-22'],
    ['morgen', 'de-DE', '2026-11-23'],
    ['+2w', 'en-GB', '2026-12-06'],
    ['29.2.2028', 'de-DE', '2028-02-29'],
    ['2026/3/31', 'ja-JP', '2026-03-31'],
    ['2026. 03. 31.', 'hu-HU', '2026-03-31'],
  ])('%s in %s', (typed, locale, day) => {
    expect(parseDay(typed, locale, today)).toBe(day);
  });

  // 22 November 2026 is a Sunday.
  test.each([
    ['fri', '2026-11-27'],
    ['next Friday', '2026-11-27'],
    ['Freitag', '2026-11-27'],
    ['am Do.', '2026-11-26'],
    ['sun', '2026-11-29'],
    ['next week', '2026-11-23'],
    ['nächste Woche', '2026-11-23'],
    ['next month', '2026-12-01'],
    ['Monatsende', '2026-11-30'],
    ['+3', '2026-11-25'],
    ['in 2 Wochen', '2026-12-06'],
    ['in 3 days', '2026-11-25'],
    ['übermorgen', '2026-11-24'],
    ['31/1', '2027-01-31'],
    ['22/11', '2026-11-22'],
    ['29.2.', '2028-02-29'],
    ['1 Feb', '2027-02-01'],
    ['1. Feb.', '2027-02-01'],
    ['1. März', '2027-03-01'],
    ['Feb 1', '2027-02-01'],
    ['1 Feb 2026', '2026-02-01'],
    ['24. Dezember', '2026-12-24'],
  ])('%s, as spoken', (typed, day) => {
    expect(parseDay(typed, 'en-GB', '2026-11-22')).toBe(day);
  });

  test.each(['de-DE', 'en-GB'])('what lists of %s write is parsed', (locale) => {
    const formats = createFormats(locale, () => Date.parse(`${today}T12:00:00Z`));
    for (let ahead = 0; ahead < 366; ahead += 1) {
      const day = addDays(today, ahead);
      expect(parseDay(formats.shortDay(day), locale, today), formats.shortDay(day)).toBe(day);
    }
  });

  test.each(['31.2.2026', '32/1/2026', '2026-13-01', 'soon', ''])('%s is not a day', (typed) => {
    expect(parseDay(typed, 'de-DE', today)).toBeNull();
  });

  test('every formatted day is parsed as the same day', () => {
    const days = fc.integer({ min: -20_000, max: 20_000 }).map((count) => addDays(today, count));
    fc.assert(
      fc.property(days, fc.constantFrom(...REGIONS), (day, locale) => {
        expect(parseDay(dayInput(day, locale), locale, today)).toBe(day);
      }),
    );
  });

  test('weeks begin on the locale’s first day', () => {
    expect(dayOfWeek('2026-11-22', 'de-DE')).toBe(6);
    expect(dayOfWeek('2026-11-22', 'en-US')).toBe(0);
  });
});
