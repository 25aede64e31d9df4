import * as z from 'zod';

/** Keys that would reach an object's prototype when a careless reader merges them. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

export const fieldNameSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((name) => !forbiddenKeys.has(name), { error: 'This field name is not allowed.' });

export const recordDataSchema = z.record(fieldNameSchema, z.json());
