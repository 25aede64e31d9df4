import type { Clock } from '#app/contract/ports.ts';

/** One failure is an accident; the second of the same batch makes it suspect. */
const FAILURES_TO_SUSPECT = 2;
/** A change alone has to fail so often, with the way to the server open before and after each time. */
const FAILURES_TO_CONVICT = 5;
/** Failures within one bad moment of the network count as one. */
const SEPARATE_MS = 10_000;

/**
 * Counts how often uploads broke off or hung though rounds without changes went through. A network that stops every
 * upload would have each change convicted in turn, so every conviction with no success since doubles what the next one takes.
 */
export function createSuspicion(clock: Clock) {
  let failures = 0;
  let alone = '';
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let required = FAILURES_TO_CONVICT;

  return {
    /** A batch of more than one. Returns whether to look for a culprit in it. */
    ofMany(): boolean {
      alone = '';
      failures += 1;
      return failures >= FAILURES_TO_SUSPECT;
    },

    /** One change, or one transaction, by itself. Returns whether it is to blame. */
    ofOne(changeId: string): boolean {
      const now = clock.monotonicMs();
      if (alone === changeId && now - lastAtMs < SEPARATE_MS) return false;
      failures = alone === changeId ? failures + 1 : 1;
      alone = changeId;
      lastAtMs = now;
      return failures >= required;
    },

    convicted(): void {
      failures = FAILURES_TO_SUSPECT;
      alone = '';
      required *= 2;
    },

    /** A round without changes failed as well: what failed before it may have been the way. */
    wayFailed(): void {
      failures = 0;
      alone = '';
    },

    /** Changes went through. */
    lifted(): void {
      failures = 0;
      alone = '';
      required = FAILURES_TO_CONVICT;
    },
  };
}
