import type { Clock } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';

/** Well under a frame, so that main responds to the renderer and the tray while much is stored. */
export const SLICE_MS = 4;

export interface SlicesOptions {
  store: Pick<Store, 'transaction'>;
  clock: Pick<Clock, 'monotonicMs'>;
  /** Yields to the event loop between slices. */
  yieldToLoop: () => Promise<void>;
}

export type Slices = ReturnType<typeof createSlices>;

/**
 * Repeats a short step until nothing is left, a few milliseconds per transaction. The app may end between two
 * transactions: each step must leave the store consistent, and the remaining work must be found again.
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
