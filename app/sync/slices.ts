import type { Clock } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';

/** Well under a frame, so that main answers the renderer and the tray while much is stored. */
export const SLICE_MS = 4;

export interface SlicesOptions {
  store: Pick<Store, 'transaction'>;
  clock: Pick<Clock, 'monotonicMs'>;
  /** Lets the event loop turn, and the disk catch up. */
  yieldToLoop: () => Promise<void>;
}

export type Slices = ReturnType<typeof createSlices>;

/**
 * Takes a short step over and over until it says that nothing is left, a few milliseconds a transaction. Between two of
 * them the app may end: each has to leave the store in order, and what is left to be found again.
 */
export function createSlices({ store, clock, yieldToLoop }: SlicesOptions) {
  return async (step: () => boolean): Promise<void> => {
    for (let isMore = true; isMore; ) {
      await yieldToLoop();
      const startedAt = clock.monotonicMs();
      store.transaction(
        () => {
          do isMore = step();
          while (isMore && clock.monotonicMs() - startedAt < SLICE_MS);
        },
        { durable: false },
      );
    }
  };
}
