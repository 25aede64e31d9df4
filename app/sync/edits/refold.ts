import type { Store } from '#app/store/store.ts';

const CHANGES_AT_ONCE = 20;

/**
 * Folds some of the outbox's records again, after their bases or data set changed; stores its progress. Returns whether
 * more are left. Runs in the caller's transaction.
 */
export function refoldSome({ state, queue, cache }: Pick<Store, 'state' | 'queue' | 'cache'>): boolean {
  const after = state.get('refoldAfter');
  if (after === null) return false;
  const changes = queue.unacknowledgedAfter(after, CHANGES_AT_ONCE);
  const records = new Map(changes.map(({ table, recordId }) => [`${table}:${recordId}`, { table, recordId }]));
  for (const { table, recordId } of records.values()) cache.refold(table, recordId);
  const last = changes.length < CHANGES_AT_ONCE ? null : (changes.at(-1)?.id ?? null);
  state.set({ refoldAfter: last });
  return last !== null;
}

/** All at once, before anything else happens to the store. */
export function refoldAll(store: Pick<Store, 'state' | 'queue' | 'cache' | 'transaction'>): void {
  store.transaction(() => {
    while (refoldSome(store));
  });
}
