import type { Connection } from '../database.ts';
import { KEPT_TABLES, type Row, type TableShape } from './kept-tables.ts';
import type { MergedTables } from './merge-tables.ts';

export interface RecordName {
  table: string;
  recordId: string;
}

/**
 * Puts the kept tables into a database in the place of its own, in the caller's transaction. Returns the records whose
 * visible rows no longer follow from the outbox: those that the one before spoke of, and those that this one does.
 */
export function writeTables(connection: Connection, merged: MergedTables, shapes: readonly TableShape[]): RecordName[] {
  const spokenOf = unsentRecords(connection);
  for (const table of KEPT_TABLES) {
    // The rest of the state describes the copy of the records.
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
