import { randomBytes } from 'node:crypto';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import type { Person, Role } from '#app/contract/protocol.ts';
import type { Database } from '../storage/database.ts';
import { insertFirm, listFirms } from '../storage/firms.ts';
import { deactivatePerson, insertPerson, listPeople, readPersonByEmail, savePassword } from '../storage/people.ts';
import { revokeSessions } from '../storage/sessions.ts';
import type { PasswordHasher } from './passwords.ts';

const MIN_PASSWORD_LENGTH = 10;

export interface NewPerson {
  name: string;
  email: string;
  password: string;
  role: Role;
}

/** What an operator does with firms and people. Failures: `input.invalid`, `record.exists`, `record.unknown`. */
export interface Accounts {
  createFirm(firm: { name: string; owner: Omit<NewPerson, 'role'> }): Promise<{ firmId: string; ownerId: string }>;
  addPerson(firmId: string, person: NewPerson): Promise<string>;
  /** Ends all sessions; the person's next request is refused. The name stays on what they wrote. */
  removePerson(email: string): Promise<void>;
  setPassword(email: string, password: string): Promise<void>;
  /** Ends the sessions of one device, or of a person's devices. Returns how many. */
  revoke(which: { email: string } | { firmId: string; deviceId: string }): Promise<number>;
  people(firmId: string): Promise<Person[]>;
  firms(): Promise<{ firmId: string; name: string }[]>;
}

export interface AccountsDependencies {
  storage: Database;
  clock: Pick<Clock, 'nowMs'>;
  ids: IdSource;
  passwords: PasswordHasher;
  /** Lowered for the sample firm, whose password is public anyway. */
  minPasswordLength?: number;
}

export function createAccounts(dependencies: AccountsDependencies): Accounts {
  const { storage, clock, ids, passwords, minPasswordLength = MIN_PASSWORD_LENGTH } = dependencies;
  const writing = { kind: 'operator', mode: 'write' } as const;
  const reading = { kind: 'operator', mode: 'read' } as const;

  async function prepare(firmId: string, person: NewPerson) {
    const email = normalEmail(person.email);
    if (email === undefined)
      throw new FerryFailure('input.invalid', 'Write an email address such as name@example.com.', 'fix');
    const name = person.name.trim();
    if (name === '' || name.length > 200) throw new FerryFailure('input.invalid', 'Give the person a name.', 'fix');
    checkPassword(person.password, minPasswordLength);
    const passwordHash = await passwords.hash(person.password);
    return { firmId, id: ids.next(), email, name, role: person.role, passwordHash, active: true };
  }

  function updatePerson<T>(
    email: string,
    update: (firmId: string, personId: string) => Promise<T>,
    tx: Parameters<typeof readPersonByEmail>[0],
  ) {
    return readPersonByEmail(tx, normalEmail(email) ?? '').then((person) => {
      if (!person) throw new FerryFailure('record.unknown', 'Nobody has this email address.', 'fix');
      return update(person.firmId, person.id);
    });
  }

  return {
    async createFirm({ name, owner }) {
      const firmId = ids.next();
      const person = await prepare(firmId, { ...owner, role: 'owner' });
      const now = clock.nowMs();
      const firm = {
        firmId,
        name: name.trim(),
        seq: 0,
        epoch: ids.next(),
        epochSeq: 0,
        epochAtMs: now,
        earlierEpochs: [],
        horizon: 0,
        secret: randomBytes(32).toString('hex'),
      };
      if (firm.name === '' || firm.name.length > 200)
        throw new FerryFailure('input.invalid', 'Give the firm a name.', 'fix');
      await storage.transaction(writing, async (tx) => {
        await requireFree(tx, person.email);
        await insertFirm(tx, firm, now);
        await insertPerson(tx, person, now);
      });
      return { firmId, ownerId: person.id };
    },
    async addPerson(firmId, newPerson) {
      const person = await prepare(firmId, newPerson);
      await storage.transaction(writing, async (tx) => {
        await requireFree(tx, person.email);
        await insertPerson(tx, person, clock.nowMs());
      });
      return person.id;
    },
    removePerson: (email) =>
      storage.transaction(writing, (tx) =>
        updatePerson(
          email,
          async (firmId, personId) => {
            await deactivatePerson(tx, firmId, personId);
            await revokeSessions(tx, firmId, { personId }, clock.nowMs());
          },
          tx,
        ),
      ),
    async setPassword(email, password) {
      checkPassword(password, minPasswordLength);
      const hash = await passwords.hash(password);
      await storage.transaction(writing, (tx) =>
        updatePerson(
          email,
          async (firmId, personId) => {
            await savePassword(tx, firmId, personId, hash);
            await revokeSessions(tx, firmId, { personId }, clock.nowMs());
          },
          tx,
        ),
      );
    },
    revoke: (which) =>
      storage.transaction(writing, (tx) =>
        'email' in which
          ? updatePerson(which.email, (firmId, personId) => revokeSessions(tx, firmId, { personId }, clock.nowMs()), tx)
          : revokeSessions(tx, which.firmId, { deviceId: which.deviceId }, clock.nowMs()),
      ),
    people: (firmId) => storage.transaction(reading, (tx) => listPeople(tx, firmId)),
    firms: () =>
      storage.transaction(reading, async (tx) => (await listFirms(tx)).map(({ firmId, name }) => ({ firmId, name }))),
  };
}

/** Lower case and trimmed, or undefined for what cannot be an address. */
export function normalEmail(email: string): string | undefined {
  const normal = email.trim().normalize('NFC').toLowerCase();
  return normal.length <= 254 && /^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u.test(normal) ? normal : undefined;
}

function checkPassword(password: string, minLength: number): void {
  if (password.length < minLength) {
    throw new FerryFailure('input.invalid', `Use a password of at least ${minLength} characters.`, 'fix');
  }
}

async function requireFree(tx: Parameters<typeof readPersonByEmail>[0], email: string): Promise<void> {
  if (await readPersonByEmail(tx, email)) {
    throw new FerryFailure('record.exists', 'Somebody has this email address already.', 'fix');
  }
}
