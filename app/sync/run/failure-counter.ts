import type { Clock } from '#app/contract/ports.ts';

/** One failure is an accident; the second of the same batch makes it suspect. */
const FAILURES_TO_SUSPECT = 2;
/** A single change must fail this often, with the connection working before and after each time. */
const FAILURES_TO_PARK = 5;
/** Failures within this time of a bad network count as one. */
const SEPARATE_MS = 10_000;

/**
 * Counts uploads that broke off or hung while rounds without changes went through. A network that stops every
 * upload would park each change in turn, so each parking without a success since doubles the failures the next one takes.
 */
export function createFailureCounter(clock: Clock) {
  let failures = 0;
  let alone = '';
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let required = FAILURES_TO_PARK;

  return {
    /** A batch of more than one. Returns whether to bisect it. */
    countBatch(): boolean {
      alone = '';
      failures += 1;
      return failures >= FAILURES_TO_SUSPECT;
    },

    /** One change, or one transaction, by itself. Returns whether to park it. */
    countSingle(changeId: string): boolean {
      const now = clock.monotonicMs();
      if (alone === changeId && now - lastAtMs < SEPARATE_MS) return false;
      failures = alone === changeId ? failures + 1 : 1;
      alone = changeId;
      lastAtMs = now;
      return failures >= required;
    },

    onParked(): void {
      failures = FAILURES_TO_SUSPECT;
      alone = '';
      required *= 2;
    },

    /** A round without changes failed too: the network may have caused the earlier failures. */
    onNetworkFailure(): void {
      failures = 0;
      alone = '';
    },

    /** Changes went through. */
    reset(): void {
      failures = 0;
      alone = '';
      required = FAILURES_TO_PARK;
    },
  };
}
