import * as z from 'zod';
import type { FerryError } from '#app/contract/errors.ts';

const fieldErrorsSchema = z.record(z.string(), z.string());

/** What is wrong with single fields, as the schema says it: field → message. */
export function fieldErrorsOf(error: FerryError | null): Record<string, string> {
  const parsed = fieldErrorsSchema.safeParse(error?.details?.fields);
  return parsed.success ? parsed.data : {};
}
