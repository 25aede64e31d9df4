import { firstRow, type Transaction } from './database.ts';
import { deviceRemovalsTable } from './tables.ts';

export interface DeviceRemoval {
  firmId: string;
  removalId: string;
  deviceId: string;
  /** The person who requested it. */
  askedBy: string;
  askedAtMs: number;
}

export async function insertRemoval(tx: Transaction, removal: DeviceRemoval): Promise<void> {
  await tx.insert(deviceRemovalsTable, [{ ...keyOf(removal), done_at: null, kept_changes: null }]);
}

function keyOf({ firmId, removalId, deviceId, askedBy, askedAtMs }: DeviceRemoval) {
  return {
    firm_id: firmId,
    removal_id: removalId,
    device_id: deviceId,
    asked_by: askedBy,
    asked_at: askedAtMs,
  };
}

/**
 * The last removal that a device has still to carry out, or null. Includes removals requested for another device of the
 * same sign-in: a copy, or the same device under another id.
 */
export async function openRemoval(
  tx: Transaction,
  { firmId, deviceId, lineId = '' }: { firmId: string; deviceId: string; lineId?: string },
): Promise<DeviceRemoval | null> {
  const row = await firstRow<{ removal_id: string; asked_by: string; asked_at: number }>(
    tx,
    `SELECT r.removal_id, r.asked_by, r.asked_at FROM device_removals r
     WHERE r.firm_id = ? AND r.done_at IS NULL
       AND (r.device_id = ? OR r.device_id IN (
         SELECT s.device_id FROM sessions s WHERE s.firm_id = ? AND COALESCE(s.line_id, s.session_id) = ?
       ))
       AND NOT EXISTS (
         SELECT 1 FROM device_removals d
         WHERE d.firm_id = r.firm_id AND d.removal_id = r.removal_id AND d.device_id = ? AND d.done_at IS NOT NULL
       )
     ORDER BY r.asked_at DESC LIMIT 1`,
    [firmId, deviceId, firmId, lineId, deviceId],
  );
  return row ? { firmId, deviceId, removalId: row.removal_id, askedBy: row.asked_by, askedAtMs: row.asked_at } : null;
}

/** Records that a device has carried it out, and how many unsent changes it keeps for export. */
export async function markRemovalDone(
  tx: Transaction,
  removal: DeviceRemoval,
  { atMs, keptChanges }: { atMs: number; keptChanges: number },
): Promise<void> {
  await tx.upsert(deviceRemovalsTable, [{ ...keyOf(removal), done_at: atMs, kept_changes: keptChanges }]);
}

export interface RemovalState {
  askedAtMs: number;
  askedByName: string;
  /** Null until the device confirms it. */
  doneAtMs: number | null;
  keptChanges: number;
}

/** The removals requested for a device, last first. */
export async function listRemovals(tx: Transaction, firmId: string, deviceId: string): Promise<RemovalState[]> {
  const rows = await tx.all<{ asked_at: number; name: string | null; done_at: number | null; kept: number | null }>(
    `SELECT r.asked_at, p.name, r.done_at, r.kept_changes AS kept FROM device_removals r
     LEFT JOIN people p ON p.firm_id = r.firm_id AND p.person_id = r.asked_by
     WHERE r.firm_id = ? AND r.device_id = ? ORDER BY r.asked_at DESC`,
    [firmId, deviceId],
  );
  return rows.map((row) => ({
    askedAtMs: row.asked_at,
    askedByName: row.name ?? '',
    doneAtMs: row.done_at,
    keptChanges: row.kept ?? 0,
  }));
}
