import { FerryFailure } from '#app/contract/errors.ts';
import {
  type FoundInvitation,
  INVITATION_DAYS,
  type Invitation,
  type IssuedInvitation,
  type NewInvitation,
  type Redemption,
} from '#app/contract/people.ts';
import type { SignInResponse } from '#app/contract/protocol.ts';
import type { SyncSession } from '../core/session.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { readFirm } from '../storage/firms.ts';
import {
  findInvitation,
  insertInvitation,
  lockInvitation,
  markInvitationUsed,
  type StoredInvitation,
  withdrawInvitations,
} from '../storage/invitations.ts';
import { insertPerson, reactivatePerson, readPerson, readPersonByEmail, type StoredPerson } from '../storage/people.ts';
import { revokeSessions } from '../storage/revocations.ts';
import { normalEmail } from './accounts.ts';
import {
  codeText,
  hashLinkSecret,
  type InvitationCode,
  newCode,
  newLinkSecret,
  readCode,
} from './invitation-secrets.ts';
import { openSession } from './open-session.ts';
import { inLockedFirm, type PeoplePorts, recordAct, requirePerson } from './owner-acts.ts';
import { checkPassword } from './password-rules.ts';
import type { PasswordHasher } from './passwords.ts';
import { countAttempt, hashOf, networkOf, uncountAttempt } from './throttle.ts';

const LIFETIME_MS = INVITATION_DAYS * 24 * 60 * 60 * 1000;
/** Wrong secrets and codes within 15 minutes; beyond them codes are not looked at. */
const LIMITS = { address: 30, firm: 50, code: 10 };

/**
 * Inviting people and redeeming invitations. Failures: `invitation.unknown`, `.expired`, `.used`, `account.*`,
 * `auth.notOwner`, `auth.throttled` after too many wrong codes.
 */
export interface Invitations {
  /** An earlier invitation to the same address ends. For somebody who is in the firm it is a new password. */
  invite(session: SyncSession, request: NewInvitation): Promise<IssuedInvitation>;
  withdraw(session: SyncSession, invitationId: string): Promise<void>;
  look(secret: string, address: string): Promise<FoundInvitation>;
  /** Signs the invited person in, once, with the password they chose; their earlier sessions end. */
  redeem(redemption: Redemption, address: string): Promise<SignInResponse>;
}

export interface InvitationsDependencies extends PeoplePorts {
  passwords: PasswordHasher;
}

export function createInvitations(dependencies: InvitationsDependencies): Invitations {
  const { storage, clock, ids, passwords } = dependencies;
  const identity = (mode: 'read' | 'write') => ({ kind: 'identity', mode }) as const;

  /** The invitation of a secret or code, whatever its state. @throws `invitation.unknown`, `auth.throttled` */
  async function find(typed: string, address: string): Promise<StoredInvitation> {
    const code = readCode(typed);
    const subjects = [{ subject: hashOf('invitation', 'address', networkOf(address)), limit: LIMITS.address }];
    const found = await storage.transaction(identity('write'), async (tx) => {
      const invitation = await findInvitation(
        tx,
        code ? { codeHandle: code.handle } : { secretHash: hashLinkSecret(typed.trim()) },
      );
      if (code && invitation) {
        subjects.push({ subject: hashOf('invitation', 'firm', invitation.firmId), limit: LIMITS.firm });
        subjects.push({ subject: hashOf('invitation', 'code', invitation.id), limit: LIMITS.code });
      }
      // Counted before the code is verified, so that parallel guesses count too; a right one is subtracted again.
      for (const subject of subjects) await countAttempt(tx, subject, clock.nowMs());
      return invitation;
    });
    const isRight = code ? await passwords.verify(code.rest, found?.codeHash) : found !== undefined;
    if (!found || !isRight) throw new FerryFailure('invitation.unknown', 'fix');
    await storage.transaction(identity('write'), async (tx) => {
      for (const { subject } of subjects) await uncountAttempt(tx, subject);
    });
    return found;
  }

  async function issue(
    tx: Transaction,
    invited: Pick<StoredInvitation, 'firmId' | 'personId' | 'email' | 'name' | 'role' | 'invitedBy'>,
    { code, codeHash }: { code: InvitationCode; codeHash: string },
  ): Promise<IssuedInvitation> {
    const nowMs = clock.nowMs();
    await withdrawInvitations(tx, invited.firmId, { email: invited.email }, nowMs);
    const secret = newLinkSecret();
    const invitation: StoredInvitation = {
      ...invited,
      id: ids.next(),
      secretHash: hashLinkSecret(secret),
      codeHandle: code.handle,
      codeHash,
      invitedAtMs: nowMs,
      expiresAtMs: nowMs + LIFETIME_MS,
      usedAtMs: null,
      withdrawnAtMs: null,
    };
    await insertInvitation(tx, invitation);
    const { personId, name, role, invitedBy } = invited;
    await recordAct(tx, dependencies, invited.firmId, {
      by: invitedBy,
      act: 'invited',
      personId,
      personName: name,
      detail: role,
    });
    return { invitation: toInvitation(invitation), secret, code: codeText(code) };
  }

  /** A handle that no invitation has, with the hash of its rest. */
  async function drawCode() {
    for (;;) {
      const code = newCode();
      const isTaken = await storage.transaction(identity('read'), (tx) =>
        findInvitation(tx, { codeHandle: code.handle }),
      );
      if (!isTaken) return { code, codeHash: await passwords.hash(code.rest) };
    }
  }

  return {
    async invite(session, request) {
      const { firmId } = session;
      if ('email' in request) await requireFreeAddress(storage, requireEmail(request.email), { firmId });
      const drawn = await drawCode();
      return inLockedFirm(dependencies, session, 'owner', async (tx, { caller }) => {
        const invitedBy = caller.id;
        if ('personId' in request) {
          const person = await requirePerson(tx, firmId, request.personId);
          const role = person.active ? person.role : (request.role ?? person.role);
          const { id: personId, name, email } = person;
          return issue(tx, { firmId, personId, name, email, role, invitedBy }, drawn);
        }
        const email = requireEmail(request.email);
        const known = await readPersonByEmail(tx, email);
        if (known?.active) throw emailTaken();
        const { name, role } = request;
        return issue(tx, { firmId, personId: known?.id ?? null, name, email, role, invitedBy }, drawn);
      });
    },

    withdraw: (session, invitationId) =>
      inLockedFirm(dependencies, session, 'owner', async (tx, { caller }) => {
        const { firmId } = session;
        const invitation = await lockInvitation(tx, firmId, invitationId);
        if (!invitation) throw new FerryFailure('invitation.unknown', 'fix');
        requireUsable(invitation, clock.nowMs());
        await withdrawInvitations(tx, firmId, { id: invitationId }, clock.nowMs());
        await recordAct(tx, dependencies, firmId, {
          by: caller.id,
          act: 'withdrawn',
          personId: invitation.personId,
          personName: invitation.name,
          detail: invitation.email,
        });
      }),

    async look(secret, address) {
      const invitation = await find(secret, address);
      requireUsable(invitation, clock.nowMs());
      const { firmId, personId, name, email, role, expiresAtMs } = invitation;
      const firm = await storage.transaction({ kind: 'firm', firmId, mode: 'read' }, (tx) => readFirm(tx, firmId));
      return { firm: { id: firmId, name: firm?.name ?? '' }, personId, name, email, role, expiresAt: expiresAtMs };
    },

    async redeem({ secret, name, password, deviceId, deviceName }, address) {
      const { firmId, id, email } = await find(secret, address);
      checkPassword(password);
      await requireFreeAddress(storage, email, { firmId });
      const passwordHash = await passwords.hash(password);
      return storage.transaction({ kind: 'firm', firmId, mode: 'write' }, async (tx) => {
        const firm = await readFirm(tx, firmId, 'update');
        const invitation = await lockInvitation(tx, firmId, id);
        if (!firm || !invitation) throw new FerryFailure('invitation.unknown', 'fix');
        requireUsable(invitation, clock.nowMs());
        const person = await admit(tx, invitation, { name, passwordHash });
        await markInvitationUsed(tx, invitation, clock.nowMs());
        return openSession(tx, dependencies, { firm, person, device: { deviceId, deviceName } });
      });
    },
  };

  /** Makes the invited person one with access. Somebody in the firm keeps the role they have now. */
  async function admit(
    tx: Transaction,
    { firmId, personId, email, role }: StoredInvitation,
    { name, passwordHash }: { name: string; passwordHash: string },
  ): Promise<StoredPerson> {
    const known = personId === null ? undefined : await readPerson(tx, firmId, personId);
    const person: StoredPerson = known
      ? { ...known, name, passwordHash, active: true, role: known.active ? known.role : role }
      : { firmId, id: ids.next(), email, name, role, passwordHash, active: true };
    if (known) {
      await reactivatePerson(tx, person);
      await revokeSessions(tx, firmId, { personId: person.id }, clock.nowMs());
    } else if (await readPersonByEmail(tx, email)) throw emailTaken();
    else await insertPerson(tx, person, clock.nowMs());
    const act = known === undefined ? 'joined' : known.active ? 'passwordChanged' : 'returned';
    const detail = act === 'passwordChanged' ? '' : person.role;
    await recordAct(tx, dependencies, firmId, { by: person.id, act, personId: person.id, personName: name, detail });
    return person;
  }
}

/** An address is unique on a server. Asked before any firm is set: there, rows of other firms are invisible. */
export async function requireFreeAddress(
  storage: Database,
  email: string,
  { firmId }: { firmId: string },
): Promise<void> {
  const known = await storage.transaction({ kind: 'identity', mode: 'read' }, (tx) => readPersonByEmail(tx, email));
  if (known && known.firmId !== firmId) throw emailTaken();
}

/** @throws `account.email` if it cannot be an address */
export function requireEmail(typed: string): string {
  const email = normalEmail(typed);
  if (email === undefined) throw new FerryFailure('account.email', 'fix');
  return email;
}

export function emailTaken(): FerryFailure {
  return new FerryFailure('account.emailTaken', 'fix');
}

/** A withdrawn invitation is answered like an unknown one: it says nothing more to whoever holds it. */
function requireUsable(invitation: StoredInvitation, nowMs: number): void {
  if (invitation.usedAtMs !== null) throw new FerryFailure('invitation.used', 'askOwner');
  if (invitation.withdrawnAtMs !== null) throw new FerryFailure('invitation.unknown', 'askOwner');
  if (invitation.expiresAtMs <= nowMs) throw new FerryFailure('invitation.expired', 'askOwner');
}

export function toInvitation(invitation: StoredInvitation): Invitation {
  const { id, personId, name, email, role, invitedBy, invitedAtMs, expiresAtMs } = invitation;
  return { id, personId, name, email, role, invitedBy, invitedAt: invitedAtMs, expiresAt: expiresAtMs };
}
