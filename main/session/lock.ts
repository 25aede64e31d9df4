import * as z from 'zod';
import { type LockState, lockSchema, WITHDRAWN_KEPT_DAYS } from '#app/contract/lock.ts';
import type { OperationAccess } from '#app/contract/operation-access.ts';
import type { Session } from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import { createListeners } from '../system/emitter.ts';
import type { JsonFile } from '../system/json-file.ts';

const DAY_MS = 24 * 60 * 60_000;
const KEPT_MS = WITHDRAWN_KEPT_DAYS * DAY_MS;
/** After an absence or a wrong clock, a person is warned again and has this long. */
const LAST_NOTICE_MS = 2 * DAY_MS;

export const withdrawalSchema = lockSchema.pick({ reason: true, firm: true, email: true }).extend({
  reason: z.enum(['revoked', 'removal']),
  atMs: z.number(),
  /** When the window last showed the warning; null before. */
  seenAtMs: z.number().nullable(),
  /** When the data may be removed; null until the person is warned. */
  removesAtMs: z.number().nullable(),
  /** The server's id of the removal, until its completion is confirmed to the server. */
  removalId: z.string().nullable(),
  /** The records were removed; `keptChanges` unsent changes were kept. */
  removed: z.object({ keptChanges: z.int() }).nullable(),
});
/** Access to this computer's data was withdrawn; it stays so until somebody signs in. */
export type Withdrawal = z.infer<typeof withdrawalSchema>;

export interface LockDeps {
  file: JsonFile<Withdrawal>;
  session: () => Session | null;
  /** The current session, or the one before signing out. */
  lastSession: () => Session | null;
  clock: Pick<Clock, 'nowMs'>;
  log: Log;
}

export type Lock = ReturnType<typeof createLock>;

/** Whether this computer's records may be shown and changed; survives restarts. */
export function createLock({ file, session, lastSession, clock, log }: LockDeps) {
  let withdrawal = file.read();
  const listeners = createListeners<void>();
  const isOpen = () => session() !== null && withdrawal === null;

  function change(next: Withdrawal): void {
    withdrawal = next;
    // In force even if the write fails; the server repeats it at the next contact.
    try {
      file.write(next);
    } catch (thrown) {
      log.warn('lock.notKept', { reason: String(thrown) });
    }
    listeners.emit();
  }

  function keptUntil(): number | null {
    if (withdrawal === null || withdrawal.removed?.keptChanges === 0) return null;
    return withdrawal.removesAtMs;
  }

  return {
    isOpen,
    mayCall: (access: OperationAccess): boolean =>
      access === 'anybody' || isOpen() || (access === 'withdrawn' && withdrawal !== null),
    /** The session as shown to the window. */
    session: () => (isOpen() ? session() : null),
    withdrawal: () => withdrawal,

    /** Why records are locked; null if they are not, or there are none. */
    state(): LockState | null {
      if (withdrawal !== null) {
        const { reason, firm, email, removed } = withdrawal;
        return { reason, firm, email, isRemoved: removed !== null, removesAt: keptUntil() };
      }
      const last = session() === null ? lastSession() : null;
      if (last === null) return null;
      return {
        reason: 'signedOut',
        firm: last.firm.name,
        email: last.person.email,
        isRemoved: false,
        removesAt: null,
      };
    },

    /** Locks the records. A removal outranks a withdrawal of access; the export period keeps running. */
    withdraw(reason: Withdrawal['reason'], removalId: string | null = null): void {
      const last = lastSession();
      const isKnown = withdrawal !== null && (reason === 'revoked' || withdrawal.removalId === removalId);
      if (isKnown || last === null) return;
      const fresh = { atMs: clock.nowMs(), seenAtMs: null, removesAtMs: null, removed: null };
      change({ ...fresh, ...withdrawal, reason, removalId, firm: last.firm.name, email: last.person.email });
    },

    /** Somebody signed in, with the server's permission. */
    open(): void {
      if (withdrawal === null) return;
      withdrawal = null;
      file.remove();
      listeners.emit();
    },

    /** The window shows the warning to a person. */
    noteSeen(): void {
      if (withdrawal === null) return;
      const nowMs = clock.nowMs();
      const { seenAtMs, removesAtMs } = withdrawal;
      const wasAway = seenAtMs !== null && Math.abs(nowMs - seenAtMs) > LAST_NOTICE_MS;
      const least = removesAtMs === null ? nowMs + KEPT_MS : wasAway ? nowMs + LAST_NOTICE_MS : 0;
      change({ ...withdrawal, seenAtMs: nowMs, removesAtMs: Math.max(removesAtMs ?? 0, least) });
    },

    /** The export period is over, and the person was warned recently. Without unsent work no warning is needed. */
    isRemovalDue(hasUnsentWork: boolean): boolean {
      if (withdrawal === null || withdrawal.removed?.keptChanges === 0) return false;
      const nowMs = clock.nowMs();
      if (!hasUnsentWork) return nowMs - withdrawal.atMs >= KEPT_MS;
      const { seenAtMs, removesAtMs } = withdrawal;
      return removesAtMs !== null && seenAtMs !== null && nowMs >= removesAtMs && nowMs - seenAtMs <= LAST_NOTICE_MS;
    },

    /** The records were removed as requested. */
    noteRemoved(keptChanges: number): void {
      if (withdrawal === null) return;
      change({ ...withdrawal, removed: { keptChanges } });
    },

    /** The server knows of the removal, or cannot be told any more. */
    noteConfirmed(): void {
      if (withdrawal !== null) change({ ...withdrawal, removalId: null });
    },

    onChange: listeners.add,
  };
}
