import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayInput, dayOfWeek, moneyInput, parseDay, parseMoney } from '#app/text/index.ts';

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
  ])('%s is no amount in %s', (typed, currency, locale) => {
    expect(parseMoney(typed, currency, locale)).toBeNull();
  });

  test('whatever is written out is read back as the same amount', () => {
    const cases = fc.record({
      units: fc.integer({ min: 0, max: 1_000_000_000_000 }),
      currency: fc.constantFrom('EUR', 'USD', 'CHF', 'JPY', 'KWD'),
      locale: fc.constantFrom('en-GB', 'en-US', 'en-IN', 'de-DE', 'de-CH', 'de-AT'),
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
    ['31.3.', 'de-DE', '2026-03-31'],
    ['31.3.27', 'de-DE', '2027-03-31'],
    ['today', 'en-GB', '2026-11-22'],
    ['morgen', 'de-DE', '2026-11-23'],
    ['+2w', 'en-GB', '2026-12-06'],
    ['29.2.2028', 'de-DE', '2028-02-29'],
  ])('%s in %s', (typed, locale, day) => {
    expect(parseDay(typed, locale, today)).toBe(day);
  });

  test.each(['31.2.2026', '32/1/2026', '2026-13-01', 'soon', ''])('%s is no day', (typed) => {
    expect(parseDay(typed, 'de-DE', today)).toBeNull();
  });

  test('whatever is written out is read back as the same day', () => {
    const days = fc.integer({ min: -20_000, max: 20_000 }).map((count) => addDays(today, count));
    fc.assert(
      fc.property(days, fc.constantFrom('en-GB', 'en-US', 'de-DE', 'de-CH'), (day, locale) => {
        expect(parseDay(dayInput(day, locale), locale, today)).toBe(day);
      }),
    );
  });

  test('weeks begin where the locale begins them', () => {
    expect(dayOfWeek('2026-11-22', 'de-DE')).toBe(6);
    expect(dayOfWeek('2026-11-22', 'en-US')).toBe(0);
  });
});
