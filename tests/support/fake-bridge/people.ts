import { failed, ok } from '#app/contract/errors.ts';
import type { FerryCalls, Session } from '#app/contract/operations.ts';
import type { Invitation, Team } from '#app/contract/people.ts';
import type { peopleOperations } from '#app/contract/people-operations.ts';
import { samplePeople } from './sample.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
type PeopleCalls = Pick<FerryCalls, keyof typeof peopleOperations | 'redeemInvitation' | 'setUpFirm'>;

/** People, invitations and the own account of the sample firm. */
export function fakePeople({ signedIn, signIn }: { signedIn: () => Session; signIn: () => void }): PeopleCalls {
  const now = Date.now();
  let people: Team['people'] = samplePeople.map((person, place) => ({
    ...person,
    seenAt: place === 3 ? null : now - place * 3 * DAY_MS,
    devices:
      place === 3
        ? []
        : [
            {
              deviceId: `d-${person.id}`,
              name: 'Laptop',
              seenAt: now - place * DAY_MS,
              isSignedIn: true,
              removal: null,
            },
          ],
  }));
  let invitations: Invitation[] = [];
  const change = (id: string, patch: Partial<Team['people'][number]>) => {
    people = people.map((person) => (person.id === id ? { ...person, ...patch } : person));
  };
  const person = (id: string) => people.find((each) => each.id === id);
  const nothing = ok(undefined);
  const entered = async () => {
    signIn();
    return ok(signedIn());
  };
  return {
    takeInvitation: async () => ok(null),
    readInvitation: async (typed) => {
      if (!typed.startsWith('ferry://join')) return failed({ code: 'invitation.unknown', action: 'fix' });
      return ok({ kind: 'invitation', server: 'https://ferry.sample.test', firmId: 'f-1', secret: 'secret' });
    },
    inspectInvitation: async ({ server }) =>
      ok({
        server,
        firm: signedIn().firm,
        personId: null,
        name: 'Ines Invited',
        email: 'ines@sample.test',
        role: 'staff',
        expiresAt: now + 7 * DAY_MS,
      }),
    redeemInvitation: entered,
    setUpFirm: entered,
    getTeam: async () => ok({ people, invitations }),
    listPeopleActs: async () => ok({ entries: [], next: null }),
    invitePerson: async (request) => {
      const known = 'personId' in request ? person(request.personId) : null;
      const invitation: Invitation = {
        id: `i-${invitations.length}`,
        personId: known?.id ?? null,
        name: 'name' in request ? request.name : (known?.name ?? ''),
        email: 'email' in request ? request.email : (known?.email ?? ''),
        role: request.role ?? 'staff',
        invitedBy: 'p-ana',
        invitedAt: now,
        expiresAt: now + 7 * DAY_MS,
      };
      invitations = [invitation, ...invitations];
      return ok({ invitation, secret: 'x'.repeat(43), code: '4F7K-90QX-M2TB-8RWD' });
    },
    withdrawInvitation: async (id) => {
      invitations = invitations.filter((each) => each.id !== id);
      return nothing;
    },
    changeRole: async (id, role) => {
      const isLast = people.filter((each) => each.role === 'owner' && each.active).length === 1;
      if (isLast && person(id)?.role === 'owner') return failed({ code: 'people.lastOwner', action: 'fix' });
      change(id, { role });
      const changed = person(id);
      return changed ? ok(changed) : failed({ code: 'people.unknown', action: 'fix' });
    },
    removePerson: async (id) => {
      change(id, { active: false });
      return nothing;
    },
    revokeDevice: async () => nothing,
    removeDeviceData: async () => nothing,
    getAccount: async () => ok({ person: { ...signedIn().person, active: true }, devices: people[0]?.devices ?? [] }),
    changeAccount: async ({ name }) => ok({ ...signedIn().person, active: true, ...(name ? { name } : {}) }),
  };
}
