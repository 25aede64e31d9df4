import type { FerryError } from '#app/contract/errors.ts';
import { problemIn } from '#app/schema/index.ts';
import type { Language } from './language.ts';
import type { MessageKey, MessageValues, Text } from './text.ts';

const MINUTE_MS = 60_000;

/** What happened and what to do, in the language of `text`. */
export function errorText({ code, details }: Pick<FerryError, 'code' | 'details'>, text: Text): string {
  const key = `error.${code}`;
  return text
    .t(isKnown(key, text) ? key : 'error.input.invalid', valuesOf(details ?? {}, text))
    .replace(/\{\w+\}/g, '…');
}

/** Messages about people are loaded with their screens, as `peopleText` of app/text/people. */
function isKnown(key: string, text: Text): key is MessageKey {
  return text.has(key);
}

/** Parameters for the text: plain text and numbers; days in words; `count` is the minutes to wait. */
function valuesOf(details: Record<string, unknown>, { language }: Text): MessageValues {
  const { retryAfterMs } = details;
  const count = typeof retryAfterMs === 'number' ? Math.max(1, Math.ceil(retryAfterMs / MINUTE_MS)) : 1;
  const plain = Object.entries(details).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
  );
  return { count, ...Object.fromEntries(plain.map(([name, value]) => [name, dayInWords(value, language)])) };
}

function dayInWords(value: string | number, language: Language): string | number {
  if (typeof value === 'number' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${value}T00:00:00Z`));
}

/** The label of the button beside the message. */
export function actionText(error: FerryError, text: Text): string {
  return text.t(`action.${error.action}`);
}

/** What is wrong with a value, in the language of `text`. @param problem as in app/schema/problems.ts */
export function validationText(problem: string, text: Text): string {
  const known = problemIn(problem) ?? { code: 'wrongType' as const, limit: null };
  return text.t(`value.${known.code}`, { limit: known.limit ?? 0 });
}
