import type { Clock } from '#app/contract/ports.ts';

/** A third of a frame, so that other work fits beside it. */
const SLICE_MS = 5;
/** Some work is done even if commits take long. */
const LEAST_WORK_MS = 1;
const LEARNING_RATE = 0.2;

export type TimeBudget = ReturnType<typeof createTimeBudget>;

/**
 * Limits each slice of long work to 5 ms including its commit, whose duration is learnt from earlier slices. Steps are
 * timed individually: a slow or interrupted one ends its slice and does not affect the next ones.
 */
export function createTimeBudget(clock: Pick<Clock, 'monotonicMs'>) {
  let endMs = 0;
  return {
    /** Runs `work`, which must stop after the step for which `hasTime` returns false. */
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
