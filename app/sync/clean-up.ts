import { toFerryError } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEEP_DAYS = 7;
/** A settled conflict and a discarded change can be looked up, and taken back, for a quarter of a year. */
const KEEP_SETTLED_DAYS = 90;
/** As long as the server keeps its trail of who wrote what. */
const KEEP_RECEIPTS_DAYS = 1095;

export interface CleanUpOptions {
  store: Store;
  clock: Clock;
  log: Log;
}

export type CleanUp = ReturnType<typeof createCleanUp>;

/**
 * Clears acknowledged changes away, and in time what is left of them. By itself it does so after a week of use and not of the calendar: a clock set wrong
 * by years would make all of them old at once, and a server restored from yesterday's backup still needs them.
 */
export function createCleanUp({ store, clock, log }: CleanUpOptions) {
  const { state, queue, pruning } = store;
  let countedAtMs = clock.monotonicMs();

  /** Where the firm's number line stood after so much use; what was acknowledged up to there is at least that old. */
  function takeMark(): void {
    const now = clock.monotonicMs();
    if (now - countedAtMs < HOUR_MS && state.get('useMarks').length > 0) return;
    const useMs = state.get('useMs') + Math.max(0, now - countedAtMs);
    countedAtMs = now;
    const marks = state.get('useMarks');
    const isDue = useMs - (marks.at(-1)?.useMs ?? Number.NEGATIVE_INFINITY) >= DAY_MS;
    const kept = isDue ? [...marks, { useMs, seq: state.get('cursor') }].slice(-KEEP_DAYS - 2) : marks;
    const daysAgo = (days: number): number => clock.nowMs() - days * DAY_MS;
    const old = kept.findLast((mark) => useMs - mark.useMs >= KEEP_DAYS * DAY_MS);
    store.transaction(
      () => {
        state.set({ useMs, useMarks: kept });
        if (!isDue || !old) return;
        queue.removeAcknowledged(daysAgo(KEEP_DAYS), old.seq);
        store.batches.prune();
        pruning.prune({ settled: daysAgo(KEEP_SETTLED_DAYS), receipts: daysAgo(KEEP_RECEIPTS_DAYS) });
      },
      { durable: false },
    );
  }

  return {
    /** After a run that found nothing more to send or fetch. A full disk must not turn it into one that failed. */
    afterFullRun(): void {
      try {
        takeMark();
      } catch (thrown) {
        log.warn('sync.cleanupFailed', { code: toFerryError(thrown).code });
      }
    },

    /** By hand, by the calendar; returns how many went. */
    now(olderThanDays: number): number {
      return store.transaction(() => queue.removeAcknowledged(clock.nowMs() - olderThanDays * DAY_MS));
    },
  };
}
