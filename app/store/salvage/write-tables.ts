import type { Connection } from '../database.ts';
import { KEPT_TABLES, type Row, type TableShape } from './kept-tables.ts';
import type { MergedTables } from './merge-tables.ts';

export interface RecordName {
  table: string;
  recordId: string;
}

/**
 * Replaces the kept tables of a database, in the caller's transaction. Returns the records whose visible rows must be
 * folded again: those of the old and of the new outbox.
 */
export function writeTables(connection: Connection, merged: MergedTables, shapes: readonly TableShape[]): RecordName[] {
  const spokenOf = unsentRecords(connection);
  for (const table of KEPT_TABLES) {
    // The other state describes the copy of the records.
    if (table !== 'sync_state') connection.exec(`DELETE FROM ${table}`);
    const columns = shapes.find((shape) => shape.table === table)?.columns.map(({ name }) => name) ?? [];
    const values = columns.map((name) => `:${name}`).join(', ');
    const insert = connection.prepare<Row>(
      `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${values})`,
    );
    for (const row of merged[table]) insert.run(row);
  }
  return [...spokenOf, ...unsentRecords(connection)];
}

function unsentRecords(connection: Connection): RecordName[] {
  const sql = 'SELECT DISTINCT table_name AS "table", record_id AS recordId FROM sync_queue WHERE synced = 0';
  return connection.prepare<[], RecordName>(sql).all();
}
