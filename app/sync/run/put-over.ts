import type { Clock } from '#app/contract/ports.ts';
import type { ServerRecord } from '#app/contract/protocol.ts';
import { fieldsPutOver, mayHavePutOver } from '#app/rules/put-over.ts';
import { type AnyEntity, sameJson } from '#app/schema/index.ts';
import type { CachedRow } from '#app/store/shadow.ts';
import type { Store } from '#app/store/store.ts';

interface PutOverOptions {
  store: Pick<Store, 'cache' | 'conflicts' | 'state'>;
  clock: Pick<Clock, 'nowMs'>;
}

/**
 * Informs the earlier writer that their value was not kept. The server reports a conflict to the later writer; if the
 * later value is kept, the earlier writer would only see the value change. So their desk stores a conflict with both
 * values too.
 */
export function createPutOver({ store, clock }: PutOverOptions) {
  const { cache, conflicts, state } = store;

  function note(entity: AnyEntity, before: CachedRow, record: ServerRecord): void {
    const { shadow, version, generation } = before;
    if (shadow === null || generation !== state.get('generation')) return;
    const was = { data: shadow.data, deleted: shadow.deleted, stamps: shadow.stamps, version };
    const fields = fieldsPutOver(entity, was, record, state.get('deviceId')).map((field) => {
      const theirs = record.data[field] ?? null;
      return { field, base: null, mine: shadow.data[field] ?? null, theirs, kept: theirs };
    });
    if (fields.length === 0) return;
    const { table, recordId, by, at } = record;
    // Belongs to no change in the outbox: re-offering after a restore uses the server's own conflicts.
    const conflictId = `over:${table}:${recordId}:${record.version}`;
    conflicts.add(
      { conflictId, fields, theirsBy: by, theirsAt: at },
      { changeId: conflictId, table, recordId },
      clock.nowMs(),
    );
  }

  /** The replaced value has returned by somebody else's decision. */
  function settleReturned({ table, recordId, data }: ServerRecord): void {
    for (const { conflictId, changeId, fields } of conflicts.list({ isOpen: true, table, recordId })) {
      const isBack = changeId === conflictId && fields.every(({ field, mine }) => sameJson(data[field], mine));
      if (isBack) conflicts.settle(conflictId, 'mine', clock.nowMs(), null);
    }
  }

  return {
    /** What must be read of the row before the record is stored; null if nothing can have been replaced. */
    rowBefore(record: ServerRecord): CachedRow | null {
      if (record.by === state.get('personId') || !mayHavePutOver(record)) return null;
      return cache.row(record.table, record.recordId) ?? null;
    },

    /** Call after the record was stored. */
    taken(entity: AnyEntity, before: CachedRow | null, record: ServerRecord): void {
      if (conflicts.hasOpen(record.table, record.recordId)) settleReturned(record);
      if (before !== null) note(entity, before, record);
    },
  };
}
