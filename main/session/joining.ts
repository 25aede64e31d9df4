import { FerryFailure, valueOrThrow } from '#app/contract/errors.ts';
import { readInvitationLink } from '#app/contract/invitation-link.ts';
import type { OperationHandlers, Session } from '#app/contract/operations.ts';
import type { FoundInvitation } from '#app/contract/people.ts';
import type { SignInResponse } from '#app/contract/protocol.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { PeopleTransport } from '#app/transport/people.ts';
import type { Entering } from './entering.ts';
import { normaliseServer } from './server-address.ts';
import type { SessionStore } from './session-store.ts';

const CALL_DEADLINE_MS = 15_000;

interface JoiningDeps extends Entering {
  desk: Pick<Desk, 'belongsTo' | 'alone' | 'status'>;
  sessionStore: Pick<SessionStore, 'lastSession'>;
  transportTo: (server: string) => Pick<PeopleTransport, 'look' | 'redeem' | 'setUp'>;
  isOfOtherFirm: (answer: SignInResponse) => boolean;
}

type JoiningOperations = Pick<
  OperationHandlers,
  'readInvitation' | 'inspectInvitation' | 'redeemInvitation' | 'setUpFirm'
>;

/** Coming into a firm by an invitation, or setting one up on an empty server. */
export function createJoining(deps: JoiningDeps): JoiningOperations {
  const { desk, sessionStore, transportTo } = deps;
  const inTime = () => ({ signal: AbortSignal.timeout(CALL_DEADLINE_MS) });

  /** Before anything is used up: the data here must be of the same firm, or none. */
  function requireOwnFirm({ firm, personId }: Pick<FoundInvitation, 'firm' | 'personId'>): void {
    const owner = desk.belongsTo();
    const alone = desk.alone();
    if (alone === null && owner === null) return;
    const last = sessionStore.lastSession();
    if (owner === null || owner.firmId !== firm.id) {
      const before = last?.firm.name ?? owner?.server ?? '';
      throw new FerryFailure('invitation.otherFirm', 'none', { before, firm: firm.name });
    }
    const { pending, parked } = desk.status().regions.counts;
    if (pending + parked === 0 || owner.personId === '' || owner.personId === personId) return;
    const name = last?.people.find(({ id }) => id === owner.personId)?.name ?? owner.personId;
    throw new FerryFailure('session.othersWork', 'signIn', { name, pending, parked });
  }

  async function enter(server: string, answer: SignInResponse): Promise<Session> {
    if (!deps.isOfOtherFirm(answer)) return deps.enter(server, answer);
    // Locked data opens only for the server that has its key, whatever firm another one claims to be.
    await deps.decline(server, answer);
    const before = sessionStore.lastSession()?.firm.name ?? '';
    throw new FerryFailure('invitation.otherFirm', 'none', { before, firm: answer.firm.name });
  }

  async function look(server: string, secret: string): Promise<FoundInvitation> {
    const found = valueOrThrow(await transportTo(server).look(secret, inTime()));
    requireOwnFirm(found);
    return found;
  }

  return {
    readInvitation(typed) {
      const link = readInvitationLink(typed);
      if (link === null) throw new FerryFailure('invitation.unknown', 'fix');
      return { ...link, server: link.server === null ? null : normaliseServer(link.server) };
    },
    async inspectInvitation({ server: typed, secret }) {
      const server = normaliseServer(typed);
      return { ...(await look(server, secret)), server };
    },
    async redeemInvitation({ server: typed, secret, name, password }) {
      const server = normaliseServer(typed);
      await look(server, secret);
      const answer = await deps.askAsDevice((device) =>
        transportTo(server).redeem({ secret, name, password, ...device }, inTime()),
      );
      return enter(server, answer);
    },
    async setUpFirm({ server: typed, ...request }) {
      const server = normaliseServer(typed);
      requireOwnFirm({ firm: { id: '', name: request.firmName }, personId: null });
      const answer = await deps.askAsDevice((device) => transportTo(server).setUp({ ...request, ...device }, inTime()));
      return enter(server, answer);
    },
  };
}
