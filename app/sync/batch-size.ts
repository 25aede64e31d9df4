export type BatchSize = ReturnType<typeof createBatchSize>;

/** Timeouts in a row before a link is taken for slow rather than interrupted. */
const TIMEOUTS_TO_HALVE = 2;

/** How many changes the next round carries: halved where a batch fails, doubled with every success, at most `max`. */
export function createBatchSize(max: number) {
  let size = max;
  /** What a slow link has shown to be too much; it is felt for again in small steps, since each miss costs a deadline. */
  let ceiling = max;
  let timeouts = 0;

  return {
    current: (): number => size,
    isFull: (): boolean => size === max,

    /** @param carried what failed in one piece. */
    halve(carried: number): void {
      size = Math.ceil(carried / 2);
    },

    timedOut(carried: number): void {
      timeouts += 1;
      if (carried <= 1 || (timeouts < TIMEOUTS_TO_HALVE && ceiling === max)) return;
      ceiling = Math.ceil(carried * 0.75);
      size = Math.ceil(carried / 2);
    },

    succeeded(): void {
      timeouts = 0;
      if (size >= ceiling) ceiling = Math.min(max, ceiling + Math.ceil(ceiling / 10));
      size = Math.min(ceiling, size * 2);
    },
  };
}
