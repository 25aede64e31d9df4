import { toFerryError } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';
import type { Slices } from './time-slices.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEEP_DAYS = 7;
/** Settled conflicts and discarded changes can be viewed and undone for 90 days. */
const KEEP_SETTLED_DAYS = 90;
/** As long as the server keeps its activity. */
const KEEP_RECEIPTS_DAYS = 1095;
const ROWS_AT_ONCE = 100;

export interface CleanUpOptions {
  store: Pick<Store, 'state' | 'queue' | 'pruning' | 'imports' | 'transaction'>;
  clock: Clock;
  log: Log;
  inSlices: Slices;
}

export type CleanUp = ReturnType<typeof createCleanUp>;

/**
 * Removes acknowledged changes, and later their remains. It counts a week of use, not of the calendar: a wrong clock
 * would make all of them old at once, and a server restored from yesterday's backup still needs them.
 */
export function createCleanUp({ store, clock, log, inSlices }: CleanUpOptions) {
  const { state, queue, pruning } = store;
  let countedAtMs = clock.monotonicMs();

  /** The firm's sequence after this much use; changes acknowledged up to it are at least that old. */
  async function takeMark(): Promise<void> {
    const now = clock.monotonicMs();
    if (now - countedAtMs < HOUR_MS && state.get('useMarks').length > 0) return;
    const useMs = state.get('useMs') + Math.max(0, now - countedAtMs);
    countedAtMs = now;
    const marks = state.get('useMarks');
    const isDue = useMs - (marks.at(-1)?.useMs ?? Number.NEGATIVE_INFINITY) >= DAY_MS;
    const kept = isDue ? [...marks, { useMs, seq: state.get('cursor') }].slice(-KEEP_DAYS - 2) : marks;
    const daysAgo = (days: number): number => clock.nowMs() - days * DAY_MS;
    const old = kept.findLast((mark) => useMs - mark.useMs >= KEEP_DAYS * DAY_MS);
    store.transaction(() => state.set({ useMs, useMarks: kept }), { durable: false });
    if (!isDue || !old) return;
    await removeAcknowledged(daysAgo(KEEP_DAYS), old.seq);
    store.transaction(
      () => {
        store.imports.prune();
        pruning.prune({ settled: daysAgo(KEEP_SETTLED_DAYS), receipts: daysAgo(KEEP_RECEIPTS_DAYS) });
      },
      { durable: false },
    );
  }

  /** An interrupted clean-up continues on the next day of use. Returns how many were removed. */
  async function removeAcknowledged(before: number, through?: number): Promise<number> {
    let removed = 0;
    await inSlices(() => {
      const count = queue.removeAcknowledged(before, through, ROWS_AT_ONCE);
      removed += count;
      return count === ROWS_AT_ONCE;
    });
    return removed;
  }

  return {
    /** Runs after a run without anything left to send or fetch. A full disk must not make that run fail. */
    async afterFullRun(): Promise<void> {
      try {
        await takeMark();
      } catch (thrown) {
        log.warn('sync.cleanupFailed', { code: toFerryError(thrown).code });
      }
    },

    /** Manual clean-up by calendar age; returns how many were removed. */
    now: (olderThanDays: number): Promise<number> => removeAcknowledged(clock.nowMs() - olderThanDays * DAY_MS),
  };
}
