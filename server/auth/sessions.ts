import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import type {
  Person,
  RemovalDone,
  Rotation,
  RotationRequest,
  SignInRequest,
  SignInResponse,
} from '#app/contract/protocol.ts';
import type { SyncSession } from '../core/session.ts';
import type { Database } from '../storage/database.ts';
import { markRemovalDone, openRemoval } from '../storage/device-removals.ts';
import { readFirm } from '../storage/firms.ts';
import { listPeople, readPersonByEmail, type StoredPerson } from '../storage/people.ts';
import { revokeDevice, revokeSessions } from '../storage/revocations.ts';
import {
  countSessionsOfLine,
  findSession,
  hasSuccessor,
  insertSession,
  lockOpenSession,
  wasSignedIn,
} from '../storage/sessions.ts';
import { markTokenUsed } from '../storage/tokens.ts';
import { normalEmail } from './accounts.ts';
import { issueToken, nameDevice, openSession, requireOwnDevice } from './open-session.ts';
import type { PasswordHasher } from './passwords.ts';
import type { SignInThrottle } from './throttle.ts';
import { hashToken } from './tokens.ts';

/** How long the previous token stays valid after its successor is used, for requests in flight. */
const GRACE_MS = 60_000;
/** Maximum number of device ids per sign-in; a laptop is copied a few times at most. */
const MOST_SESSIONS_A_LINE = 50;

/** A session as used by the routes. */
export interface AuthenticatedSession extends SyncSession {
  sessionId: string;
  lineId: string;
}

/** Sign-in and sessions. Failures: `auth.*`, `device.cloned` if somebody else uses the device id, and `sync.busy`. */
export interface Sessions {
  signIn(request: SignInRequest, address: string): Promise<SignInResponse>;
  /** The session of a bearer token; read each time, so that a removal takes effect at once. */
  authenticate(token: string | undefined): Promise<AuthenticatedSession>;
  /** Issues a new token; the old one stays valid until the new one is used. May move the session to a new device id. */
  rotate(session: AuthenticatedSession, request: RotationRequest): Promise<Rotation>;
  signOut(session: AuthenticatedSession): Promise<void>;
  /**
   * Confirms that the device has removed its data as an owner requested; ends its sessions. Also accepts the token of a
   * withdrawn session, so that a removed person's device can confirm. @throws `auth.*` for an unknown token,
   * `request.notFound` for an unknown removal
   */
  confirmRemoval(token: string | undefined, done: RemovalDone): Promise<void>;
  people(session: SyncSession): Promise<Person[]>;
}

export interface SessionsDependencies {
  storage: Database;
  clock: Pick<Clock, 'nowMs'>;
  ids: IdSource;
  passwords: PasswordHasher;
  throttle: SignInThrottle;
}

export function createSessions({ storage, clock, ids, passwords, throttle }: SessionsDependencies): Sessions {
  const identity = (mode: 'read' | 'write') => ({ kind: 'identity', mode }) as const;
  const inFirm = (firmId: string, mode: 'read' | 'write') => ({ kind: 'firm', firmId, mode }) as const;

  /** The person with this email and password. */
  async function identify({ password, deviceId, ...request }: SignInRequest, address: string): Promise<StoredPerson> {
    const email = normalEmail(request.email) ?? '';
    const { person, knownDeviceId } = await storage.transaction(identity('read'), async (tx) => {
      const found = await readPersonByEmail(tx, email);
      // Also queried for an unknown person, to take equal time.
      const isKnown = await wasSignedIn(tx, { firmId: found?.firmId ?? '', personId: found?.id ?? '', deviceId });
      return { person: found, knownDeviceId: isKnown ? deviceId : null };
    });
    const attempt = await throttle.begin({ email, address, knownDeviceId });
    const isRight = await passwords.verify(password, person?.passwordHash).catch(async (error: unknown) => {
      await attempt.abandoned();
      throw error;
    });
    if (!person?.active || !isRight) throw wrongCredentials();
    await attempt.succeeded();
    return person;
  }

  return {
    async signIn(request, address) {
      const known = await identify(request, address);
      const { firmId } = known;
      return storage.transaction(inFirm(firmId, 'write'), async (tx) => {
        // Verifying the password takes time: meanwhile it may have changed, or the person was removed.
        const person = await readPersonByEmail(tx, known.email, 'share');
        if (!person?.active || person.passwordHash !== known.passwordHash) throw wrongCredentials();
        const firm = await readFirm(tx, firmId);
        if (!firm) throw wrongCredentials();
        return openSession(tx, { clock, ids }, { firm, person, device: request });
      });
    },

    async authenticate(token) {
      if (token === undefined) throw new FerryFailure('auth.required', 'signIn');
      const tokenHash = hashToken(token);
      const found = await storage.transaction(identity('read'), (tx) => findSession(tx, tokenHash));
      const now = clock.nowMs();
      if (!found) throw new FerryFailure('auth.expired', 'signIn');
      if (found.isRevoked && found.isActivePerson) {
        const isTakenOver = await storage.transaction(inFirm(found.firmId, 'read'), (tx) => hasSuccessor(tx, found));
        if (isTakenOver) throw takenOver();
      }
      if (found.isRevoked || !found.isActivePerson) {
        const removal = await storage.transaction(inFirm(found.firmId, 'read'), (tx) => openRemoval(tx, found));
        throw accessWithdrawn(removal?.removalId);
      }
      if (found.expiresAtMs <= now) throw new FerryFailure('auth.expired', 'signIn');
      if (found.firstUsedAtMs === null) {
        await storage.transaction(inFirm(found.firmId, 'write'), (tx) =>
          markTokenUsed(tx, { ...found, tokenHash }, now, now + GRACE_MS),
        );
      }
      const { sessionId, firmId, personId, role, deviceId, lineId } = found;
      return { sessionId, firmId, personId, role, deviceId, lineId };
    },

    rotate: (session, request) =>
      storage.transaction(inFirm(session.firmId, 'write'), async (tx) => {
        const { deviceId, deviceName } = request;
        // The session was open when the request arrived; locked now, so that a revocation also finds the session
        // derived from it.
        if (!(await lockOpenSession(tx, session.sessionId))) throw accessWithdrawn();
        if (deviceId === undefined || deviceId === session.deviceId) {
          return issueToken(tx, session.sessionId, session.firmId, clock.nowMs());
        }
        // The original device keeps its session.
        const sessionId = ids.next();
        const { firmId, personId, lineId } = session;
        if ((await countSessionsOfLine(tx, firmId, lineId)) >= MOST_SESSIONS_A_LINE) throw signInAnew();
        await requireOwnDevice(tx, { firmId, personId, deviceId }, clock.nowMs());
        await insertSession(tx, { sessionId, firmId, personId, deviceId, lineId }, clock.nowMs());
        await nameDevice(tx, { firmId, personId, deviceId, name: deviceName ?? '' }, clock.nowMs());
        return issueToken(tx, sessionId, firmId, clock.nowMs());
      }),

    async signOut({ firmId, sessionId }) {
      await storage.transaction(inFirm(firmId, 'write'), (tx) =>
        revokeSessions(tx, firmId, { sessionId }, clock.nowMs()),
      );
    },

    async confirmRemoval(token, { removalId, keptChanges }) {
      if (token === undefined) throw new FerryFailure('auth.required', 'signIn');
      const tokenHash = hashToken(token);
      const found = await storage.transaction(identity('read'), (tx) => findSession(tx, tokenHash));
      if (!found || found.expiresAtMs <= clock.nowMs()) throw new FerryFailure('auth.expired', 'signIn');
      const { firmId, deviceId } = found;
      await storage.transaction(inFirm(firmId, 'write'), async (tx) => {
        const removal = await openRemoval(tx, found);
        if (removal?.removalId !== removalId) throw new FerryFailure('request.notFound');
        await markRemovalDone(tx, removal, { atMs: clock.nowMs(), keptChanges });
        await revokeDevice(tx, firmId, deviceId, clock.nowMs());
      });
    },

    people: ({ firmId }) => storage.transaction(inFirm(firmId, 'read'), (tx) => listPeople(tx, firmId)),
  };
}

function wrongCredentials(): FerryFailure {
  return new FerryFailure('auth.invalid', 'signIn');
}

function signInAnew(): FerryFailure {
  return new FerryFailure('auth.expired', 'signIn');
}

function accessWithdrawn(removal?: string): FerryFailure {
  return new FerryFailure('auth.revoked', 'askOwner', removal === undefined ? undefined : { removal });
}

/** Two computers with one device id: a data folder was copied, and the copy has signed in. */
function takenOver(): FerryFailure {
  return new FerryFailure('auth.superseded', 'signIn');
}
