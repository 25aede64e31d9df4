import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import type { Person, Rotation, RotationRequest, SignInRequest, SignInResponse } from '#app/contract/protocol.ts';
import { healthKey } from '../core/secrets.ts';
import type { SyncSession } from '../core/session.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { readDevice, saveDevice } from '../storage/devices.ts';
import { readFirm } from '../storage/firms.ts';
import { listPeople, readPersonByEmail, type StoredPerson } from '../storage/people.ts';
import {
  findSession,
  insertSession,
  insertToken,
  isDeviceOfAnother,
  lockOpenSession,
  markTokenUsed,
  revokeSessions,
} from '../storage/sessions.ts';
import { normalEmail } from './accounts.ts';
import type { PasswordHasher } from './passwords.ts';
import type { SignInThrottle } from './throttle.ts';
import { hashToken, newToken } from './tokens.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long a token lasts unless it is rotated. */
const LIFETIME_MS = 30 * DAY_MS;
/** How long the token before lasts once its successor was used: for the requests that were on their way. */
const GRACE_MS = 60_000;

/** A session as the routes see it. */
export interface AuthenticatedSession extends SyncSession {
  sessionId: string;
  /** The sign-in it goes back to, through however many device ids. */
  lineId: string;
}

/**
 * Sign-in and what follows. Failures are `FerryFailure` with `auth.*` codes, `device.cloned` where somebody else uses the
 * device id that was named, and `sync.busy`.
 */
export interface Sessions {
  signIn(request: SignInRequest, address: string): Promise<SignInResponse>;
  /** The session of a bearer token. Read anew each time, so that a removal takes effect at once. */
  authenticate(token: string | undefined): Promise<AuthenticatedSession>;
  /** A fresh token; the old one goes on until the new one is used. May move the session to a new device id. */
  rotate(session: AuthenticatedSession, request: RotationRequest): Promise<Rotation>;
  signOut(session: AuthenticatedSession): Promise<void>;
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

  async function issueToken(tx: Transaction, sessionId: string, firmId: string): Promise<Rotation> {
    const token = newToken();
    const issuedAtMs = clock.nowMs();
    const expiresAtMs = issuedAtMs + LIFETIME_MS;
    await insertToken(tx, { tokenHash: hashToken(token), sessionId, firmId, issuedAtMs, expiresAtMs });
    return { token, expiresAt: expiresAtMs };
  }

  async function nameDevice(tx: Transaction, firmId: string, personId: string, deviceId: string, name: string) {
    const device = await readDevice(tx, firmId, deviceId);
    const rounds = { lastRound: 0, roundMark: null, ticketRound: 0, ackedThrough: 0, epoch: null, unread: [] };
    await saveDevice(tx, {
      seenAtMs: clock.nowMs(),
      ...rounds,
      ...device,
      firmId,
      deviceId,
      personId,
      name: printable(name),
    });
  }

  /** The person whose password this is. */
  async function identify(email: string, password: string, address: string): Promise<StoredPerson> {
    const attempt = await throttle.begin(email, address);
    const person = await storage.transaction(identity('read'), (tx) => readPersonByEmail(tx, email));
    const isRight = await passwords.verify(password, person?.passwordHash).catch(async (error: unknown) => {
      await attempt.abandoned();
      throw error;
    });
    if (!person?.active || !isRight) throw wrongCredentials();
    await attempt.succeeded();
    return person;
  }

  /** A device id goes on under another name only once nobody else is signed in with it. */
  async function requireOwnDevice(tx: Transaction, firmId: string, personId: string, deviceId: string) {
    if (!(await isDeviceOfAnother(tx, { firmId, personId, deviceId }, clock.nowMs()))) return;
    throw new FerryFailure(
      'device.cloned',
      'Somebody else is signed in under this device id. Take a new one.',
      'retry',
    );
  }

  return {
    async signIn(request, address) {
      const { password, deviceId, deviceName } = request;
      const known = await identify(normalEmail(request.email) ?? '', password, address);
      const { firmId } = known;
      return storage.transaction(inFirm(firmId, 'write'), async (tx) => {
        // Looking at the password took a while: it may have been changed, or the person removed, meanwhile.
        const person = await readPersonByEmail(tx, known.email, 'share');
        if (!person?.active || person.passwordHash !== known.passwordHash) throw wrongCredentials();
        const firm = await readFirm(tx, firmId);
        if (!firm) throw wrongCredentials();
        await requireOwnDevice(tx, firmId, person.id, deviceId);
        await revokeSessions(tx, firmId, { personId: person.id, deviceId }, clock.nowMs());
        const sessionId = ids.next();
        const session = { sessionId, firmId, personId: person.id, deviceId, lineId: sessionId };
        await insertSession(tx, session, clock.nowMs());
        await nameDevice(tx, firmId, person.id, deviceId, deviceName);
        const { token, expiresAt } = await issueToken(tx, sessionId, firmId);
        const { id, name, email, role, active } = person;
        return {
          token,
          expiresAt,
          person: { id, name, email, role, active },
          firm: { id: firmId, name: firm.name },
          people: await listPeople(tx, firmId),
          healthKey: healthKey(firm.secret),
        };
      });
    },

    async authenticate(token) {
      if (token === undefined) throw new FerryFailure('auth.required', 'Sign in first.', 'signIn');
      const tokenHash = hashToken(token);
      const found = await storage.transaction(identity('read'), (tx) => findSession(tx, tokenHash));
      const now = clock.nowMs();
      if (!found)
        throw new FerryFailure('auth.expired', 'This session is not known any more. Sign in again.', 'signIn');
      if (found.isRevoked || !found.isActivePerson) throw accessWithdrawn();
      if (found.expiresAtMs <= now)
        throw new FerryFailure('auth.expired', 'The session has expired. Sign in again.', 'signIn');
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
        // It was open when the request came; held now, so that a revocation cannot miss what is made of it.
        if (!(await lockOpenSession(tx, session.sessionId))) throw accessWithdrawn();
        if (deviceId === undefined || deviceId === session.deviceId) {
          return issueToken(tx, session.sessionId, session.firmId);
        }
        // The device this one was copied from goes on with the session it has.
        const sessionId = ids.next();
        const { firmId, personId, lineId } = session;
        await requireOwnDevice(tx, firmId, personId, deviceId);
        await insertSession(tx, { sessionId, firmId, personId, deviceId, lineId }, clock.nowMs());
        await nameDevice(tx, firmId, personId, deviceId, deviceName ?? '');
        return issueToken(tx, sessionId, firmId);
      }),

    async signOut({ firmId, sessionId }) {
      await storage.transaction(inFirm(firmId, 'write'), (tx) =>
        revokeSessions(tx, firmId, { sessionId }, clock.nowMs()),
      );
    },

    people: ({ firmId }) => storage.transaction(inFirm(firmId, 'read'), (tx) => listPeople(tx, firmId)),
  };
}

function wrongCredentials(): FerryFailure {
  return new FerryFailure('auth.invalid', 'The email address or the password is wrong.', 'signIn');
}

function accessWithdrawn(): FerryFailure {
  const message = 'Access was withdrawn. Work not yet uploaded stays on this computer.';
  return new FerryFailure('auth.revoked', message, 'askOwner');
}

/** Device names come from the system and are only shown. */
function printable(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cs}]/gu, '').trim();
}
