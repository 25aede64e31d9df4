import * as z from 'zod';
import type { FerryError } from './errors.ts';

const errorSchema = z.custom<FerryError>((value) => typeof value === 'object' && value !== null && 'code' in value);

/**
 * What became of the data on this computer, besides ordinary work: it was damaged · it was missing · a person had a backup
 * put in its place · a person had a file looked into that was set aside · such a request could not be carried out.
 */
const causeSchema = z.enum(['damaged', 'missing', 'restored', 'lookedInto', 'failed']);

export const salvageReportSchema = z.object({
  id: z.string(),
  /** Ms since the epoch, by this computer's clock. */
  at: z.int(),
  cause: causeSchema,
  /** Path of the data that was replaced; null where there was none, or nothing was replaced. */
  keptAs: z.string().nullable(),
  /** When the backup was made whose records took the place; null where the server brings them. */
  backupAt: z.int().nullable(),
  /** Unsent changes, drafts and open conflicts on this computer afterwards. */
  saved: z.object({ changes: z.int(), drafts: z.int(), conflicts: z.int() }),
  /** Of `saved.changes`, those that the replaced data itself no longer gave. */
  foundElsewhere: z.int(),
  /** Whether all of it could be read; where not, something may be missing. */
  isComplete: z.object({ changes: z.boolean(), drafts: z.boolean(), conflicts: z.boolean() }),
  /** Why a request could not be carried out. */
  error: errorSchema.nullable(),
  /** A person has read it. */
  isSeen: z.boolean(),
});
export type SalvageReport = z.infer<typeof salvageReportSchema>;

/** Data that was set aside whole, because it was damaged. */
export const setAsideFileSchema = z.object({
  name: z.string(),
  path: z.string(),
  /** Ms since the epoch; when it was set aside. */
  at: z.int(),
  bytes: z.int(),
});
export type SetAsideFile = z.infer<typeof setAsideFileSchema>;
