import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import type { SyncReport } from '#app/contract/history.ts';
import type { Clock, Random } from '#app/contract/ports.ts';
import type { StatusRegions } from '#app/contract/status.ts';
import type { Wake } from '../desk-types.ts';
import type { SyncLimits } from '../limits.ts';
import { backoffDelay } from './backoff.ts';

const ASKED_SPREAD_MS = 1_000;
/** Jitter for desks woken by one event. */
const WAKE_SPREAD_MS = 250;

export interface ScheduleOptions {
  clock: Clock;
  random: Random;
  run: (reason: string) => Promise<SyncReport>;
  /** Signed in, not paused, not suspended. */
  mayRun: () => boolean;
  /** When the outbox next has something to send, in ms from now; null when it is empty. */
  workDueInMs: () => number | null;
  intervalMs: () => number;
  limits: Pick<SyncLimits, 'debounceMs' | 'debounceMaxMs'>;
  onWaiting: (run: StatusRegions['run']) => void;
}

export type Schedule = ReturnType<typeof createSchedule>;

/**
 * Level-triggered: after any event it evaluates again whether there is work and whether it may run, and sets one timer
 * for the next moment at which that can change. A lost event costs at most one interval.
 */
export function createSchedule(options: ScheduleOptions) {
  const { clock, random, run, mayRun, workDueInMs, intervalMs, onWaiting } = options;
  const { debounceMs, debounceMaxMs } = options.limits;
  let cancelTimer: (() => void) | null = null;
  let cancelEditTimer: (() => void) | null = null;
  let isRunning = false;
  let isStopped = true;
  let failures = 0;
  let notBeforeMs = 0;
  let askedNotBeforeMs = 0;
  let nextIntervalMs = 0;
  let wanted: { atMs: number; reason: string } | null = null;
  let firstEditMs: number | null = null;

  function want(atMs: number, reason: string): void {
    if (!wanted || atMs < wanted.atMs) wanted = { atMs, reason };
  }

  function nextDue(now: number): { atMs: number; reason: string } {
    const candidates = [{ atMs: nextIntervalMs, reason: 'interval' }];
    if (wanted) candidates.push(wanted);
    const workMs = workDueOrUnknown();
    if (workMs !== null) candidates.push({ atMs: Math.max(now + workMs, debouncedUntil(now)), reason: 'localChange' });
    const first = candidates.reduce((a, b) => (b.atMs < a.atMs ? b : a));
    return { ...first, atMs: Math.max(first.atMs, notBeforeMs, askedNotBeforeMs) };
  }

  /** A temporarily unreadable database must not stop the timer. */
  function workDueOrUnknown(): number | null {
    try {
      return workDueInMs();
    } catch {
      return null;
    }
  }

  let lastEditMs: number | null = null;
  function debouncedUntil(now: number): number {
    if (lastEditMs === null || firstEditMs === null) return now;
    return Math.min(lastEditMs + debounceMs, firstEditMs + debounceMaxMs);
  }

  function consider(): void {
    cancelTimer?.();
    cancelTimer = null;
    if (isStopped || isRunning || !mayRun()) return;
    const now = clock.monotonicMs();
    const due = nextDue(now);
    if (due.atMs <= now) start(due.reason).catch(() => undefined);
    else cancelTimer = clock.setTimer(due.atMs - now, consider);
  }

  async function start(reason: string): Promise<SyncReport> {
    isRunning = true;
    wanted = null;
    firstEditMs = null;
    lastEditMs = null;
    try {
      const report = await run(reason);
      settle(report.error);
      return report;
    } catch (thrown) {
      settle(toFerryError(thrown));
      throw thrown;
    } finally {
      isRunning = false;
      consider();
    }
  }

  function settle(error: FerryError | null): void {
    const now = clock.monotonicMs();
    nextIntervalMs = now + intervalMs();
    if (error === null) {
      failures = 0;
      notBeforeMs = now;
      askedNotBeforeMs = now;
      return;
    }
    failures += 1;
    notBeforeMs = now + backoffDelay(failures, random);
    askedNotBeforeMs = now + askedDelay(error);
    // A failed run is retried after its backoff.
    want(now, 'retry');
    onWaiting({ kind: 'backoff', until: clock.nowMs() + Math.max(notBeforeMs, askedNotBeforeMs) - now });
  }

  /** The delay the server asked for, plus jitter, so that desks it asked together do not return together. */
  function askedDelay({ code, details }: FerryError): number {
    // Nothing can be sent until Ferry is updated or the server downgraded; check for that regularly.
    const askedMs = Math.max(Number(details?.retryAfterMs ?? 0), code === 'client.updateRequired' ? intervalMs() : 0);
    return askedMs === 0 ? 0 : askedMs + Math.round(random() * Math.max(ASKED_SPREAD_MS, askedMs / 10));
  }

  return {
    start(): void {
      isStopped = false;
      nextIntervalMs = clock.monotonicMs() + intervalMs();
      want(clock.monotonicMs(), 'start');
      consider();
    },

    /** Evaluates the schedule again after an input may have changed. */
    consider,

    localChange(): void {
      lastEditMs = clock.monotonicMs();
      firstEditMs ??= lastEditMs;
      // Searching the outbox costs more than an edit should; once after a burst is enough.
      cancelEditTimer ??= clock.setTimer(debounceMs, () => {
        cancelEditTimer = null;
        consider();
      });
    },

    /** Something suggests trying now: ends the backoff of an earlier failure, but not a delay the server asked for. */
    wake(reason: Wake): void {
      const now = clock.monotonicMs();
      if (reason === 'manual') askedNotBeforeMs = now;
      if (reason !== 'interval') notBeforeMs = Math.min(notBeforeMs, now);
      want(reason === 'serverEvent' ? now + Math.floor(random() * WAKE_SPREAD_MS) : now, reason);
      consider();
    },

    /** A manual run: starts at once even where automatic runs are held; joins a run under way. */
    async runNow(): Promise<SyncReport> {
      cancelTimer?.();
      cancelTimer = null;
      return isRunning ? run('manual') : start('manual');
    },

    intervalChanged(): void {
      nextIntervalMs = Math.min(nextIntervalMs, clock.monotonicMs() + intervalMs());
      consider();
    },

    stop(): void {
      isStopped = true;
      cancelEditTimer?.();
      cancelTimer?.();
      cancelTimer = null;
    },
  };
}
