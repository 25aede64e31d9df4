import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { Database, Transaction } from '../storage/database.ts';

const WINDOW_MS = 15 * 60_000;

/** How long a network counts as known for a person. */
const PLACE_KNOWN_MS = 90 * 24 * 60 * 60_000;

/**
 * Failures allowed within the window: per person on a known device, per person and address, per person, per address.
 */
const LIMITS = { device: 10, both: 10, email: 50, address: 100 };

export interface SignInThrottle {
  /**
   * Counts an attempt as failed before the password is verified, so that parallel guesses count too. An attempt from a
   * known device counts only for that device; one from a known network does not count for the person as a whole: so
   * attempts from elsewhere lock out neither.
   * @throws `auth.throttled` with `retryAfterMs` in its details beyond a limit
   */
  begin(attempt: { email: string; address: string; knownDeviceId: string | null }): Promise<SignInAttempt>;
}

export interface SignInAttempt {
  /** The password was right: resets the person's counters. */
  succeeded(): Promise<void>;
  /** The password was not verified. */
  abandoned(): Promise<void>;
}

interface Counted {
  failures: number;
  since: number;
  [column: string]: number;
}

/** Counts failed sign-ins in the database, shared by all processes. Stores hashes only. */
export function createSignInThrottle({
  storage,
  clock,
}: {
  storage: Database;
  clock: Pick<Clock, 'nowMs'>;
}): SignInThrottle {
  const write = <T>(work: (tx: Transaction) => Promise<T>) =>
    storage.transaction({ kind: 'identity', mode: 'write' }, work);

  async function uncount(tx: Transaction, subjects: readonly Subject[]): Promise<void> {
    for (const { subject } of subjects) await uncountAttempt(tx, subject);
  }

  return {
    async begin({ email, address, knownDeviceId }) {
      const place = hashOf('place', email, networkOf(address));
      // Throwing rolls back, so an attempt beyond a limit is not counted.
      const subjects = await write(async (tx) => {
        const isKnownPlace = knownDeviceId === null && (await isKnown(tx, place, clock.nowMs()));
        const counted = subjectsOf(email, address, { knownDeviceId, isKnownPlace });
        for (const subject of counted) await countAttempt(tx, subject, clock.nowMs());
        return counted;
      });
      return {
        succeeded: () =>
          write(async (tx) => {
            const ofPerson = subjects.filter(({ isAddress }) => !isAddress).map(({ subject }) => subject);
            await tx.run('DELETE FROM sign_in_failures WHERE subject = ANY(?)', [ofPerson]);
            await uncount(
              tx,
              subjects.filter(({ isAddress }) => isAddress),
            );
            await tx.run('DELETE FROM sign_in_failures WHERE since <= ?', [clock.nowMs() - WINDOW_MS]);
            await tx.run('DELETE FROM sign_in_places WHERE seen_at <= ?', [clock.nowMs() - PLACE_KNOWN_MS]);
            await tx.run(
              `INSERT INTO sign_in_places (subject, seen_at) VALUES (?, ?)
               ON CONFLICT (subject) DO UPDATE SET seen_at = excluded.seen_at`,
              [place, clock.nowMs()],
            );
          }),
        abandoned: () => write((tx) => uncount(tx, subjects)),
      };
    },
  };
}

/** Something whose failed attempts are counted: the hash of a person, device, address or firm. */
export interface Subject {
  subject: string;
  limit: number;
  isAddress: boolean;
}

/** Counts an attempt as failed. @throws `auth.throttled` with `retryAfterMs` in its details beyond the limit */
export async function countAttempt(
  tx: Transaction,
  { subject, limit }: Pick<Subject, 'subject' | 'limit'>,
  nowMs: number,
): Promise<void> {
  const [row] = await tx.all<Counted>(
    `INSERT INTO sign_in_failures (subject, failures, since) VALUES (?, 1, ?)
     ON CONFLICT (subject) DO UPDATE SET
       failures = CASE WHEN sign_in_failures.since <= ? THEN 1 ELSE sign_in_failures.failures + 1 END,
       since = CASE WHEN sign_in_failures.since <= ? THEN excluded.since ELSE sign_in_failures.since END
     RETURNING failures, since`,
    [subject, nowMs, nowMs - WINDOW_MS, nowMs - WINDOW_MS],
  );
  if (!row || row.failures <= limit) return;
  throw new FerryFailure('auth.throttled', 'wait', { retryAfterMs: row.since + WINDOW_MS - nowMs });
}

export async function uncountAttempt(tx: Transaction, subject: string): Promise<void> {
  await tx.run('UPDATE sign_in_failures SET failures = failures - 1 WHERE subject = ? AND failures > 0', [subject]);
}

async function isKnown(tx: Transaction, place: string, nowMs: number): Promise<boolean> {
  const rows = await tx.all('SELECT 1 AS known FROM sign_in_places WHERE subject = ? AND seen_at > ?', [
    place,
    nowMs - PLACE_KNOWN_MS,
  ]);
  return rows.length > 0;
}

function subjectsOf(
  email: string,
  address: string,
  { knownDeviceId, isKnownPlace }: { knownDeviceId: string | null; isKnownPlace: boolean },
): Subject[] {
  const network = networkOf(address);
  if (knownDeviceId !== null) {
    return [{ subject: hashOf('device', email, knownDeviceId), limit: LIMITS.device, isAddress: false }];
  }
  const fromThere = [
    { subject: hashOf('both', email, network), limit: LIMITS.both, isAddress: false },
    { subject: hashOf('address', network), limit: LIMITS.address, isAddress: true },
  ];
  if (isKnownPlace) return fromThere;
  return [...fromThere, { subject: hashOf('email', email), limit: LIMITS.email, isAddress: false }];
}

export function hashOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64url');
}

/** One IPv6 customer has 2^64 addresses, so a /64 counts as one. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0');
  return [...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
