import type { Role } from '#app/contract/protocol.ts';
import { firstRow, type SqlRow, type Transaction } from './database.ts';
import { invitationsTable } from './tables.ts';

export interface StoredInvitation {
  firmId: string;
  id: string;
  /** Somebody who is or was in the firm; null for a new person. */
  personId: string | null;
  email: string;
  name: string;
  role: Role;
  secretHash: string;
  codeHandle: string;
  codeHash: string;
  invitedBy: string;
  invitedAtMs: number;
  expiresAtMs: number;
  usedAtMs: number | null;
  withdrawnAtMs: number | null;
}

interface InvitationRow extends SqlRow {
  firm_id: string;
  invitation_id: string;
  person_id: string | null;
  email: string;
  name: string;
  role: Role;
  secret_hash: string;
  code_handle: string;
  code_hash: string;
  invited_by: string;
  invited_at: number;
  expires_at: number;
  used_at: number | null;
  withdrawn_at: number | null;
}

const COLUMNS = Object.keys(invitationsTable.columns).join(', ');

function toInvitation(row: InvitationRow): StoredInvitation {
  return {
    firmId: row.firm_id,
    id: row.invitation_id,
    personId: row.person_id,
    email: row.email,
    name: row.name,
    role: row.role,
    secretHash: row.secret_hash,
    codeHandle: row.code_handle,
    codeHash: row.code_hash,
    invitedBy: row.invited_by,
    invitedAtMs: row.invited_at,
    expiresAtMs: row.expires_at,
    usedAtMs: row.used_at,
    withdrawnAtMs: row.withdrawn_at,
  };
}

export async function insertInvitation(tx: Transaction, invitation: StoredInvitation): Promise<void> {
  await tx.insert(invitationsTable, [
    {
      firm_id: invitation.firmId,
      invitation_id: invitation.id,
      person_id: invitation.personId,
      email: invitation.email,
      name: invitation.name,
      role: invitation.role,
      secret_hash: invitation.secretHash,
      code_handle: invitation.codeHandle,
      code_hash: invitation.codeHash,
      invited_by: invitation.invitedBy,
      invited_at: invitation.invitedAtMs,
      expires_at: invitation.expiresAtMs,
      used_at: null,
      withdrawn_at: null,
    },
  ]);
}

/** By the hash of a link's secret, or by the handle of a code, whose rest must then be verified. */
export async function findInvitation(
  tx: Transaction,
  by: { secretHash: string } | { codeHandle: string },
): Promise<StoredInvitation | undefined> {
  const [column, value] =
    'secretHash' in by ? (['secret_hash', by.secretHash] as const) : (['code_handle', by.codeHandle] as const);
  const row = await firstRow<InvitationRow>(tx, `SELECT ${COLUMNS} FROM invitations WHERE ${column} = ?`, [value]);
  return row && toInvitation(row);
}

/** Locked until the end of the transaction. */
export async function lockInvitation(
  tx: Transaction,
  firmId: string,
  invitationId: string,
): Promise<StoredInvitation | undefined> {
  const row = await firstRow<InvitationRow>(
    tx,
    `SELECT ${COLUMNS} FROM invitations WHERE firm_id = ? AND invitation_id = ?${tx.lock.forUpdate}`,
    [firmId, invitationId],
  );
  return row && toInvitation(row);
}

/** Those that can still be used, newest first. */
export async function listOpenInvitations(tx: Transaction, firmId: string, nowMs: number): Promise<StoredInvitation[]> {
  const rows = await tx.all<InvitationRow>(
    `SELECT ${COLUMNS} FROM invitations
     WHERE firm_id = ? AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?
     ORDER BY invited_at DESC, invitation_id`,
    [firmId, nowMs],
  );
  return rows.map(toInvitation);
}

export async function markInvitationUsed(
  tx: Transaction,
  { firmId, id }: Pick<StoredInvitation, 'firmId' | 'id'>,
  nowMs: number,
): Promise<void> {
  await tx.run('UPDATE invitations SET used_at = ? WHERE firm_id = ? AND invitation_id = ?', [nowMs, firmId, id]);
}

/** Ends open invitations: one, or all to an address. Returns how many were open. */
export async function withdrawInvitations(
  tx: Transaction,
  firmId: string,
  which: { id: string } | { email: string },
  nowMs: number,
): Promise<number> {
  const [column, value] = 'id' in which ? (['invitation_id', which.id] as const) : (['email', which.email] as const);
  return tx.run(
    `UPDATE invitations SET withdrawn_at = ?
     WHERE firm_id = ? AND used_at IS NULL AND withdrawn_at IS NULL AND ${column} = ?`,
    [nowMs, firmId, value],
  );
}

/** Ended ones are kept a while, so that using one again is answered with the reason. */
export async function deleteOldInvitations(tx: Transaction, expiredBeforeMs: number): Promise<void> {
  await tx.run('DELETE FROM invitations WHERE expires_at < ?', [expiredBeforeMs]);
}
