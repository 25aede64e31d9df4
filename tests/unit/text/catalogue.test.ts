import { expect, test } from 'vitest';
import { ERROR_CODES } from '#app/contract/errors.ts';
import { PROBLEM_CODES } from '#app/schema/index.ts';
import { de } from '#app/text/de/index.ts';
import { en } from '#app/text/en/index.ts';
import { createText, errorText, resolveLocale, validationText } from '#app/text/index.ts';

const holesOf = (message: string | { one: string; other: string }) => {
  const text = typeof message === 'string' ? message : message.other;
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
};

test('every German message takes the parameters of the English one', () => {
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect([key, holesOf(de[key])]).toEqual([key, holesOf(en[key])]);
  }
});

test('no German message is in English', () => {
  const same = (Object.keys(en) as (keyof typeof en)[]).filter(
    (key) =>
      JSON.stringify(en[key]) === JSON.stringify(de[key]) &&
      /\b(the|is|are|not|your|this)\b/i.test(JSON.stringify(en[key])),
  );
  expect(same).toEqual([]);
});

test('plurals follow the count', () => {
  const { t } = createText('en', 'en-GB');
  expect(t('status.pending', { count: 1 })).toBe('1 change waiting to upload');
  expect(t('status.pending', { count: 0 })).toBe('0 changes waiting to upload');
});

test.each([
  // Chromium has no menus in Swiss German: the language alone would make its numbers those of Germany.
  ['system', 'de', 'de-CH', { language: 'de', locale: 'de-CH', wordsLocale: 'de-CH' }],
  ['system', 'en-US', 'de-DE', { language: 'en', locale: 'de-DE', wordsLocale: 'en-DE' }],
  ['system', 'fr-FR', 'fr-FR', { language: 'en', locale: 'fr-FR', wordsLocale: 'en-FR' }],
  ['system', 'en-GB', '', { language: 'en', locale: 'en-GB', wordsLocale: 'en-GB' }],
  ['system', 'en-GB', 'en-US@posix', { language: 'en', locale: 'en-GB', wordsLocale: 'en-GB' }],
  ['system', 'en', 'C', { language: 'en', locale: 'en-GB', wordsLocale: 'en-GB' }],
  ['de', 'en-US', 'en-US', { language: 'de', locale: 'en-US', wordsLocale: 'de-DE' }],
  ['en', 'en-US', 'en_AU.UTF-8', { language: 'en', locale: 'en-AU', wordsLocale: 'en-AU' }],
] as const)('the setting %s on a system that speaks %s in the region %s', (setting, language, region, locale) => {
  expect(resolveLocale(setting, { language, region })).toEqual(locale);
});

test('a validation message contains the limit it is about', () => {
  expect(validationText('empty', createText('de'))).toBe('Füllen Sie dies aus.');
  expect(validationText('tooLong:2000', createText('de', 'de-DE'))).toBe('Verwenden Sie höchstens 2.000 Zeichen.');
  expect(validationText('of a newer server', createText('en'))).toBe('This value does not fit here.');
});

test.each(ERROR_CODES)('the error %s has words in each language, with all its parameters', (code) => {
  const details = { name: 'Ana', owner: 'Ben', server: 'x', minLength: 12, retryAfterMs: 180_000 };
  const [english, german] = [
    errorText({ code, details }, createText('en')),
    errorText({ code, details }, createText('de')),
  ];
  expect(german).not.toBe(english);
  expect(`${english} ${german}`).not.toMatch(/[{}]|error\./);
  expect(english).toMatch(/[.”]$/);
});

test.each(PROBLEM_CODES)('the problem %s has words in each language', (code) => {
  const words = (['en', 'de'] as const).map((language) => validationText(`${code}:7`, createText(language)));
  expect(new Set(words).size).toBe(2);
});

test('a waiting time is shown in minutes', () => {
  const wait = (retryAfterMs: number) =>
    errorText({ code: 'auth.throttled', details: { retryAfterMs } }, createText('en'));
  expect([wait(5_000), wait(150_000)]).toEqual([
    'Too many attempts. Try again in a minute.',
    'Too many attempts. Try again in 3 minutes.',
  ]);
});
