import { FerryFailure } from '#app/contract/errors.ts';
import type { Account, AccountChange } from '#app/contract/people.ts';
import type { Person } from '#app/contract/protocol.ts';
import type { SyncSession } from '../core/session.ts';
import type { Transaction } from '../storage/database.ts';
import { readPerson, readPersonByEmail, type StoredPerson, saveNameAndEmail, savePassword } from '../storage/people.ts';
import { revokeOtherSessions } from '../storage/revocations.ts';
import { emailTaken, requireEmail, requireFreeAddress } from './invitations.ts';
import { devicesOf, publicPerson } from './members.ts';
import { inLockedFirm, type PeoplePorts, recordAct } from './owner-acts.ts';
import { checkPassword } from './password-rules.ts';
import type { PasswordHasher } from './passwords.ts';
import { countAttempt, hashOf, uncountAttempt } from './throttle.ts';

/** Wrong passwords of a signed-in person within 15 minutes. */
const MOST_WRONG = 10;

/** A person's own name, address, password and devices. */
export interface OwnAccount {
  read(session: SyncSession): Promise<Account>;
  /**
   * A new address or password needs the present password; a new password ends the person's other sessions.
   * @throws `account.wrongPassword`, `account.email`, `account.emailTaken`, `account.password`, `auth.throttled`
   */
  change(session: SyncSession, change: AccountChange): Promise<Person>;
}

export function createOwnAccount(dependencies: PeoplePorts & { passwords: PasswordHasher }): OwnAccount {
  const { storage, clock, passwords } = dependencies;

  const me = (session: SyncSession): Promise<StoredPerson> =>
    storage.transaction({ kind: 'firm', firmId: session.firmId, mode: 'read' }, async (tx) => {
      const person = await readPerson(tx, session.firmId, session.personId);
      if (!person) throw new FerryFailure('auth.revoked', 'askOwner');
      return person;
    });

  async function requirePassword(person: StoredPerson, password: string | undefined): Promise<void> {
    const identity = { kind: 'identity', mode: 'write' } as const;
    const subject = hashOf('account', person.id);
    await storage.transaction(identity, (tx) => countAttempt(tx, { subject, limit: MOST_WRONG }, clock.nowMs()));
    const isRight = password !== undefined && (await passwords.verify(password, person.passwordHash));
    if (!isRight) throw wrongPassword();
    await storage.transaction(identity, (tx) => uncountAttempt(tx, subject));
  }

  async function write(
    tx: Transaction,
    session: SyncSession,
    before: StoredPerson,
    after: StoredPerson,
  ): Promise<Person> {
    const { firmId, id } = after;
    const note = (act: 'nameChanged' | 'emailChanged' | 'passwordChanged', detail = '') =>
      recordAct(tx, dependencies, firmId, { by: id, act, personId: id, personName: before.name, detail });
    await saveNameAndEmail(tx, after);
    if (after.name !== before.name) await note('nameChanged', after.name);
    if (after.email !== before.email) await note('emailChanged', after.email);
    if (after.passwordHash !== before.passwordHash) {
      await savePassword(tx, firmId, id, after.passwordHash);
      const { lineId = '' } = session;
      await revokeOtherSessions(tx, { firmId, personId: id, lineId }, clock.nowMs());
      await note('passwordChanged');
    }
    return publicPerson(after);
  }

  return {
    async read(session) {
      const person = await me(session);
      const { firmId, personId } = session;
      const devices = await storage.transaction({ kind: 'firm', firmId, mode: 'read' }, (tx) =>
        devicesOf(tx, { firmId, personId }, clock.nowMs()),
      );
      return { person: publicPerson(person), devices };
    },

    async change(session, { name, email: typed, newPassword, password }) {
      const before = await me(session);
      const email = typed === undefined ? before.email : requireEmail(typed);
      if (newPassword !== undefined) checkPassword(newPassword);
      if (email !== before.email || newPassword !== undefined) await requirePassword(before, password);
      if (email !== before.email) await requireFreeAddress(storage, email, session);
      const passwordHash = newPassword === undefined ? before.passwordHash : await passwords.hash(newPassword);
      return inLockedFirm(dependencies, session, 'anyone', async (tx, { caller }) => {
        // Verifying takes time: a password changed meanwhile, perhaps by an invitation, must not be overwritten.
        if (caller.passwordHash !== before.passwordHash) throw wrongPassword();
        const known = await readPersonByEmail(tx, email);
        if (known && known.id !== caller.id) throw emailTaken();
        return write(tx, session, caller, { ...caller, name: name ?? caller.name, email, passwordHash });
      });
    },
  };
}

function wrongPassword(): FerryFailure {
  return new FerryFailure('account.wrongPassword', 'fix');
}
