import pg from 'pg';
import { DatabaseUnavailable } from './database.ts';

/** Driver messages without a code, for a lost connection or a pool timeout. */
const LOST =
  /^(connection terminated|timeout exceeded when trying to connect|client (has encountered a connection error|was closed)|query read timeout|cannot use a pool after calling end)/i;

/** The error of a failed transaction: outages become `DatabaseUnavailable`, others are unchanged. */
export function asOutage(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof pg.DatabaseError || !LOST.test(error.message)) return error;
  return new DatabaseUnavailable(error.message, { cause: error });
}
