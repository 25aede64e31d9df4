import type { Clock } from '#app/contract/ports.ts';

const MOST = 5;
const WITHIN_MS = 10 * 60_000;

export interface CrashLimit {
  /** Counts a crash; false after too many in a short time. */
  allows(): boolean;
  /** A person wants to retry. */
  reset(): void;
}

/** Reloads a page after an occasional crash; after repeated crashes it stays closed until a person asks for it. */
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
