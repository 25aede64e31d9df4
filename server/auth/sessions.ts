import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import type { Person, Rotation, RotationRequest, SignInRequest, SignInResponse } from '#app/contract/protocol.ts';
import { healthKey } from '../core/secrets.ts';
import type { SyncSession } from '../core/session.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { readDevice, saveDevice } from '../storage/devices.ts';
import { readFirm } from '../storage/firms.ts';
import { listPeople, readPersonByEmail } from '../storage/people.ts';
import { findSession, insertSession, insertToken, markTokenUsed, revokeSessions } from '../storage/sessions.ts';
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
}

/** Sign-in and what follows. Failures are `FerryFailure` with `auth.*` codes. */
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

  return {
    async signIn(request, address) {
      const email = normalEmail(request.email);
      await throttle.check(email ?? '', address);
      const person =
        email === undefined
          ? undefined
          : await storage.transaction(identity('read'), (tx) => readPersonByEmail(tx, email));
      const isRight = await passwords.verify(request.password, person?.passwordHash);
      if (!person?.active || !isRight) {
        await throttle.failed(email ?? '', address);
        throw new FerryFailure('auth.invalid', 'The email address or the password is wrong.', 'signIn');
      }
      await throttle.succeeded(person.email, address);
      const { firmId } = person;
      return storage.transaction(inFirm(firmId, 'write'), async (tx) => {
        const firm = await readFirm(tx, firmId);
        if (!firm) throw new FerryFailure('auth.invalid', 'The email address or the password is wrong.', 'signIn');
        await revokeSessions(tx, firmId, { personId: person.id, deviceId: request.deviceId }, clock.nowMs());
        const sessionId = ids.next();
        await insertSession(tx, { sessionId, firmId, personId: person.id, deviceId: request.deviceId }, clock.nowMs());
        await nameDevice(tx, firmId, person.id, request.deviceId, request.deviceName);
        const { token, expiresAt } = await issueToken(tx, sessionId, firmId);
        const { id, name, role, active } = person;
        return {
          token,
          expiresAt,
          person: { id, name, email: person.email, role, active },
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
      if (found.isRevoked || !found.isActivePerson) {
        throw new FerryFailure(
          'auth.revoked',
          'Access was withdrawn. Work not yet uploaded stays on this computer.',
          'askOwner',
        );
      }
      if (found.expiresAtMs <= now)
        throw new FerryFailure('auth.expired', 'The session has expired. Sign in again.', 'signIn');
      if (found.firstUsedAtMs === null) {
        await storage.transaction(inFirm(found.firmId, 'write'), (tx) =>
          markTokenUsed(tx, { ...found, tokenHash }, now, now + GRACE_MS),
        );
      }
      const { sessionId, firmId, personId, role, deviceId } = found;
      return { sessionId, firmId, personId, role, deviceId };
    },

    rotate: (session, request) =>
      storage.transaction(inFirm(session.firmId, 'write'), async (tx) => {
        const { deviceId, deviceName } = request;
        if (deviceId === undefined || deviceId === session.deviceId) {
          return issueToken(tx, session.sessionId, session.firmId);
        }
        // The device this one was copied from goes on with the session it has.
        const sessionId = ids.next();
        const { firmId, personId } = session;
        await insertSession(tx, { sessionId, firmId, personId, deviceId }, clock.nowMs());
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

/** Device names come from the system and are only shown. */
function printable(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cs}]/gu, '').trim();
}
