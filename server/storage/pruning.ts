import { firstRow, type Transaction } from './database.ts';

/** Position of a walk through a table; undefined at its end. */
export interface Walk<Position> {
  removed: number;
  next: Position | undefined;
}

/**
 * Examines the next `size` acks by id and removes those older than `beforeMs` that their device has stored. An index by
 * age would cost every round; a daily walk costs almost nothing.
 */
export async function pruneAcks(
  tx: Transaction,
  firmId: string,
  beforeMs: number,
  after: string,
  size: number,
): Promise<Walk<string>> {
  const rows = await tx.all<{ change_id: string; at: number; round: number; acked_through: number | null }>(
    `SELECT a.change_id, a.at, a.round, d.acked_through FROM acks a
     LEFT JOIN devices d ON d.firm_id = a.firm_id AND d.device_id = a.device_id
     WHERE a.firm_id = ? AND a.change_id > ? ORDER BY a.change_id LIMIT ?`,
    [firmId, after, size],
  );
  const old = rows.filter((row) => row.at < beforeMs && row.round <= (row.acked_through ?? 0));
  const changeIds = old.map((row) => row.change_id);
  await tx.run('DELETE FROM acks WHERE firm_id = ? AND change_id = ANY(?)', [firmId, changeIds]);
  return { removed: old.length, next: rows.length < size ? undefined : rows.at(-1)?.change_id };
}

export interface ActivityPosition {
  table: string;
  recordId: string;
  seq: number;
  position: number;
}

/** Examines the next `size` activity entries and removes those older than `beforeMs`. */
export async function pruneActivity(
  tx: Transaction,
  firmId: string,
  beforeMs: number,
  after: ActivityPosition,
  size: number,
): Promise<Walk<ActivityPosition>> {
  const last = await firstRow<{ table_name: string; record_id: string; seq: number; position: number }>(
    tx,
    `SELECT table_name, record_id, seq, position FROM activity
     WHERE firm_id = ? AND (table_name, record_id, seq, position) > (?, ?, ?, ?)
     ORDER BY table_name, record_id, seq, position LIMIT 1 OFFSET ?`,
    [firmId, ...keyOf(after), size - 1],
  );
  const next = last && { table: last.table_name, recordId: last.record_id, seq: last.seq, position: last.position };
  const through = next ? 'AND (table_name, record_id, seq, position) <= (?, ?, ?, ?)' : '';
  const removed = await tx.run(
    `DELETE FROM activity
     WHERE firm_id = ? AND (table_name, record_id, seq, position) > (?, ?, ?, ?) ${through} AND at < ?`,
    [firmId, ...keyOf(after), ...(next ? keyOf(next) : []), beforeMs],
  );
  return { removed, next };
}

function keyOf({ table, recordId, seq, position }: ActivityPosition) {
  return [table, recordId, seq, position];
}

/** The highest version of a record deleted before `beforeMs`. */
export async function newestOldTombstone(
  tx: Transaction,
  firmId: string,
  beforeMs: number,
): Promise<number | undefined> {
  const row = await firstRow<{ version: number | null }>(
    tx,
    'SELECT MAX(version) AS version FROM records WHERE firm_id = ? AND deleted = 1 AND written_at < ?',
    [firmId, beforeMs],
  );
  return row?.version ?? undefined;
}

/** Removes up to `limit` tombstones up to the horizon, and returns them. */
export async function deleteTombstones(tx: Transaction, firmId: string, horizon: number, limit: number) {
  const rows = await tx.all<{ table_name: string; record_id: string; version: number }>(
    `SELECT table_name, record_id, version FROM records
     WHERE firm_id = ? AND version <= ? AND deleted = 1 ORDER BY version LIMIT ?`,
    [firmId, horizon, limit],
  );
  for (const [table, gone] of Map.groupBy(rows, (row) => row.table_name)) {
    await tx.write('DELETE FROM records WHERE firm_id = ? AND table_name = ? AND record_id = ANY(?)', [
      firmId,
      table,
      gone.map((row) => row.record_id),
    ]);
  }
  return rows.map((row) => ({ table: row.table_name, recordId: row.record_id, version: row.version }));
}
