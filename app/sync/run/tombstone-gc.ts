import type { Store } from '#app/store/store.ts';
import type { Slices } from './time-slices.ts';

const ROWS_AT_ONCE = 50;

export type TombstoneGc = ReturnType<typeof createTombstoneGc>;

/**
 * The server removes old tombstones. A desk that kept them would differ in every digest, and each difference would cost
 * a repair; so the desk removes them as well.
 */
export function createTombstoneGc({
  store,
  inSlices,
}: {
  store: Pick<Store, 'cache' | 'state' | 'schema' | 'transaction'>;
  inSlices: Slices;
}) {
  const { cache, state, schema } = store;

  function dropSome(table: string, after: string | null, horizon: number): string | null {
    const rows = cache.shadowVersions(table, after, null, ROWS_AT_ONCE);
    const old = rows.filter(({ version }) => version <= horizon).map(({ id }) => id);
    if (old.length > 0) for (const id of cache.tombstonesAmong(table, old)) cache.dropShadow(table, id);
    return rows.length < ROWS_AT_ONCE ? null : (rows.at(-1)?.id ?? null);
  }

  return {
    /** Removes tombstones up to the sequence `horizon`; waiting changes stay. */
    async follow(horizon: number): Promise<void> {
      if (horizon === state.get('horizon')) return;
      for (const { table } of schema.entities) {
        let after: string | null = null;
        await inSlices(() => {
          after = dropSome(table, after, horizon);
          return after !== null;
        });
      }
      store.transaction(() => state.set({ horizon }), { durable: false });
    },
  };
}
