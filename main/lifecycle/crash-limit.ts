import type { Clock } from '#app/contract/ports.ts';

const MOST = 5;
const WITHIN_MS = 10 * 60_000;

export interface CrashLimit {
  /** Counts a crash. False once there were too many in a short time; old ones are forgotten. */
  allows(): boolean;
  /** A person wants to try again. */
  reset(): void;
}

/** A page that crashes now and then is reloaded; one that crashes repeatedly stays closed until a person asks for it. */
export function createCrashLimit(clock: Pick<Clock, 'monotonicMs'>): CrashLimit {
  let crashes: number[] = [];
  return {
    allows() {
      const nowMs = clock.monotonicMs();
      crashes = [...crashes.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
      return crashes.length <= MOST;
    },
    reset() {
      crashes = [];
    },
  };
}
