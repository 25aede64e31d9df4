import * as z from 'zod';
import type { FerryError } from '#app/contract/errors.ts';

const fieldErrorsSchema = z.record(z.string(), z.string());

/** Schema errors of single fields: field → message. */
export function fieldErrorsOf(error: FerryError | null): Record<string, string> {
  const parsed = fieldErrorsSchema.safeParse(error?.details?.fields);
  return parsed.success ? parsed.data : {};
}
