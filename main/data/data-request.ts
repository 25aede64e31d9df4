import * as z from 'zod';
import { salvageReportSchema } from '#app/contract/salvage.ts';
import type { JsonFile } from '../system/json-file.ts';

/** A new database is ready; the current one moves to `keptAs` (deleted if null), and the report is stored. */
const swapSchema = z.object({
  keptAs: z.string().nullable(),
  report: salvageReportSchema.nullable(),
  /** Ids of the unsent changes in the new database. */
  changeIds: z.array(z.string()),
});
export type Swap = z.infer<typeof swapSchema>;

/** What to do with the data at the next start, before it is opened; kept until it is done. */
export const dataRequestSchema = z.object({
  /**
   * `restore`: `backup` replaces it · `repair`: it is damaged · `lookInto`: search `setAside` for more work · `remove`:
   * delete everything, backups and set-aside files included.
   */
  kind: z.enum(['restore', 'repair', 'lookInto', 'remove']).default('restore'),
  /** Keeps work that never reached the server when removing. */
  keepsUnsent: z.boolean().default(false),
  /** Path of the backup. */
  backup: z.string().nullable().default(null),
  /** Path of the file to search. */
  setAside: z.string().nullable().default(null),
  swap: swapSchema.nullable().default(null),
});
export type DataRequest = z.infer<typeof dataRequestSchema>;
export type DataRequestFile = JsonFile<DataRequest>;
