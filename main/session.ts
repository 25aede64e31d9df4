import { FerryFailure, valueOrThrow } from '#app/contract/errors.ts';
import type { OperationArguments, OperationHandlers, Session } from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { SignInResponse } from '#app/contract/protocol.ts';
import type { Desk } from '#app/sync/desk-contract.ts';
import type { Transport } from '#app/transport/transport.ts';
import type { Identity } from './identity.ts';
import { normaliseServer } from './server-address.ts';

/** A token is exchanged for a fresh one this often, so that a stolen old one soon opens nothing. */
const ROTATE_AFTER_MS = 24 * 60 * 60_000;
const CALL_DEADLINE_MS = 15_000;
const GOODBYE_DEADLINE_MS = 3_000;

export interface SessionDeps {
  identity: Identity;
  desk: Pick<Desk, 'deviceId' | 'becomeNewDevice' | 'status' | 'signedIn' | 'signedOut' | 'belongsTo' | 'claim'>;
  /** The transport of whoever is signed in. */
  transport: Pick<Transport, 'people' | 'rotate' | 'signOut'>;
  /** One to any server, signed in to it with `token` if given. */
  transportTo: (server: string, token?: string) => Pick<Transport, 'health' | 'signIn' | 'signOut'>;
  deviceName: string;
  rememberServer: (server: string) => void;
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

  async function signIn({ server, email, password, takesOverWork }: SignIn): Promise<Session> {
    const address = normaliseServer(server);
    const ask = () => {
      const request = { email: email.trim(), password, deviceId: desk.deviceId(), deviceName: deps.deviceName };
      return transportTo(address).signIn(request, { signal: deadline(CALL_DEADLINE_MS) });
    };
    let result = await ask();
    if (!result.ok && result.error.code === 'device.cloned') {
      // A colleague who was here before is still signed in as far as the server has heard.
      desk.becomeNewDevice();
      result = await ask();
    }
    const answer = valueOrThrow(result);
    const refusal = refusalOf(answer, address, takesOverWork);
    if (refusal !== null) {
      await transportTo(address, answer.token).signOut({ signal: deadline(GOODBYE_DEADLINE_MS) });
      throw refusal;
    }
    desk.claim(address, answer.firm.id, answer.person.id);
    const session = await identity.keep(toSession(address, answer), {
      server: address,
      token: answer.token,
      healthKey: answer.healthKey,
      expiresAtMs: answer.expiresAt,
    });
    deps.rememberServer(address);
    desk.signedIn();
    return session;
  }

  /** The server takes who sends a change for who made it, so nobody's work goes out under another name unasked. */
  function refusalOf(answer: SignInResponse, address: string, takesOverWork: boolean): FerryFailure | null {
    const owner = desk.belongsTo();
    if (owner === null) return null;
    if (owner.firmId !== answer.firm.id) return otherFirm(owner.server, address);
    const { pending, parked } = desk.status().regions.counts;
    if (takesOverWork || pending + parked === 0) return null;
    if (owner.personId === '' || owner.personId === answer.person.id) return null;
    const name = answer.people.find(({ id }) => id === owner.personId)?.name ?? owner.personId;
    return othersWork(name, { pending, parked });
  }

  async function signOut(isForced: boolean): Promise<void> {
    const { pending, parked } = desk.status().regions.counts;
    if (pending + parked > 0 && !isForced) {
      throw new FerryFailure(
        'session.unsentWork',
        'Some of your work is not uploaded yet. Upload it first, or sign out and leave it waiting on this computer.',
        'retry',
        { pending, parked },
      );
    }
    const goodbye = await transport.signOut({ signal: deadline(GOODBYE_DEADLINE_MS) });
    if (!goodbye.ok) log.info('session.goodbyeUnheard', { code: goodbye.error.code });
    identity.forget();
    desk.signedOut();
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
      signOut: ({ force }) => signOut(force),
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
  const message =
    `${name} left work on this computer that is not uploaded yet. ` +
    `Let ${name} sign in to upload it, or sign in and upload it in your own name.`;
  return new FerryFailure('session.othersWork', message, 'signIn', { name, ...counts });
}

function otherFirm(owner: string, server: string): FerryFailure {
  const message =
    `This computer holds the work of another firm, from ${owner}, and firms are never mixed. ` +
    'Sign in there, or start Ferry with a data folder of its own: --user-data-dir=FOLDER.';
  return new FerryFailure('session.otherFirm', message, 'signIn', { owner, server });
}

function toSession(server: string, { person, firm, people }: SignInResponse): Omit<Session, 'isRemembered'> {
  const { id, name, email, role } = person;
  return { server, person: { id, name, email, role }, firm, people, role };
}

function deadline(delayMs: number): AbortSignal {
  return AbortSignal.timeout(delayMs);
}
