/**
 * A fast check of a value: true only if the field's schema accepts it too, which a test verifies for every kind. The
 * server checks every value of every change, and a schema takes several times as long. If the check is false, the
 * schema decides and gives the reason.
 */
export type FastCheck = (value: unknown) => boolean;

const CONTROL = /[^\P{Cc}\t\n\r]/u;
const CONTROL_OR_BREAK = /[^\P{Cc}\t]/u;

/** Control characters other than tab and line breaks are never intended; a lone surrogate cannot be stored as UTF-8. */
export function isPrintable(value: string): boolean {
  return !CONTROL.test(value) && value.isWellFormed();
}

export function isPrintableLine(value: string): boolean {
  return !CONTROL_OR_BREAK.test(value) && value.isWellFormed();
}

export function isFilled(value: string): boolean {
  return value.trim().length > 0;
}

export function lineCheck(maxLength: number, pattern?: RegExp): FastCheck {
  return (value) =>
    typeof value === 'string' &&
    value.length <= maxLength &&
    isPrintableLine(value) &&
    (pattern === undefined || pattern.test(value));
}

export function filledLineCheck(maxLength: number): FastCheck {
  const isLine = lineCheck(maxLength);
  return (value) => isLine(value) && isFilled(String(value));
}

export function proseCheck(maxLength: number): FastCheck {
  return (value) => typeof value === 'string' && value.length <= maxLength && isPrintable(value);
}

export function wordsCheck(maxWords: number, maxLength: number): FastCheck {
  const isWord = filledLineCheck(maxLength);
  return (value) =>
    Array.isArray(value) &&
    value.length <= maxWords &&
    value.every(isWord) &&
    (value.length < 2 || new Set(value).size === value.length);
}

export function integerCheck(min: number, max: number): FastCheck {
  return (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
}

export function orEmpty(fastCheck: FastCheck): FastCheck {
  return (value) => value === null || fastCheck(value);
}
