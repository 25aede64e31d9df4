import type { Role } from '#app/contract/protocol.ts';
import { firstRow, type SqlRow, type Transaction } from './database.ts';
import { sessionsTable, tokensTable } from './tables.ts';

/** A session as found by one of its tokens. */
export interface FoundSession {
  sessionId: string;
  firmId: string;
  personId: string;
  deviceId: string;
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
    `SELECT s.session_id, s.firm_id, s.person_id, s.device_id, s.revoked_at, p.role, p.active,
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

/** Ends sessions of a firm: one, those of a person, or those of a device. Returns how many were open. */
export async function revokeSessions(
  tx: Transaction,
  firmId: string,
  which: { sessionId?: string; personId?: string; deviceId?: string },
  nowMs: number,
): Promise<number> {
  const conditions = [
    ...(which.sessionId === undefined ? [] : [['session_id = ?', which.sessionId] as const]),
    ...(which.personId === undefined ? [] : [['person_id = ?', which.personId] as const]),
    ...(which.deviceId === undefined ? [] : [['device_id = ?', which.deviceId] as const]),
  ];
  return tx.run(
    `UPDATE sessions SET revoked_at = ? WHERE firm_id = ? AND revoked_at IS NULL ${conditions.map(([sql]) => `AND ${sql}`).join(' ')}`,
    [nowMs, firmId, ...conditions.map(([, value]) => value)],
  );
}

/** Drops tokens that ended before `beforeMs`, and the sessions left without any. Returns how many tokens. */
export async function deleteEndedTokens(tx: Transaction, beforeMs: number): Promise<number> {
  const removed = await tx.run('DELETE FROM tokens WHERE expires_at < ?', [beforeMs]);
  await tx.run('DELETE FROM sessions WHERE created_at < ? AND session_id NOT IN (SELECT session_id FROM tokens)', [
    beforeMs,
  ]);
  return removed;
}
