import { firstRow, type Transaction } from './database.ts';

/** Acks older than `beforeMs` whose device has said that it stored them. Returns how many of at most `limit` went. */
export async function deleteOldAcks(tx: Transaction, firmId: string, beforeMs: number, limit: number): Promise<number> {
  const rows = await tx.all<{ change_id: string }>(
    `SELECT a.change_id FROM acks a
     JOIN devices d ON d.firm_id = a.firm_id AND d.device_id = a.device_id
     WHERE a.firm_id = ? AND a.at < ? AND a.round <= d.acked_through ORDER BY a.at LIMIT ?`,
    [firmId, beforeMs, limit],
  );
  const changeIds = rows.map((row) => row.change_id);
  await tx.run('DELETE FROM acks WHERE firm_id = ? AND change_id = ANY(?)', [firmId, changeIds]);
  return changeIds.length;
}

/** Activity older than `beforeMs`, oldest first. Returns how many of about `limit` entries went. */
export async function deleteOldActivity(
  tx: Transaction,
  firmId: string,
  beforeMs: number,
  limit: number,
): Promise<number> {
  const rows = await tx.all<{ table_name: string; record_id: string; seq: number; position: number }>(
    `SELECT table_name, record_id, seq, position FROM activity
     WHERE firm_id = ? AND at < ? ORDER BY at LIMIT ?`,
    [firmId, beforeMs, limit],
  );
  for (const row of rows) {
    await tx.run(
      'DELETE FROM activity WHERE firm_id = ? AND table_name = ? AND record_id = ? AND seq = ? AND position = ?',
      [firmId, row.table_name, row.record_id, row.seq, row.position],
    );
  }
  return rows.length;
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

/** Removes tombstones up to the horizon, at most `limit`, and tells which. */
export async function deleteTombstones(tx: Transaction, firmId: string, horizon: number, limit: number) {
  const rows = await tx.all<{ table_name: string; record_id: string; version: number }>(
    `SELECT table_name, record_id, version FROM records
     WHERE firm_id = ? AND version <= ? AND deleted = 1 ORDER BY version LIMIT ?`,
    [firmId, horizon, limit],
  );
  for (const row of rows) {
    await tx.run('DELETE FROM records WHERE firm_id = ? AND table_name = ? AND record_id = ?', [
      firmId,
      row.table_name,
      row.record_id,
    ]);
  }
  return rows.map((row) => ({ table: row.table_name, recordId: row.record_id, version: row.version }));
}
