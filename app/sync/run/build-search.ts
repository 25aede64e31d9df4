import { FerryFailure, toFerryError } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';
import { createSlices } from './time-slices.ts';

export interface BuildSearchOptions {
  store: Pick<Store, 'transaction' | 'searchIndex'>;
  clock: Pick<Clock, 'monotonicMs'>;
  log: Log;
  /** Resolves between two runs: what others write comes first. */
  atRest: () => Promise<void>;
  yieldToLoop: () => Promise<void>;
  isDisposed: () => boolean;
}

/**
 * Indexes what a fill has brought so far while it is interrupted, so that one can search it without a network; a fill that
 * goes on to its end does it itself. In slices; a call while that goes on is of no effect. Never rejects.
 */
export function createBuildSearch({ store, clock, log, atRest, yieldToLoop, isDisposed }: BuildSearchOptions) {
  const { searchIndex } = store;
  let isAtWork = false;

  const inSlices = createSlices({
    store,
    clock,
    async yieldToLoop() {
      await atRest();
      await yieldToLoop();
      if (isDisposed()) throw new FerryFailure('app.failed');
    },
  });

  return async (): Promise<void> => {
    if (isAtWork || searchIndex.isComplete()) return;
    isAtWork = true;
    try {
      await inSlices(searchIndex.indexSome);
    } catch (thrown) {
      if (!isDisposed()) log.warn('store.searchNotBuilt', { code: toFerryError(thrown).code });
    }
    isAtWork = false;
  };
}
