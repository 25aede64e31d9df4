import { FerryFailure } from '#app/contract/errors.ts';
import type { Member, PeopleActsPage, PersonsDevice, Team } from '#app/contract/people.ts';
import type { Person, Role } from '#app/contract/protocol.ts';
import type { SyncSession } from '../core/session.ts';
import type { Transaction } from '../storage/database.ts';
import { insertRemoval, listRemovals } from '../storage/device-removals.ts';
import { listDevices, readDevice } from '../storage/devices.ts';
import { listOpenInvitations, withdrawInvitations } from '../storage/invitations.ts';
import { deactivatePerson, listPeople, readPerson, type StoredPerson, saveRole } from '../storage/people.ts';
import { listPeopleActs } from '../storage/people-acts.ts';
import { revokeDevice, revokeSessions } from '../storage/revocations.ts';
import { toInvitation } from './invitations.ts';
import {
  inLockedFirm,
  notOwner,
  type PeoplePorts,
  recordAct,
  requireAnotherOwner,
  requirePerson,
} from './owner-acts.ts';

const ACTS_A_PAGE = 50;

/** What an owner does with the firm's people. Failures: `auth.notOwner`, `people.unknown`, `people.lastOwner`. */
export interface Members {
  team(session: SyncSession): Promise<Team>;
  acts(
    session: SyncSession,
    query: { before?: string | undefined; limit?: number | undefined },
  ): Promise<PeopleActsPage>;
  changeRole(session: SyncSession, personId: string, role: Role): Promise<Person>;
  /**
   * Ends a person's access. A round of theirs is applied before or refused after, never in part: both take the firm's
   * lock. Removing a removed person again changes nothing.
   */
  remove(session: SyncSession, personId: string): Promise<void>;
  /** Ends the sessions of a device; anyone may do so with their own. */
  revokeDevice(session: SyncSession, deviceId: string): Promise<void>;
  /** Asks for the removal of a device's data at its next contact. */
  removeDeviceData(session: SyncSession, deviceId: string): Promise<void>;
}

export function createMembers(dependencies: PeoplePorts): Members {
  const { storage, clock, ids } = dependencies;

  const reading = <T>({ firmId, role }: SyncSession, work: (tx: Transaction) => Promise<T>): Promise<T> => {
    if (role !== 'owner') throw notOwner();
    return storage.transaction({ kind: 'firm', firmId, mode: 'read' }, work);
  };

  const deviceAct = (
    tx: Transaction,
    { firmId, personId: by }: SyncSession,
    act: 'deviceRevoked' | 'dataRemovalAsked',
    { owner, name }: { owner: StoredPerson; name: string },
  ) => recordAct(tx, dependencies, firmId, { by, act, personId: owner.id, personName: owner.name, detail: name });

  return {
    team: (session) =>
      reading(session, async (tx) => {
        const { firmId } = session;
        const people: Member[] = [];
        for (const person of await listPeople(tx, firmId)) {
          const devices = await devicesOf(tx, { firmId, personId: person.id }, clock.nowMs());
          const seenAt = devices.reduce<number | null>((last, device) => Math.max(last ?? 0, device.seenAt), null);
          people.push({ ...person, seenAt, devices });
        }
        const invitations = await listOpenInvitations(tx, firmId, clock.nowMs());
        return { people, invitations: invitations.map(toInvitation) };
      }),

    acts: (session, { before, limit = ACTS_A_PAGE }) =>
      reading(session, async (tx) => {
        const entries = await listPeopleActs(tx, session.firmId, before, limit + 1);
        const page = entries.slice(0, limit);
        return { entries: page, next: entries.length > limit ? (page.at(-1)?.id ?? null) : null };
      }),

    changeRole: (session, personId, role) =>
      inLockedFirm(dependencies, session, 'owner', async (tx, { caller }) => {
        const person = await requirePerson(tx, session.firmId, personId);
        if (person.role === role) return publicPerson(person);
        await requireAnotherOwner(tx, person);
        await saveRole(tx, session.firmId, personId, role);
        await recordAct(tx, dependencies, session.firmId, {
          by: caller.id,
          act: 'roleChanged',
          personId,
          personName: person.name,
          detail: role,
        });
        return publicPerson({ ...person, role });
      }),

    remove: (session, personId) =>
      inLockedFirm(dependencies, session, 'owner', async (tx, { caller }) => {
        const { firmId } = session;
        const person = await requirePerson(tx, firmId, personId);
        if (!person.active) return;
        await requireAnotherOwner(tx, person);
        await deactivatePerson(tx, firmId, personId);
        await revokeSessions(tx, firmId, { personId }, clock.nowMs());
        await withdrawInvitations(tx, firmId, { email: person.email }, clock.nowMs());
        await recordAct(tx, dependencies, firmId, {
          by: caller.id,
          act: 'removed',
          personId,
          personName: person.name,
        });
      }),

    revokeDevice: (session, deviceId) =>
      inLockedFirm(dependencies, session, 'anyone', async (tx, { caller }) => {
        const device = await requireDevice(tx, session.firmId, deviceId);
        if (caller.role !== 'owner' && device.owner.id !== caller.id) throw notOwner();
        await revokeDevice(tx, session.firmId, deviceId, clock.nowMs());
        await deviceAct(tx, session, 'deviceRevoked', device);
      }),

    removeDeviceData: (session, deviceId) =>
      inLockedFirm(dependencies, session, 'owner', async (tx, { caller }) => {
        const { firmId } = session;
        const device = await requireDevice(tx, firmId, deviceId);
        const removal = { firmId, removalId: ids.next(), deviceId, askedBy: caller.id, askedAtMs: clock.nowMs() };
        await insertRemoval(tx, removal);
        await deviceAct(tx, session, 'dataRemovalAsked', device);
      }),
  };
}

/** Last seen first, each with its last requested removal. */
export async function devicesOf(
  tx: Transaction,
  person: { firmId: string; personId: string },
  nowMs: number,
): Promise<PersonsDevice[]> {
  const devices: PersonsDevice[] = [];
  for (const { deviceId, name, seenAtMs, isSignedIn } of await listDevices(tx, person, nowMs)) {
    const [last] = await listRemovals(tx, person.firmId, deviceId);
    const removal = last ? { askedAt: last.askedAtMs, doneAt: last.doneAtMs, keptChanges: last.keptChanges } : null;
    devices.push({ deviceId, name, seenAt: seenAtMs, isSignedIn, removal });
  }
  return devices;
}

async function requireDevice(
  tx: Transaction,
  firmId: string,
  deviceId: string,
): Promise<{ owner: StoredPerson; name: string }> {
  const device = await readDevice(tx, firmId, deviceId);
  const owner = device && (await readPerson(tx, firmId, device.personId));
  if (!device || !owner) throw new FerryFailure('people.unknown', 'fix');
  return { owner, name: device.name };
}

export function publicPerson({ id, name, email, role, active }: StoredPerson): Person {
  return { id, name, email, role, active };
}
