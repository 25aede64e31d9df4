import { FerryFailure, valueOrThrow } from '#app/contract/errors.ts';
import type {
  Joined,
  OperationArguments,
  OperationHandlers,
  OperationOutput,
  Session,
} from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { SignInResponse } from '#app/contract/protocol.ts';
import { recordKey } from '#app/contract/record-key.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { Transport } from '#app/transport/transport.ts';
import type { Lock } from './lock.ts';
import { isSameAddress, otherFirmFailure, samePeople } from './other-firm.ts';
import { normaliseServer } from './server-address.ts';
import type { Identity } from './session-store.ts';

/** A token is exchanged for a fresh one this often, so that a stolen old one soon opens nothing. */
const ROTATE_AFTER_MS = 24 * 60 * 60_000;
const CALL_DEADLINE_MS = 15_000;
const SIGN_OUT_DEADLINE_MS = 3_000;

export interface SessionDeps {
  identity: Identity;
  desk: Pick<
    Desk,
    | 'deviceId'
    | 'becomeNewDevice'
    | 'status'
    | 'signedIn'
    | 'signedOut'
    | 'belongsTo'
    | 'claim'
    | 'joinFirm'
    | 'operations'
  >;
  /** The transport of whoever is signed in. */
  transport: Pick<Transport, 'people' | 'rotate' | 'signOut'>;
  /** One to any server, signed in to it with `token` if given. */
  transportTo: (server: string, token?: string) => Pick<Transport, 'health' | 'signIn' | 'signOut'>;
  deviceName: string;
  rememberServer: (server: string) => void;
  /** Keeps all that is here in a file of its own; returns its path. */
  setFirmAside: () => Promise<string>;
  /** Nothing of what is here may be seen before the server has let somebody in. */
  lock: Pick<Lock, 'isOpen' | 'open'>;
  /** At the next start all data goes. */
  requestRemoval: () => void;
  /** Quits in order and starts again. */
  restart: () => void;
  clock: Clock;
  log: Log;
}

type SignIn = OperationArguments<'signIn'>[0];
export type SessionOperations = Pick<OperationHandlers, 'getSession' | 'checkServer' | 'signIn' | 'signOut'>;

export interface SessionService {
  operations: SessionOperations;
  /** Call when the server was reached: renews the token and the list of people when they are old. */
  refresh(): Promise<void>;
}

/** Signing in and out, and keeping the session fresh. Needs the network only for what only the server can say. */
export function createSessionService(deps: SessionDeps): SessionService {
  const { identity, desk, transport, transportTo, clock, log } = deps;
  let refreshing: Promise<void> | null = null;

  async function signIn(request: SignIn): Promise<OperationOutput<'signIn'>> {
    const { server, email, password } = request;
    const address = normaliseServer(server);
    // The copy that took over goes on with the id both had.
    if (desk.status().regions.auth === 'superseded') desk.becomeNewDevice();
    const ask = () => {
      const request = { email: email.trim(), password, deviceId: desk.deviceId(), deviceName: deps.deviceName };
      return transportTo(address).signIn(request, { signal: deadline(CALL_DEADLINE_MS) });
    };
    let result = await ask();
    if (!result.ok && result.error.code === 'device.cloned') {
      // For the server, a colleague who used this computer before is still signed in.
      desk.becomeNewDevice();
      result = await ask();
    }
    const answer = valueOrThrow(result);
    const isOtherFirm = isOfOtherFirm(answer);
    const refusal = refusalOf(answer, address, request);
    if (refusal !== null || (isOtherFirm && request.otherFirm?.choice === 'alone')) {
      await transportTo(address, answer.token).signOut({ signal: deadline(SIGN_OUT_DEADLINE_MS) });
      if (refusal !== null) throw refusal;
      return await goOnAlone();
    }
    const joined = isOtherFirm ? await join(address, answer, request) : null;
    desk.claim(address, answer.firm.id, answer.person.id);
    const session = await identity.keep(toSession(address, answer), {
      server: address,
      token: answer.token,
      healthKey: answer.healthKey,
      expiresAtMs: answer.expiresAt,
    });
    deps.rememberServer(address);
    deps.lock.open();
    desk.signedIn();
    return joined === null ? session : { ...session, joined };
  }

  /** Any server can name this firm's id; what is locked here opens for one that knows the firm's key as well. */
  const isOfOtherFirm = ({ firm, healthKey }: SignInResponse): boolean => {
    const owner = desk.belongsTo();
    if (owner === null) return false;
    return owner.firmId !== firm.id || !(deps.lock.isOpen() || identity.isServerOfLast(healthKey));
  };

  /** The work of whoever signed out stays in the file: another firm's server cannot say that this is their person. */
  async function join(server: string, answer: SignInResponse, { otherFirm }: SignIn): Promise<Joined> {
    const isOpen = deps.lock.isOpen();
    const file = await deps.setFirmAside();
    const without = otherFirm?.choice === 'join' ? otherFirm.without : [];
    const moved = await desk.joinFirm({
      bringsWork: isOpen,
      server,
      firmId: answer.firm.id,
      personId: answer.person.id,
      people: samePeople(identity.lastSession()?.people ?? [], answer.people),
      without: new Set(without.map(({ table, recordId }) => recordKey(table, recordId))),
    });
    return { ...moved, file };
  }

  /** As who they were, with sync held until they resume it. */
  async function goOnAlone(): Promise<Session> {
    await desk.operations.pauseSync(null);
    const session = identity.session();
    if (session === null) throw new FerryFailure('auth.required', 'signIn');
    desk.signedIn();
    return session;
  }

  /** The server takes who sends a change for who made it, so nobody's work goes out under another name unasked. */
  function refusalOf(
    answer: SignInResponse,
    address: string,
    { takesOverWork, otherFirm }: SignIn,
  ): FerryFailure | null {
    const owner = desk.belongsTo();
    if (owner === null) return null;
    const { pending, parked } = desk.status().regions.counts;
    if (isOfOtherFirm(answer)) {
      // Who is who on this computer the server of another firm cannot say: only the same person goes on alone.
      const last = identity.lastSession();
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
    const { pending, parked } = desk.status().regions.counts;
    if (pending + parked > 0 && !force) {
      throw new FerryFailure('session.unsentWork', 'retry', { pending, parked });
    }
    // The word of the person comes first: whatever ends Ferry from here on, the next start removes the data.
    if (data === 'remove') deps.requestRemoval();
    const serverSignOut = await transport.signOut({ signal: deadline(SIGN_OUT_DEADLINE_MS) });
    if (!serverSignOut.ok) log.info('session.serverSignOutFailed', { code: serverSignOut.error.code });
    desk.signedOut();
    if (data === 'keep') return identity.forget();
    identity.wipe();
    deps.restart();
  }

  async function refreshNow(): Promise<void> {
    const session = identity.session();
    const credentials = identity.credentials();
    const ageMs = Math.abs(clock.nowMs() - identity.rotatedAtMs());
    if (session === null || credentials === null || ageMs < ROTATE_AFTER_MS) return;
    const rotation = await transport.rotate({ signal: deadline(CALL_DEADLINE_MS) });
    if (!rotation.ok) return log.warn('session.rotationFailed', { code: rotation.error.code });
    const { token, expiresAt } = rotation.value;
    await identity.renew({ token, expiresAtMs: expiresAt });
    const people = await transport.people({ signal: deadline(CALL_DEADLINE_MS) });
    if (people.ok) identity.amend({ people: people.value });
  }

  return {
    operations: {
      getSession: () => identity.session(),
      async checkServer(typed) {
        const server = normaliseServer(typed);
        valueOrThrow(await transportTo(server).health({ signal: deadline(CALL_DEADLINE_MS) }));
        return { server };
      },
      signIn,
      signOut,
    },
    refresh() {
      refreshing ??= refreshNow().finally(() => {
        refreshing = null;
      });
      return refreshing;
    },
  };
}

function othersWork(name: string, counts: { pending: number; parked: number }): FerryFailure {
  return new FerryFailure('session.othersWork', 'signIn', { name, ...counts });
}

function toSession(server: string, { person, firm, people }: SignInResponse): Omit<Session, 'isRemembered'> {
  const { id, name, email, role } = person;
  return { server, person: { id, name, email, role }, firm, people, role };
}

function deadline(delayMs: number): AbortSignal {
  return AbortSignal.timeout(delayMs);
}
