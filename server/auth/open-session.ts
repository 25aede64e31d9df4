import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import type { Rotation, SignInResponse } from '#app/contract/protocol.ts';
import { healthKey } from '../core/secrets.ts';
import type { Transaction } from '../storage/database.ts';
import { readDevice, saveDevice } from '../storage/devices.ts';
import type { Firm } from '../storage/firms.ts';
import { listPeople, type StoredPerson } from '../storage/people.ts';
import { revokeSessions } from '../storage/revocations.ts';
import { insertSession, isDeviceOfAnother } from '../storage/sessions.ts';
import { deleteSpentTokens, insertToken } from '../storage/tokens.ts';
import { hashToken, newToken } from './tokens.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Lifetime of a token without rotation. */
const LIFETIME_MS = 30 * DAY_MS;
/** Rotated tokens whose responses may be in flight, lost, or read by a copy of the device. */
const UNUSED_TOKENS_KEPT = 3;

export interface SessionPorts {
  clock: Pick<Clock, 'nowMs'>;
  ids: IdSource;
}

/** The device of a person that signs in. */
export interface SigningDevice {
  deviceId: string;
  deviceName: string;
}

/**
 * Signs a known person in on a device, whose earlier session of the same person ends.
 * @throws `device.cloned` if somebody else is signed in there
 */
export async function openSession(
  tx: Transaction,
  ports: SessionPorts,
  { firm, person, device }: { firm: Firm; person: StoredPerson; device: SigningDevice },
): Promise<SignInResponse> {
  const { firmId } = firm;
  const { deviceId, deviceName } = device;
  const nowMs = ports.clock.nowMs();
  await requireOwnDevice(tx, { firmId, personId: person.id, deviceId }, nowMs);
  await revokeSessions(tx, firmId, { personId: person.id, deviceId }, nowMs);
  const sessionId = ports.ids.next();
  await insertSession(tx, { sessionId, firmId, personId: person.id, deviceId, lineId: sessionId }, nowMs);
  await nameDevice(tx, { firmId, personId: person.id, deviceId, name: deviceName }, nowMs);
  const { token, expiresAt } = await issueToken(tx, sessionId, firmId, nowMs);
  const { id, name, email, role, active } = person;
  return {
    token,
    expiresAt,
    person: { id, name, email, role, active },
    firm: { id: firmId, name: firm.name },
    people: await listPeople(tx, firmId),
    healthKey: healthKey(firm.secret),
  };
}

/** A new token of a session. */
export async function issueToken(
  tx: Transaction,
  sessionId: string,
  firmId: string,
  issuedAtMs: number,
): Promise<Rotation> {
  const token = newToken();
  await deleteSpentTokens(tx, sessionId, issuedAtMs, UNUSED_TOKENS_KEPT);
  const expiresAtMs = issuedAtMs + LIFETIME_MS;
  await insertToken(tx, { tokenHash: hashToken(token), sessionId, firmId, issuedAtMs, expiresAtMs });
  return { token, expiresAt: expiresAtMs };
}

/** A device id may be used by another person only if nobody else is signed in with it. @throws `device.cloned` */
export async function requireOwnDevice(
  tx: Transaction,
  device: { firmId: string; personId: string; deviceId: string },
  nowMs: number,
): Promise<void> {
  if (await isDeviceOfAnother(tx, device, nowMs)) throw new FerryFailure('device.cloned', 'retry');
}

export async function nameDevice(
  tx: Transaction,
  { firmId, personId, deviceId, name }: { firmId: string; personId: string; deviceId: string; name: string },
  seenAtMs: number,
): Promise<void> {
  const device = await readDevice(tx, firmId, deviceId);
  const rounds = { lastRound: 0, roundMark: null, ticketRound: 0, ackedThrough: 0, epoch: null, unread: [] };
  await saveDevice(tx, { seenAtMs, ...rounds, ...device, firmId, deviceId, personId, name: printable(name) });
}

/** Device names come from the system and are only displayed. */
function printable(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cs}]/gu, '').trim();
}
