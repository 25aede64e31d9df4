import type { Clock } from '#app/contract/ports.ts';

/** Under a frame with what else a turn brings. More than a slice of a pull: a commit costs the full-text index some milliseconds. */
const PORTION_MS = 6;
const FIRST_SIZE = 5;
const MOST = 100;
const GROWTH = 1.3;

/** How many to take at a time so that nobody waits for it, by how long those before took. */
export function createPortion(clock: Pick<Clock, 'monotonicMs'>) {
  let size = FIRST_SIZE;
  return {
    size: (): number => size,

    /** Does `work`, on `count` of them, and learns from it. One that is cut short says little of whole ones. */
    timed<T>(count: number, work: () => T): T {
      const startedAt = clock.monotonicMs();
      const value = work();
      const fitting = (size * PORTION_MS) / Math.max(0.1, clock.monotonicMs() - startedAt);
      // One that was quick by chance must not make the next long.
      if (count === size) size = Math.min(MOST, Math.max(1, Math.floor(fitting)), Math.ceil(size * GROWTH));
      return value;
    },

    /** The next ones may be of another kind. */
    beginAnew(): void {
      size = 1;
    },
  };
}
