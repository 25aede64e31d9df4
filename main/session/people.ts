import { valueOrThrow } from '#app/contract/errors.ts';
import type { OperationHandlers } from '#app/contract/operations.ts';
import type { PeopleTransport } from '#app/transport/people.ts';
import type { Transport } from '#app/transport/transport.ts';
import type { SessionStore } from './session-store.ts';

const CALL_DEADLINE_MS = 15_000;

type PeopleOperations = Pick<
  OperationHandlers,
  | 'getTeam'
  | 'listPeopleActs'
  | 'invitePerson'
  | 'withdrawInvitation'
  | 'changeRole'
  | 'removePerson'
  | 'revokeDevice'
  | 'removeDeviceData'
  | 'getAccount'
  | 'changeAccount'
>;

/** People and the own account, at the server; the session's list of people follows each change. */
export function createPeopleOperations({
  transport,
  sessionStore,
}: {
  transport: PeopleTransport & Pick<Transport, 'people'>;
  sessionStore: Pick<SessionStore, 'amend'>;
}): PeopleOperations {
  const inTime = () => ({ signal: AbortSignal.timeout(CALL_DEADLINE_MS) });

  /** Names and roles are shown everywhere, so a change shows at once; if it cannot be read now, it is read later. */
  async function readPeople(): Promise<void> {
    const people = await transport.people(inTime());
    if (people.ok) sessionStore.amend({ people: people.value });
  }

  return {
    async getTeam() {
      const team = valueOrThrow(await transport.team(inTime()));
      sessionStore.amend({ people: team.people.map(({ devices: _devices, seenAt: _seenAt, ...person }) => person) });
      return team;
    },
    listPeopleActs: async (before) => valueOrThrow(await transport.acts(before, inTime())),
    invitePerson: async (request) => valueOrThrow(await transport.invite(request, inTime())),
    withdrawInvitation: async (id) => valueOrThrow(await transport.withdrawInvitation(id, inTime())),
    async changeRole(id, role) {
      const person = valueOrThrow(await transport.changeRole(id, role, inTime()));
      await readPeople();
      return person;
    },
    async removePerson(id) {
      valueOrThrow(await transport.removePerson(id, inTime()));
      await readPeople();
    },
    revokeDevice: async (id) => valueOrThrow(await transport.revokeDevice(id, inTime())),
    removeDeviceData: async (id) => valueOrThrow(await transport.removeDeviceData(id, inTime())),
    getAccount: async () => valueOrThrow(await transport.account(inTime())),
    async changeAccount(change) {
      const person = valueOrThrow(await transport.changeAccount(change, inTime()));
      await readPeople();
      return person;
    },
  };
}
