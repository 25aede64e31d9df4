/**
 * A quick look at a value: true only where its field's schema takes it too, which a test holds for every kind of field.
 * The server looks at every value of every change; a schema takes several times as long. It is asked where the look says
 * no, since it alone knows why.
 */
export type Look = (value: unknown) => boolean;

const CONTROL = /[^\P{Cc}\t\n\r]/u;
const CONTROL_OR_BREAK = /[^\P{Cc}\t]/u;

/** Control characters other than tab and line breaks are never meant; a lone surrogate cannot be stored as UTF-8. */
export function isPrintable(value: string): boolean {
  return !CONTROL.test(value) && value.isWellFormed();
}

export function isPrintableLine(value: string): boolean {
  return !CONTROL_OR_BREAK.test(value) && value.isWellFormed();
}

export function isFilled(value: string): boolean {
  return value.trim().length > 0;
}

export function lookAtLine(maxLength: number, pattern?: RegExp): Look {
  return (value) =>
    typeof value === 'string' &&
    value.length <= maxLength &&
    isPrintableLine(value) &&
    (pattern === undefined || pattern.test(value));
}

export function lookAtFilledLine(maxLength: number): Look {
  const isLine = lookAtLine(maxLength);
  return (value) => isLine(value) && isFilled(String(value));
}

export function lookAtProse(maxLength: number): Look {
  return (value) => typeof value === 'string' && value.length <= maxLength && isPrintable(value);
}

export function lookAtWords(maxWords: number, maxLength: number): Look {
  const isWord = lookAtFilledLine(maxLength);
  return (value) =>
    Array.isArray(value) &&
    value.length <= maxWords &&
    value.every(isWord) &&
    (value.length < 2 || new Set(value).size === value.length);
}

export function lookAtInteger(min: number, max: number): Look {
  return (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
}

export function orEmpty(look: Look): Look {
  return (value) => value === null || look(value);
}
