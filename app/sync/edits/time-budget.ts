import type { Clock } from '#app/contract/ports.ts';

/** A third of a frame, so that what else a turn brings fits beside it. */
const SLICE_MS = 5;
/** However long a commit takes, something is done. */
const LEAST_WORK_MS = 1;
const LEARNING_RATE = 0.2;

export type TimeBudget = ReturnType<typeof createTimeBudget>;

/**
 * Ends each slice of long work after 5 ms, its end (a commit) included, whose duration is learnt from the slices before.
 * Steps are timed as they are done: one that takes long, or is held up by another program, ends its slice and tells nothing
 * of the next ones.
 */
export function createTimeBudget(clock: Pick<Clock, 'monotonicMs'>) {
  let endMs = 0;
  return {
    /** Does `work`, which is to end with the step after which `hasTime` says no. */
    slice<T>(work: (hasTime: () => boolean) => T): T {
      const startedAt = clock.monotonicMs();
      const stepsEndAt = startedAt + Math.max(LEAST_WORK_MS, SLICE_MS - endMs);
      let lastStepAt = startedAt;
      const value = work(() => {
        lastStepAt = clock.monotonicMs();
        return lastStepAt < stepsEndAt;
      });
      const tookMs = Math.min(SLICE_MS, clock.monotonicMs() - lastStepAt);
      endMs += LEARNING_RATE * (tookMs - endMs);
      return value;
    },
  };
}
