import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import type { Person, Role } from '#app/contract/protocol.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { insertRemoval, listRemovals, type RemovalState } from '../storage/device-removals.ts';
import { listDevices, type PersonsDevice, readDevice } from '../storage/devices.ts';
import { insertFirm, listFirms } from '../storage/firms.ts';
import {
  deactivatePerson,
  insertPerson,
  listPeople,
  reactivatePerson,
  readPersonByEmail,
  savePassword,
  saveRole,
} from '../storage/people.ts';
import { revokeDevice, revokeSessions } from '../storage/revocations.ts';
import { newFirm } from './new-firm.ts';
import { checkPassword } from './password-rules.ts';
import type { PasswordHasher } from './passwords.ts';

export interface NewPerson {
  name: string;
  email: string;
  password: string;
  role: Role;
}

/** An operator's actions on firms and people. Failures have codes `account.*`. */
export interface Accounts {
  createFirm(firm: { name: string; owner: Omit<NewPerson, 'role'> }): Promise<{ firmId: string; ownerId: string }>;
  /** A removed member of this firm returns as the same person. Returns their id. */
  addPerson(firmId: string, person: NewPerson): Promise<string>;
  /** Ends all sessions; the person's next request is refused. Their name stays on what they wrote. */
  removePerson(email: string): Promise<void>;
  setPassword(email: string, password: string): Promise<void>;
  /** Effective with the person's next request. */
  setRole(email: string, role: Role): Promise<void>;
  /** Each with its removals, last first. */
  devices(email: string): Promise<(PersonsDevice & { removals: RemovalState[] })[]>;
  /**
   * Requests the removal of a device's data at its next contact. Returns false, and does nothing, if nobody of the firm
   * signed in on the device or `byEmail` is not an owner.
   */
  askRemoval(which: { firmId: string; deviceId: string; byEmail: string }): Promise<boolean>;
  /**
   * Ends the sessions of all a person's devices, or of one device and those derived from the same sign-in. Returns the
   * number.
   */
  revoke(which: { email: string } | { firmId: string; deviceId: string }): Promise<number>;
  people(firmId: string): Promise<Person[]>;
  firms(): Promise<{ firmId: string; name: string }[]>;
}

export interface AccountsDependencies {
  storage: Database;
  clock: Pick<Clock, 'nowMs'>;
  ids: IdSource;
  passwords: PasswordHasher;
  /** Lowered for the sample firm, whose password is public. */
  minPasswordLength?: number;
}

export function createAccounts(dependencies: AccountsDependencies): Accounts {
  const { storage, clock, ids, passwords, minPasswordLength } = dependencies;
  const writing = { kind: 'operator', mode: 'write' } as const;
  const reading = { kind: 'operator', mode: 'read' } as const;

  async function prepare(firmId: string, person: NewPerson) {
    const email = normalEmail(person.email);
    if (email === undefined) throw new FerryFailure('account.email', 'fix');
    const name = person.name.trim();
    if (name === '' || name.length > 200) throw new FerryFailure('account.name', 'fix');
    checkPassword(person.password, minPasswordLength);
    const passwordHash = await passwords.hash(person.password);
    return { firmId, id: ids.next(), email, name, role: person.role, passwordHash, active: true };
  }

  function withPerson<T>(
    scope: typeof reading | typeof writing,
    email: string,
    work: (tx: Transaction, firmId: string, personId: string) => Promise<T>,
  ): Promise<T> {
    return storage.transaction(scope, async (tx) => {
      const person = await readPersonByEmail(tx, normalEmail(email) ?? '');
      if (!person) throw new FerryFailure('account.unknown', 'fix');
      return work(tx, person.firmId, person.id);
    });
  }

  return {
    async createFirm({ name, owner }) {
      const firmId = ids.next();
      const person = await prepare(firmId, { ...owner, role: 'owner' });
      const now = clock.nowMs();
      const firm = newFirm({ firmId, name, epoch: ids.next(), nowMs: now });
      await storage.transaction(writing, async (tx) => {
        if (await readPersonByEmail(tx, person.email)) throw taken();
        await insertFirm(tx, firm, now);
        await insertPerson(tx, person, now);
      });
      return { firmId, ownerId: person.id };
    },
    async addPerson(firmId, newPerson) {
      const person = await prepare(firmId, newPerson);
      return storage.transaction(writing, async (tx) => {
        const known = await readPersonByEmail(tx, person.email);
        if (known && (known.active || known.firmId !== firmId)) throw taken();
        if (known) await reactivatePerson(tx, { ...person, id: known.id });
        else await insertPerson(tx, person, clock.nowMs());
        return known?.id ?? person.id;
      });
    },
    removePerson: (email) =>
      withPerson(writing, email, async (tx, firmId, personId) => {
        await deactivatePerson(tx, firmId, personId);
        await revokeSessions(tx, firmId, { personId }, clock.nowMs());
      }),
    async setPassword(email, password) {
      checkPassword(password, minPasswordLength);
      const hash = await passwords.hash(password);
      // Locks the password first: a sign-in in progress holds it, and its session exists and can be ended once the lock
      // is free.
      await withPerson(writing, email, async (tx, firmId, personId) => {
        await savePassword(tx, firmId, personId, hash);
        await revokeSessions(tx, firmId, { personId }, clock.nowMs());
      });
    },
    setRole: (email, role) =>
      withPerson(writing, email, (tx, firmId, personId) => saveRole(tx, firmId, personId, role)),
    devices: (email) =>
      withPerson(reading, email, async (tx, firmId, personId) => {
        const devices = await listDevices(tx, { firmId, personId }, clock.nowMs());
        const asked: RemovalState[][] = [];
        for (const { deviceId } of devices) asked.push(await listRemovals(tx, firmId, deviceId));
        return devices.map((device, place) => ({ ...device, removals: asked[place] ?? [] }));
      }),
    askRemoval: ({ firmId, deviceId, byEmail }) =>
      storage.transaction(writing, async (tx) => {
        const owner = await readPersonByEmail(tx, normalEmail(byEmail) ?? '');
        const isOwner = owner?.firmId === firmId && owner.active && owner.role === 'owner';
        if (!isOwner || !(await readDevice(tx, firmId, deviceId))) return false;
        const removalId = ids.next();
        await insertRemoval(tx, { firmId, removalId, deviceId, askedBy: owner.id, askedAtMs: clock.nowMs() });
        return true;
      }),
    revoke: (which) =>
      'email' in which
        ? withPerson(writing, which.email, (tx, firmId, personId) =>
            revokeSessions(tx, firmId, { personId }, clock.nowMs()),
          )
        : storage.transaction(writing, (tx) => revokeDevice(tx, which.firmId, which.deviceId, clock.nowMs())),
    people: (firmId) => storage.transaction(reading, (tx) => listPeople(tx, firmId)),
    firms: () =>
      storage.transaction(reading, async (tx) => (await listFirms(tx)).map(({ firmId, name }) => ({ firmId, name }))),
  };
}

/** Lower case and trimmed; undefined if it cannot be an address. */
export function normalEmail(email: string): string | undefined {
  const normal = email.trim().normalize('NFC').toLowerCase();
  return normal.length <= 254 && /^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u.test(normal) ? normal : undefined;
}

function taken(): FerryFailure {
  return new FerryFailure('account.emailTaken', 'fix');
}
