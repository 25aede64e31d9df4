import * as z from 'zod';
import { idSchema } from './ids.ts';

/** What a person arranges for themselves, on whichever computer: saved views, columns, favourites, recent records. */

/** Of one value, in characters of its JSON. */
export const MAX_PREFERENCE_LENGTH = 16_384;
const MAX_ENTRIES = 500;
const MAX_RECENT = 20;

export const preferenceEntrySchema = z.strictObject({
  kind: z.string().regex(/^[a-zA-Z]{1,32}$/),
  id: idSchema,
  /** JSON text that only desks read; null once removed. */
  value: z.string().max(MAX_PREFERENCE_LENGTH).nullable(),
  /** When it was changed; ms since the epoch. */
  at: z.int().min(0),
});
export type PreferenceEntry = z.infer<typeof preferenceEntrySchema>;

/** Body of `POST /v1/preferences`. */
export const preferencesRequestSchema = z.strictObject({
  /** Of the document the desk knows; null for none. */
  digest: z.string().max(64).nullable(),
  entries: z.array(preferenceEntrySchema).max(100),
});
export type PreferencesRequest = z.infer<typeof preferencesRequestSchema>;

export const preferencesResponseSchema = z.object({
  digest: z.string().max(64),
  /** The whole document; null if the desk knows it. */
  entries: z
    .array(preferenceEntrySchema)
    .max(MAX_ENTRIES + MAX_RECENT)
    .nullable(),
});
export type PreferencesResponse = z.infer<typeof preferencesResponseSchema>;

/** Most of a document: recently opened records, and everything else. */
export const PREFERENCE_LIMITS = { recent: MAX_RECENT, others: MAX_ENTRIES };
