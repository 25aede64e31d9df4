import type { Role } from '#app/contract/protocol.ts';
import { firstRow, type SqlRow, type Transaction } from './database.ts';
import { sessionsTable, tokensTable } from './tables.ts';

/** A session as found by one of its tokens. */
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

export interface NewSession {
  sessionId: string;
  firmId: string;
  personId: string;
  deviceId: string;
  /** The session of the sign-in it goes back to: itself, or the one it was split from. */
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

export interface NewToken {
  tokenHash: string;
  sessionId: string;
  firmId: string;
  issuedAtMs: number;
  expiresAtMs: number;
}

export async function insertToken(tx: Transaction, token: NewToken): Promise<void> {
  await tx.insert(tokensTable, [
    {
      token_hash: token.tokenHash,
      session_id: token.sessionId,
      firm_id: token.firmId,
      issued_at: token.issuedAtMs,
      expires_at: token.expiresAtMs,
      first_used_at: null,
    },
  ]);
}

/** Notes that a token has reached its desk; those before it end after the grace. */
export async function markTokenUsed(
  tx: Transaction,
  token: { tokenHash: string; sessionId: string; issuedAtMs: number },
  nowMs: number,
  graceEndsMs: number,
): Promise<void> {
  await tx.run('UPDATE tokens SET first_used_at = ? WHERE token_hash = ? AND first_used_at IS NULL', [
    nowMs,
    token.tokenHash,
  ]);
  await tx.run(
    'UPDATE tokens SET expires_at = ? WHERE session_id = ? AND token_hash <> ? AND issued_at <= ? AND expires_at > ?',
    [graceEndsMs, token.sessionId, token.tokenHash, token.issuedAtMs, graceEndsMs],
  );
}

/** Whether a session is open, which it then stays until the end of the transaction. */
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

/** Ends sessions of a firm: one, or those of a person, on one device if it is named. Returns how many were open. */
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

/**
 * Ends the sessions of a device and all that share a sign-in with it: whoever holds the device may have given itself
 * another id, or hold the token of the device it was copied from.
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

/** Asks again until nothing is open: a session that was split off meanwhile is seen only once that is committed. */
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

/** Drops tokens that ended before `beforeMs`, and the sessions whose line is left without any. Returns how many tokens. */
export async function deleteEndedTokens(tx: Transaction, beforeMs: number): Promise<number> {
  const removed = await tx.run('DELETE FROM tokens WHERE expires_at < ?', [beforeMs]);
  await tx.run(
    `DELETE FROM sessions WHERE created_at < ? AND COALESCE(line_id, session_id) NOT IN (
       SELECT COALESCE(s.line_id, s.session_id) FROM sessions s JOIN tokens t ON t.session_id = s.session_id
     )`,
    [beforeMs],
  );
  return removed;
}
