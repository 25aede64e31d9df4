import * as z from 'zod';
import type { RecordData } from '#app/schema/index.ts';

/** Keys that would set an object's prototype if merged carelessly. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_NAME_LENGTH = 64;
/** More than any field needs, and far below exhausting the stack. */
const MAX_DEPTH = 16;

export const fieldNameSchema = z
  .string()
  .min(1)
  .max(MAX_NAME_LENGTH)
  .refine((name) => !forbiddenKeys.has(name), { error: 'This field name is not allowed.' });

/**
 * Field name → JSON value. Checked by hand: every record that crosses a boundary is validated here, and a recursive
 * schema would take several times as long as everything else.
 */
export const recordDataSchema = z
  .custom<RecordData>(isRecordData, { error: 'This is not a set of fields.' })
  .meta({ type: 'object', propertyNames: { minLength: 1, maxLength: MAX_NAME_LENGTH }, additionalProperties: true });

function isRecordData(value: unknown): boolean {
  return (
    isPlainObject(value) && Object.entries(value).every(([name, member]) => isFieldName(name) && isJson(member, 1))
  );
}

function isFieldName(name: string): boolean {
  return name.length > 0 && name.length <= MAX_NAME_LENGTH && !forbiddenKeys.has(name);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isJson(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      if (value === null) return true;
      if (depth > MAX_DEPTH) return false;
      if (Array.isArray(value)) return value.every((member) => isJson(member, depth + 1));
      return isPlainObject(value) && Object.values(value).every((member) => isJson(member, depth + 1));
    default:
      return false;
  }
}
