import * as z from 'zod';
import { salvageReportSchema } from '#app/contract/salvage.ts';
import type { JsonFile } from '../system/json-file.ts';

/** A new database lies ready; the present one moves to `keptAs` (nowhere where null), and the report is noted. */
const swapSchema = z.object({
  keptAs: z.string().nullable(),
  report: salvageReportSchema.nullable(),
  /** Ids of the unsent changes in the new database. */
  changeIds: z.array(z.string()),
});
export type Swap = z.infer<typeof swapSchema>;

/** What is to become of the data at the next start, before anything opens it; kept until it is done. */
export const dataRequestSchema = z.object({
  /**
   * `restore`: `backup` takes its place · `repair`: it is damaged · `lookInto`: `setAside` may hold more · `remove`: all of it
   * goes, backups and files set aside included.
   */
  kind: z.enum(['restore', 'repair', 'lookInto', 'remove']).default('restore'),
  /** Of what is removed, work that never reached the server stays. */
  keepsUnsent: z.boolean().default(false),
  /** Path of the backup. */
  backup: z.string().nullable().default(null),
  /** Path of the file to look into. */
  setAside: z.string().nullable().default(null),
  swap: swapSchema.nullable().default(null),
});
export type DataRequest = z.infer<typeof dataRequestSchema>;
export type DataRequestFile = JsonFile<DataRequest>;
