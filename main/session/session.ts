import { FerryFailure, ok, valueOrThrow } from '#app/contract/errors.ts';
import type {
  Joined,
  OperationArguments,
  OperationHandlers,
  OperationOutput,
  Session,
} from '#app/contract/operations.ts';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import type { SignInResponse } from '#app/contract/protocol.ts';
import { recordKey } from '#app/contract/record-key.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { PeopleTransport } from '#app/transport/people.ts';
import type { Transport } from '#app/transport/transport.ts';
import { type AloneSession, createAloneSession } from './alone.ts';
import { createEntering } from './entering.ts';
import { createJoining } from './joining.ts';
import type { Lock } from './lock.ts';
import { isSameAddress, otherFirmFailure, samePeople } from './other-firm.ts';
import { createPeopleOperations } from './people.ts';
import { normaliseServer } from './server-address.ts';
import type { SessionStore } from './session-store.ts';

/** Tokens are exchanged this often, to limit the use of a stolen one. */
const ROTATE_AFTER_MS = 24 * 60 * 60_000;
const CALL_DEADLINE_MS = 15_000;
const SIGN_OUT_DEADLINE_MS = 3_000;

export interface SessionDeps {
  sessionStore: SessionStore;
  desk: Pick<
    Desk,
    | 'deviceId'
    | 'becomeNewDevice'
    | 'status'
    | 'signedIn'
    | 'signedOut'
    | 'belongsTo'
    | 'claim'
    | 'startAlone'
    | 'alone'
    | 'worksAlone'
    | 'joinFirm'
    | 'operations'
  >;
  /** The transport of the current session. */
  transport: Pick<Transport, 'people' | 'rotate' | 'signOut'> & PeopleTransport;
  /** A transport to any server, authenticated by `token` if given. */
  transportTo: (
    server: string,
    token?: string,
  ) => Pick<Transport, 'health' | 'signIn' | 'signOut'> & Pick<PeopleTransport, 'look' | 'redeem' | 'setUp'>;
  deviceName: string;
  rememberServer: (server: string) => void;
  /** Moves the current data to a file of its own; returns its path. */
  setFirmAside: () => Promise<string>;
  /** No data may be shown before the server has accepted somebody. */
  lock: Pick<Lock, 'isOpen' | 'open'>;
  /** Removes all data at the next start. */
  requestRemoval: () => void;
  /** Quits in order and restarts. */
  restart: () => void;
  ids: IdSource;
  clock: Clock;
  log: Log;
}

type SignIn = OperationArguments<'signIn'>[0];
export type SessionOperations = Pick<
  OperationHandlers,
  'getSession' | 'checkServer' | 'signIn' | 'startAlone' | 'lookAround' | 'signOut'
> &
  ReturnType<typeof createJoining> &
  ReturnType<typeof createPeopleOperations>;

export interface SessionService {
  operations: SessionOperations;
  /** Call when the server was reached: renews the token and the list of people if they are old. */
  refresh(): Promise<void>;
  /** Call once the data is open: goes on without a server if it is used so. */
  resumeAlone: AloneSession['resume'];
}

/** Signing in and out, and keeping the session fresh. Needs the network only for what only the server knows. */
export function createSessionService(deps: SessionDeps): SessionService {
  const { sessionStore, desk, transport, transportTo, clock, log } = deps;
  const alone = createAloneSession(deps);
  const { askAsDevice, enter, decline } = createEntering(deps);
  let refreshing: Promise<void> | null = null;

  async function signIn(request: SignIn): Promise<OperationOutput<'signIn'>> {
    const { server, email, password } = request;
    const address = normaliseServer(server);
    const answer = await askAsDevice((device) =>
      transportTo(address).signIn({ email: email.trim(), password, ...device }, { signal: deadline(CALL_DEADLINE_MS) }),
    );
    const isOtherFirm = isOfOtherFirm(answer);
    const refusal = refusalOf(answer, address, request);
    if (refusal !== null || (isOtherFirm && request.otherFirm?.choice === 'alone')) {
      await decline(address, answer);
      if (refusal !== null) throw refusal;
      return await goOnAlone();
    }
    const joined = isOtherFirm ? await join(address, answer, request) : null;
    const session = await enter(address, answer);
    return joined === null ? session : { ...session, joined };
  }

  /** Any server can claim this firm's id; locked data opens only for one that also knows the firm's key. */
  const isOfOtherFirm = ({ firm, healthKey }: SignInResponse): boolean => {
    const owner = desk.belongsTo();
    if (owner === null) return false;
    return owner.firmId !== firm.id || !(deps.lock.isOpen() || sessionStore.isServerOfLast(healthKey));
  };

  /**
   * The previous person's work stays in the file: another firm's server cannot confirm that this is the same person.
   */
  async function join(server: string, answer: SignInResponse, { otherFirm }: SignIn): Promise<Joined> {
    const isOpen = deps.lock.isOpen();
    const file = await deps.setFirmAside();
    const without = otherFirm?.choice === 'join' ? otherFirm.without : [];
    const moved = await desk.joinFirm({
      bringsWork: isOpen,
      server,
      firmId: answer.firm.id,
      personId: answer.person.id,
      people: samePeople(sessionStore.lastSession()?.people ?? [], answer.people),
      without: new Set(without.map(({ table, recordId }) => recordKey(table, recordId))),
    });
    return { ...moved, file };
  }

  /** Continues as the previous person, with sync paused until they resume it. */
  async function goOnAlone(): Promise<Session> {
    await desk.operations.pauseSync(null);
    const session = sessionStore.session();
    if (session === null) throw new FerryFailure('auth.required', 'signIn');
    desk.signedIn();
    return session;
  }

  /** The server attributes a change to its sender, so work is never sent under another name without asking. */
  function refusalOf(
    answer: SignInResponse,
    address: string,
    { takesOverWork, otherFirm }: SignIn,
  ): FerryFailure | null {
    const owner = desk.belongsTo();
    if (owner === null) return null;
    const { pending, parked } = desk.status().regions.counts;
    if (isOfOtherFirm(answer)) {
      // Another firm's server cannot identify this computer's people: only the same person continues without asking.
      const last = sessionStore.lastSession();
      const isOpen = deps.lock.isOpen();
      const isSamePerson = last?.firm.id === owner.firmId && isSameAddress(last.person.email, answer.person.email);
      const mayGoOnAlone = isOpen && isSamePerson;
      if (otherFirm?.choice === 'join' || (otherFirm?.choice === 'alone' && mayGoOnAlone)) return null;
      const firms = { firm: answer.firm.name, before: last?.firm.name ?? owner.server };
      return otherFirmFailure({
        ...firms,
        owner: owner.server,
        server: address,
        pending,
        parked,
        mayGoOnAlone,
        mayLookThrough: isOpen,
      });
    }
    if (takesOverWork || pending + parked === 0) return null;
    if (owner.personId === '' || owner.personId === answer.person.id) return null;
    const name = answer.people.find(({ id }) => id === owner.personId)?.name ?? owner.personId;
    return othersWork(name, { pending, parked });
  }

  async function signOut({ force, data }: OperationArguments<'signOut'>[0]): Promise<void> {
    const isAlone = desk.alone() !== null;
    const { pending, parked } = desk.status().regions.counts;
    if (isAlone ? !force || data === 'keep' : pending + parked > 0 && !force) {
      throw new FerryFailure('session.unsentWork', 'retry', { pending, parked });
    }
    // The person's choice comes first: however Ferry ends from here, the next start removes the data.
    if (data === 'remove') deps.requestRemoval();
    const serverSignOut = isAlone ? ok(null) : await transport.signOut({ signal: deadline(SIGN_OUT_DEADLINE_MS) });
    if (!serverSignOut.ok) log.info('session.serverSignOutFailed', { code: serverSignOut.error.code });
    desk.signedOut();
    if (data === 'keep') return sessionStore.forget();
    sessionStore.wipe();
    deps.restart();
  }

  async function refreshNow(): Promise<void> {
    const session = sessionStore.session();
    const credentials = sessionStore.credentials();
    const ageMs = Math.abs(clock.nowMs() - sessionStore.rotatedAtMs());
    if (session === null || credentials === null || ageMs < ROTATE_AFTER_MS) return;
    const rotation = await transport.rotate({ signal: deadline(CALL_DEADLINE_MS) });
    if (!rotation.ok) return log.warn('session.rotationFailed', { code: rotation.error.code });
    const { token, expiresAt } = rotation.value;
    await sessionStore.renew({ token, expiresAtMs: expiresAt });
    const people = await transport.people({ signal: deadline(CALL_DEADLINE_MS) });
    if (people.ok) sessionStore.amend({ people: people.value });
  }

  return {
    operations: {
      getSession: () => sessionStore.session(),
      async checkServer(typed) {
        const server = normaliseServer(typed);
        valueOrThrow(await transportTo(server).health({ signal: deadline(CALL_DEADLINE_MS) }));
        return { server };
      },
      signIn,
      ...createJoining({ ...deps, askAsDevice, enter, decline, isOfOtherFirm }),
      ...createPeopleOperations(deps),
      startAlone: alone.start,
      lookAround: alone.lookAround,
      signOut,
    },
    refresh() {
      refreshing ??= refreshNow().finally(() => {
        refreshing = null;
      });
      return refreshing;
    },
    resumeAlone: alone.resume,
  };
}

function othersWork(name: string, counts: { pending: number; parked: number }): FerryFailure {
  return new FerryFailure('session.othersWork', 'signIn', { name, ...counts });
}

function deadline(delayMs: number): AbortSignal {
  return AbortSignal.timeout(delayMs);
}
