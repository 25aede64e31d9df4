import * as z from 'zod';
import type { FerryError } from './errors.ts';

const errorSchema = z.custom<FerryError>((value) => typeof value === 'object' && value !== null && 'code' in value);

/**
 * What happened to this computer's data: it was damaged · it was missing · a person restored a backup over damaged data
 * · over sound data · a person had a set-aside file searched · such a request failed.
 */
const causeSchema = z.enum(['damaged', 'missing', 'restored', 'soundRestored', 'lookedInto', 'failed']);

export const salvageReportSchema = z.object({
  id: z.string(),
  /** Ms since the epoch, by this computer's clock. */
  at: z.int(),
  cause: causeSchema,
  /** Path of the data that was replaced; null if there was none, or nothing was replaced. */
  keptAs: z.string().nullable(),
  /** Creation time of the backup whose records are used; null if the server sends them. */
  backupAt: z.int().nullable(),
  /** Unsent changes, drafts and open conflicts on this computer afterwards. */
  saved: z.object({ changes: z.int(), drafts: z.int(), conflicts: z.int() }),
  /** Of `saved.changes`, those that the replaced data no longer had. */
  foundElsewhere: z.int(),
  /** Whether all of it was readable; if not, something may be missing. */
  isComplete: z.object({ changes: z.boolean(), drafts: z.boolean(), conflicts: z.boolean() }),
  /** Why a request failed. */
  error: errorSchema.nullable(),
  /** A person has read it. */
  isSeen: z.boolean(),
});
export type SalvageReport = z.infer<typeof salvageReportSchema>;

/** Damaged data that was set aside completely. */
export const setAsideFileSchema = z.object({
  name: z.string(),
  path: z.string(),
  /** Ms since the epoch; when it was set aside. */
  at: z.int(),
  bytes: z.int(),
});
export type SetAsideFile = z.infer<typeof setAsideFileSchema>;
