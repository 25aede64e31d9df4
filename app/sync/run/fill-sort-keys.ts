import { toFerryError } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';

export interface FillSortKeysOptions {
  store: Pick<Store, 'sortKeys'>;
  log: Log;
  yieldToLoop: () => Promise<void>;
  isDisposed: () => boolean;
}

/** Computes the sort keys that an update of Ferry added or changed, in slices. Until it is done, lists keep the order before. */
export async function fillSortKeys({ store, log, yieldToLoop, isDisposed }: FillSortKeysOptions): Promise<void> {
  try {
    while (!isDisposed() && store.sortKeys.fillSome()) await yieldToLoop();
  } catch (thrown) {
    log.warn('store.sortKeysFailed', { code: toFerryError(thrown).code });
  }
}
