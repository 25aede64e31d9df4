import type { Transaction } from './database.ts';
import { tokensTable } from './tables.ts';

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

/** Records that a token was used; earlier ones end after the grace period. */
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

/** Deletes a session's ended tokens, and all but the newest unused ones. */
export async function deleteSpentTokens(
  tx: Transaction,
  sessionId: string,
  nowMs: number,
  unusedKept: number,
): Promise<void> {
  await tx.run(
    `DELETE FROM tokens WHERE session_id = ? AND (expires_at <= ? OR (first_used_at IS NULL AND token_hash NOT IN (
       SELECT token_hash FROM tokens WHERE session_id = ? AND first_used_at IS NULL ORDER BY issued_at DESC LIMIT ?
     )))`,
    [sessionId, nowMs, sessionId, unusedKept],
  );
}

/**
 * Deletes tokens that ended before `beforeMs`, and sessions of sign-ins left without any. Returns the number of tokens.
 */
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
