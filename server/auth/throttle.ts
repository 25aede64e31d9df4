import { createHash } from 'node:crypto';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { signInFailuresTable } from '../storage/tables.ts';

const WINDOW_MS = 15 * 60_000;

/** Failures allowed within the window: of one person from one address, of one person, from one address. */
const LIMITS = { both: 10, email: 50, address: 100 };

export interface SignInThrottle {
  /** @throws `auth.throttled` with `retryAfterMs` in its details once a limit is reached. */
  check(email: string, address: string): Promise<void>;
  failed(email: string, address: string): Promise<void>;
  /** A person who knows the password starts afresh. */
  succeeded(email: string, address: string): Promise<void>;
}

/** Counts failed sign-ins in the database, so that several processes count together. Keeps hashes only. */
export function createSignInThrottle({
  storage,
  clock,
}: {
  storage: Database;
  clock: Pick<Clock, 'nowMs'>;
}): SignInThrottle {
  const scope = (mode: 'read' | 'write') => ({ kind: 'identity', mode }) as const;

  return {
    async check(email, address) {
      const subjects = subjectsOf(email, address);
      const rows = await storage.transaction(scope('read'), (tx) =>
        readFailures(
          tx,
          subjects.map(({ subject }) => subject),
        ),
      );
      const now = clock.nowMs();
      for (const { subject, limit } of subjects) {
        const row = rows.find((candidate) => candidate.subject === subject);
        if (!row || row.failures < limit || now - row.since >= WINDOW_MS) continue;
        const retryAfterMs = row.since + WINDOW_MS - now;
        throw new FerryFailure(
          'auth.throttled',
          `Too many failed attempts. Try again in ${Math.ceil(retryAfterMs / 60_000)} minutes.`,
          'wait',
          { retryAfterMs },
        );
      }
    },
    async failed(email, address) {
      const now = clock.nowMs();
      await storage.transaction(scope('write'), async (tx) => {
        for (const { subject } of subjectsOf(email, address)) {
          await tx.run(
            `INSERT INTO sign_in_failures (subject, failures, since) VALUES (?, 1, ?)
             ON CONFLICT (subject) DO UPDATE SET
               failures = CASE WHEN sign_in_failures.since <= ? THEN 1 ELSE sign_in_failures.failures + 1 END,
               since = CASE WHEN sign_in_failures.since <= ? THEN excluded.since ELSE sign_in_failures.since END`,
            [subject, now, now - WINDOW_MS, now - WINDOW_MS],
          );
        }
        await tx.run(`DELETE FROM ${signInFailuresTable.name} WHERE since <= ?`, [now - WINDOW_MS]);
      });
    },
    async succeeded(email, address) {
      const subjects = subjectsOf(email, address).filter(({ isAddress }) => !isAddress);
      const found = await storage.transaction(scope('read'), (tx) =>
        readFailures(
          tx,
          subjects.map(({ subject }) => subject),
        ),
      );
      if (found.length === 0) return;
      await storage.transaction(scope('write'), (tx) =>
        tx.run(`DELETE FROM ${signInFailuresTable.name} WHERE subject = ANY(?)`, [found.map(({ subject }) => subject)]),
      );
    },
  };
}

function subjectsOf(email: string, address: string) {
  const subject = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('base64url');
  return [
    { subject: subject('both', email, address), limit: LIMITS.both, isAddress: false },
    { subject: subject('email', email), limit: LIMITS.email, isAddress: false },
    { subject: subject('address', address), limit: LIMITS.address, isAddress: true },
  ];
}

async function readFailures(tx: Transaction, subjects: readonly string[]) {
  return tx.all<{ subject: string; failures: number; since: number }>(
    'SELECT subject, failures, since FROM sign_in_failures WHERE subject = ANY(?)',
    [subjects],
  );
}
