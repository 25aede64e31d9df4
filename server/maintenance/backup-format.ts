import * as z from 'zod';
import {
  allTables,
  invitationsTable,
  serverSecretsTable,
  signInFailuresTable,
  signInPlacesTable,
} from '../storage/tables.ts';

export const FORMAT = 'ferry-backup';
/** Since 2, the last line has the row counts. */
export const FORMAT_VERSION = 2;

/** Tables of the server itself rather than of its firms; and invitations, which a restore would open a second time. */
const notSaved = [signInFailuresTable, signInPlacesTable, serverSecretsTable, invitationsTable];
/** In the order of writing and reading. */
export const savedTables = allTables.filter((table) => !notSaved.includes(table));

/** The first line. */
export const headerSchema = z.object({
  format: z.literal(FORMAT),
  version: z.union([z.literal(1), z.literal(FORMAT_VERSION)]),
  at: z.int(),
});
/** A row: its table, and its values in column order. */
export const rowSchema = z.tuple([z.string(), z.array(z.union([z.string(), z.int(), z.null()]))]);
/** The last line: the number of rows per table. */
export const endSchema = z.object({ end: z.record(z.string(), z.int()) });
