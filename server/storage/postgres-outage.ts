import pg from 'pg';
import { DatabaseUnavailable } from './database.ts';

/** What the driver says, without a code, of a line that broke or a pool in which no connection came free in time. */
const LOST =
  /^(connection terminated|timeout exceeded when trying to connect|client (has encountered a connection error|was closed)|query read timeout|cannot use a pool after calling end)/i;

/** The error of a failed transaction: an outage by its name, anything else unchanged. */
export function asOutage(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof pg.DatabaseError || !LOST.test(error.message)) return error;
  return new DatabaseUnavailable(error.message, { cause: error });
}
