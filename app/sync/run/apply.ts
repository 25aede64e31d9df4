import type { Clock } from '#app/contract/ports.ts';
import type { ServerRecord } from '#app/contract/protocol.ts';
import { unreadableFields } from '#app/schema/index.ts';
import type { Store } from '#app/store/store.ts';
import { createPutOver } from './put-over.ts';
import { SLICE_MS } from './time-slices.ts';

export interface ApplyOptions {
  store: Pick<Store, 'cache' | 'conflicts' | 'schema' | 'state' | 'transaction'>;
  clock: Clock;
  /** Yields to the event loop between slices. */
  yieldToLoop: () => Promise<void>;
  /** A record arrived with unreadable values; they are not shown. */
  onUnreadable: (record: ServerRecord, fields: string[]) => void;
}

export type Apply = ReturnType<typeof createApply>;

/**
 * Stores server records in slices of a few milliseconds. A slice of a `feed` never ends within a server transaction; a
 * `snapshot` is ordered by id and has none. `finish` is stored with the last slice, so that the cursor never runs ahead
 * of the data.
 */
export function createApply({ store, clock, yieldToLoop, onUnreadable }: ApplyOptions) {
  const putOver = createPutOver({ store, clock });

  /** Returns whether the record was new. */
  function take(record: ServerRecord, kind: 'feed' | 'snapshot'): boolean {
    const entity = store.schema.entity(record.table);
    if (!entity) return false;
    const before = kind === 'feed' ? putOver.rowBefore(record) : null;
    if (!store.cache.moveShadow(record)) return false;
    if (kind === 'feed') putOver.taken(entity, before, record);
    const fields = unreadableFields(entity, record.data);
    if (fields.length > 0) onUnreadable(record, fields);
    return true;
  }

  return async (records: readonly ServerRecord[], kind: 'feed' | 'snapshot', finish: () => void): Promise<number> => {
    let index = 0;
    let moved = 0;
    do {
      // Before the first slice too, because parsing the response took time.
      await yieldToLoop();
      const startedAt = clock.monotonicMs();
      const isSliceOver = (): boolean =>
        clock.monotonicMs() - startedAt >= SLICE_MS &&
        (kind === 'snapshot' || records[index]?.version !== records[index - 1]?.version);
      store.transaction(
        () => {
          for (let first = true; index < records.length && (first || !isSliceOver()); first = false) {
            const inserted = kind === 'snapshot' ? store.cache.insertNew(records.slice(index), isSliceOver) : 0;
            index += inserted;
            moved += inserted;
            if (inserted > 0) continue;
            const record = records[index++];
            if (record && take(record, kind)) moved += 1;
          }
          if (index >= records.length) finish();
        },
        { durable: false },
      );
    } while (index < records.length);
    return moved;
  };
}
