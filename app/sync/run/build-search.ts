import { FerryFailure, toFerryError } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';
import { createSlices } from './time-slices.ts';

export interface BuildSearchOptions {
  store: Pick<Store, 'transaction' | 'searchIndex'>;
  clock: Pick<Clock, 'monotonicMs'>;
  log: Log;
  /** Resolves between two runs, so that it does not run during one. */
  atRest: () => Promise<void>;
  yieldToLoop: () => Promise<void>;
  isDisposed: () => boolean;
}

/**
 * Indexes what an interrupted fill has stored so far, so that it can be searched offline; a completed fill does it
 * itself. In slices; a second call while it runs does nothing. Never rejects.
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
