import { expect, test } from 'vitest';
import { de } from '#app/text/de/index.ts';
import { en } from '#app/text/en/index.ts';
import { createText, resolveSpeech, validationText } from '#app/text/index.ts';

const holesOf = (message: string | { one: string; other: string }) => {
  const text = typeof message === 'string' ? message : message.other;
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
};

test('every German message takes the values its English one takes', () => {
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect([key, holesOf(de[key])]).toEqual([key, holesOf(en[key])]);
  }
});

test('German is not left in English', () => {
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
  ['system', 'de-CH', { language: 'de', locale: 'de-CH' }],
  ['system', 'fr-FR', { language: 'en', locale: 'en-GB' }],
  ['system', 'en', { language: 'en', locale: 'en-GB' }],
  ['de', 'en-US', { language: 'de', locale: 'de-DE' }],
  ['en', 'en_AU', { language: 'en', locale: 'en-AU' }],
] as const)('the setting %s on a system of %s', (setting, system, speech) => {
  expect(resolveSpeech(setting, system)).toEqual(speech);
});

test('validation messages of the schema are German where people speak German', () => {
  const german = createText('de');
  expect(validationText('Fill this in.', german)).toBe('Füllen Sie dies aus.');
  expect(validationText('Use at most 200 characters.', german)).toBe('Verwenden Sie höchstens 200 Zeichen.');
});
