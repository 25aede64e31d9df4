import BetterSqlite3 from 'better-sqlite3';
import * as z from 'zod';
import type { Row } from './kept-tables.ts';
import type { ReadTables } from './read-database.ts';

const ownerSchema = z.object({ firmId: z.string() });

/** The firm named by the value of `sync_state.owner`; null if it names none. */
export function firmIn(value: unknown): string | null {
  try {
    return ownerSchema.parse(JSON.parse(String(value))).firmId;
  } catch {
    return null;
  }
}

/** The firm whose data this is; null if that cannot be read, or it belongs to nobody yet. */
export function firmOfRows(state: readonly Row[]): string | null {
  return firmIn(state.find(({ key }) => key === 'owner')?.value);
}

/** The same of a database file that can be read by SQL. */
export function firmOfFile(file: string, nativeBinding?: string): string | null {
  try {
    const options = { readonly: true, fileMustExist: true, ...(nativeBinding ? { nativeBinding } : {}) };
    const connection = new BetterSqlite3(file, options);
    try {
      return firmIn(connection.prepare("SELECT value FROM sync_state WHERE key = 'owner'").pluck().get());
    } finally {
      connection.close();
    }
  } catch {
    return null;
  }
}

/**
 * The firm whose work is rebuilt. Pages of damaged data may name the firm of earlier, so the session and the outbox
 * journal decide unless the state was read completely.
 */
export function firmRebuilt(current: ReadTables, known: { firmId: string } | null): string | null {
  const { rows, isComplete } = current.sync_state;
  return (isComplete ? firmOfRows(rows) : null) ?? known?.firmId ?? firmOfRows(rows);
}
