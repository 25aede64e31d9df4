import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import type { SyncSession } from '../core/session.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { type Firm, readFirm } from '../storage/firms.ts';
import { countOwners, readPerson, type StoredPerson } from '../storage/people.ts';
import { insertPeopleAct, type NewPeopleAct } from '../storage/people-acts.ts';

export interface PeoplePorts {
  storage: Database;
  clock: Pick<Clock, 'nowMs'>;
  ids: IdSource;
}

/** The firm, locked until the end of the transaction: acts on people happen one after the other. */
export interface LockedFirm {
  firm: Firm;
  /** The caller, as they are now. */
  caller: StoredPerson;
}

/**
 * Runs an act on the people of a caller's firm, alone. The caller is read again under the lock: of two owners who remove
 * each other the second has no access any more.
 * @throws `auth.revoked` if the caller lost access meanwhile, `auth.notOwner`
 */
export function inLockedFirm<T>(
  { storage }: Pick<PeoplePorts, 'storage'>,
  session: Pick<SyncSession, 'firmId' | 'personId'>,
  who: 'owner' | 'anyone',
  work: (tx: Transaction, locked: LockedFirm) => Promise<T>,
): Promise<T> {
  const { firmId, personId } = session;
  return storage.transaction({ kind: 'firm', firmId, mode: 'write' }, async (tx) => {
    const firm = await readFirm(tx, firmId, 'update');
    const caller = await readPerson(tx, firmId, personId);
    if (!firm || !caller?.active) throw new FerryFailure('auth.revoked', 'askOwner');
    if (who === 'owner' && caller.role !== 'owner') throw notOwner();
    return work(tx, { firm, caller });
  });
}

export function notOwner(): FerryFailure {
  return new FerryFailure('auth.notOwner', 'askOwner');
}

/** @throws `people.unknown` */
export async function requirePerson(tx: Transaction, firmId: string, personId: string): Promise<StoredPerson> {
  const person = await readPerson(tx, firmId, personId);
  if (!person) throw new FerryFailure('people.unknown', 'fix');
  return person;
}

/** Before an owner loses the role or access; needs the firm's lock. @throws `people.lastOwner` */
export async function requireAnotherOwner(tx: Transaction, person: StoredPerson): Promise<void> {
  if (person.role !== 'owner' || !person.active) return;
  if ((await countOwners(tx, person.firmId)) < 2) throw new FerryFailure('people.lastOwner', 'fix');
}

/** Writes an act into the firm's trail. */
export function recordAct(
  tx: Transaction,
  { clock, ids }: Pick<PeoplePorts, 'clock' | 'ids'>,
  firmId: string,
  act: Omit<NewPeopleAct, 'id' | 'atMs'>,
): Promise<void> {
  return insertPeopleAct(tx, firmId, { ...act, id: ids.next(), atMs: clock.nowMs() });
}
