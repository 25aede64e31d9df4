export type BatchSize = ReturnType<typeof createBatchSize>;

/** Timeouts in a row before a link is taken for slow rather than interrupted. */
const TIMEOUTS_TO_HALVE = 2;

/** How many things the next call carries or asks for: halved where one fails, doubled with every success, at most `max`. */
export function createBatchSize(max: number) {
  let size = max;
  /** What has shown to be too much; it is felt for again in small steps, since each miss costs a deadline or a download. */
  let ceiling = max;
  let timeouts = 0;

  function lower(carried: number): void {
    ceiling = Math.ceil(carried * 0.75);
    size = Math.ceil(carried / 2);
  }

  return {
    current: (): number => size,
    isFull: (): boolean => size === max,

    /** @param carried what failed in one piece. */
    halve(carried: number): void {
      size = Math.ceil(carried / 2);
    },

    /** For certain more than the way or this desk can take. Returns whether the next is smaller. */
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
