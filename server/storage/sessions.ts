import type { Role } from '#app/contract/protocol.ts';
import { firstRow, type SqlRow, type Transaction } from './database.ts';
import { sessionsTable } from './tables.ts';

/** A session found by one of its tokens. */
export interface FoundSession {
  sessionId: string;
  firmId: string;
  personId: string;
  deviceId: string;
  lineId: string;
  role: Role;
  isRevoked: boolean;
  isActivePerson: boolean;
  expiresAtMs: number;
  issuedAtMs: number;
  firstUsedAtMs: number | null;
}

interface FoundRow extends SqlRow {
  session_id: string;
  firm_id: string;
  person_id: string;
  device_id: string;
  line_id: string | null;
  revoked_at: number | null;
  role: Role;
  active: number;
  issued_at: number;
  expires_at: number;
  first_used_at: number | null;
}

export async function findSession(tx: Transaction, tokenHash: string): Promise<FoundSession | undefined> {
  const row = await firstRow<FoundRow>(
    tx,
    `SELECT s.session_id, s.firm_id, s.person_id, s.device_id, s.line_id, s.revoked_at, p.role, p.active,
            t.issued_at, t.expires_at, t.first_used_at
     FROM tokens t
     JOIN sessions s ON s.session_id = t.session_id
     JOIN people p ON p.firm_id = s.firm_id AND p.person_id = s.person_id
     WHERE t.token_hash = ?`,
    [tokenHash],
  );
  return (
    row && {
      sessionId: row.session_id,
      firmId: row.firm_id,
      personId: row.person_id,
      deviceId: row.device_id,
      lineId: row.line_id ?? row.session_id,
      role: row.role,
      isRevoked: row.revoked_at !== null,
      isActivePerson: row.active === 1,
      expiresAtMs: row.expires_at,
      issuedAtMs: row.issued_at,
      firstUsedAtMs: row.first_used_at,
    }
  );
}

/** Whether the same person has another open session with this device id. */
export async function hasSuccessor(
  tx: Transaction,
  { sessionId, firmId, personId, deviceId }: { sessionId: string; firmId: string; personId: string; deviceId: string },
): Promise<boolean> {
  const row = await firstRow<{ session_id: string }>(
    tx,
    `SELECT session_id FROM sessions
     WHERE firm_id = ? AND person_id = ? AND device_id = ? AND session_id <> ? AND revoked_at IS NULL LIMIT 1`,
    [firmId, personId, deviceId, sessionId],
  );
  return row !== undefined;
}

export interface NewSession {
  sessionId: string;
  firmId: string;
  personId: string;
  deviceId: string;
  /** The original session of the sign-in: itself, or the one it was derived from. */
  lineId: string;
}

export async function insertSession(tx: Transaction, session: NewSession, nowMs: number): Promise<void> {
  await tx.insert(sessionsTable, [
    {
      session_id: session.sessionId,
      firm_id: session.firmId,
      person_id: session.personId,
      device_id: session.deviceId,
      created_at: nowMs,
      revoked_at: null,
      line_id: session.lineId,
    },
  ]);
}

/** Number of sessions of one sign-in, ended ones included. */
export async function countSessionsOfLine(tx: Transaction, firmId: string, lineId: string): Promise<number> {
  const row = await firstRow<{ count: number }>(
    tx,
    'SELECT COUNT(*) AS count FROM sessions WHERE firm_id = ? AND COALESCE(line_id, session_id) = ?',
    [firmId, lineId],
  );
  return row?.count ?? 0;
}

/** Whether a person has ever signed in on a device, as far as it is still stored. */
export async function wasSignedIn(
  tx: Transaction,
  device: { firmId: string; personId: string; deviceId: string },
): Promise<boolean> {
  const sql = 'SELECT 1 AS found FROM sessions WHERE firm_id = ? AND person_id = ? AND device_id = ? LIMIT 1';
  return (await firstRow(tx, sql, [device.firmId, device.personId, device.deviceId])) !== undefined;
}

/** Whether a session is open; locks it until the end of the transaction. */
export async function lockOpenSession(tx: Transaction, sessionId: string): Promise<boolean> {
  const row = await firstRow<{ revoked_at: number | null }>(
    tx,
    `SELECT revoked_at FROM sessions WHERE session_id = ?${tx.lock.forShare}`,
    [sessionId],
  );
  return row !== undefined && row.revoked_at === null;
}

/** Whether somebody else is signed in on a device. */
export async function isDeviceOfAnother(
  tx: Transaction,
  device: { firmId: string; deviceId: string; personId: string },
  nowMs: number,
): Promise<boolean> {
  const row = await firstRow(
    tx,
    `SELECT 1 AS found FROM sessions s JOIN tokens t ON t.session_id = s.session_id
     WHERE s.firm_id = ? AND s.device_id = ? AND s.person_id <> ? AND s.revoked_at IS NULL AND t.expires_at > ?
     LIMIT 1`,
    [device.firmId, device.deviceId, device.personId, nowMs],
  );
  return row !== undefined;
}
