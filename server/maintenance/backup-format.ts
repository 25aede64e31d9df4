import * as z from 'zod';
import { allTables, serverSecretsTable, signInFailuresTable, signInPlacesTable } from '../storage/tables.ts';

export const FORMAT = 'ferry-backup';
/** Since 2 the last line counts the rows. */
export const FORMAT_VERSION = 2;

/** What belongs to one server rather than to its firms. */
const notSaved = [signInFailuresTable, signInPlacesTable, serverSecretsTable];
/** In the order in which they are written and read. */
export const savedTables = allTables.filter((table) => !notSaved.includes(table));

/** The first line. */
export const headerSchema = z.object({
  format: z.literal(FORMAT),
  version: z.union([z.literal(1), z.literal(FORMAT_VERSION)]),
  at: z.int(),
});
/** A row: its table, and its values in the order of the table's columns. */
export const rowSchema = z.tuple([z.string(), z.array(z.union([z.string(), z.int(), z.null()]))]);
/** The last line: how many rows of each table came before it. */
export const endSchema = z.object({ end: z.record(z.string(), z.int()) });
