export type BatchSize = ReturnType<typeof createBatchSize>;

/** Consecutive timeouts after which a link counts as slow rather than interrupted. */
const TIMEOUTS_TO_HALVE = 2;

/** How many items the next call carries or requests: halved after a failure, doubled after a success, at most `max`. */
export function createBatchSize(max: number) {
  let size = max;
  /** The smallest size known to fail; approached in small steps, since each miss costs a deadline or a download. */
  let ceiling = max;
  let timeouts = 0;

  function lower(carried: number): void {
    ceiling = Math.ceil(carried * 0.75);
    size = Math.ceil(carried / 2);
  }

  return {
    current: (): number => size,
    isFull: (): boolean => size === max,

    /** @param carried the size that failed */
    halve(carried: number): void {
      size = Math.ceil(carried / 2);
    },

    /** The size definitely exceeds what the link or this desk can handle. Returns whether the next is smaller. */
    tooMuch(carried: number): boolean {
      if (carried <= 1) return false;
      lower(carried);
      return true;
    },

    /** Returns whether the next is smaller. */
    timedOut(carried: number): boolean {
      timeouts += 1;
      if (carried <= 1 || (timeouts < TIMEOUTS_TO_HALVE && ceiling === max)) return false;
      lower(carried);
      return true;
    },

    succeeded(): void {
      timeouts = 0;
      if (size >= ceiling) ceiling = Math.min(max, ceiling + Math.ceil(ceiling / 10));
      size = Math.min(ceiling, size * 2);
    },
  };
}
