import type { Transaction } from './database.ts';

/** Ends a firm's sessions: a single one, or a person's, optionally on one device. Returns how many were open. */
export async function revokeSessions(
  tx: Transaction,
  firmId: string,
  which: { sessionId: string } | { personId: string; deviceId?: string },
  nowMs: number,
): Promise<number> {
  if ('sessionId' in which) return revokeWhere(tx, firmId, 'session_id = ?', [which.sessionId], nowMs);
  const { personId, deviceId } = which;
  return deviceId === undefined
    ? revokeWhere(tx, firmId, 'person_id = ?', [personId], nowMs)
    : revokeWhere(tx, firmId, 'person_id = ? AND device_id = ?', [personId, deviceId], nowMs);
}

/** Ends a person's sessions other than those of one sign-in. */
export async function revokeOtherSessions(
  tx: Transaction,
  { firmId, personId, lineId }: { firmId: string; personId: string; lineId: string },
  nowMs: number,
): Promise<number> {
  return revokeWhere(tx, firmId, 'person_id = ? AND COALESCE(line_id, session_id) <> ?', [personId, lineId], nowMs);
}

/**
 * Ends the sessions of a device and of all that share its sign-in: the device may have taken another id, or have the
 * token of the device it was copied from.
 */
export async function revokeDevice(tx: Transaction, firmId: string, deviceId: string, nowMs: number): Promise<number> {
  return revokeWhere(
    tx,
    firmId,
    `COALESCE(line_id, session_id) IN (
       SELECT COALESCE(line_id, session_id) FROM sessions WHERE firm_id = ? AND device_id = ?
     )`,
    [firmId, deviceId],
    nowMs,
  );
}

/** Repeats until none is open: a session derived meanwhile is visible only once committed. */
async function revokeWhere(
  tx: Transaction,
  firmId: string,
  condition: string,
  values: readonly string[],
  nowMs: number,
): Promise<number> {
  const sql = `UPDATE sessions SET revoked_at = ? WHERE firm_id = ? AND revoked_at IS NULL AND ${condition}`;
  for (let total = 0; ; ) {
    const count = await tx.run(sql, [nowMs, firmId, ...values]);
    if (count === 0) return total;
    total += count;
  }
}
