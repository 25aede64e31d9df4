import { FerryFailure, type Result, valueOrThrow } from '#app/contract/errors.ts';
import { type ActivityPage, type ActivityQuery, WHOLE_RECORD } from '#app/contract/protocol.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { type RecordData, sameJson } from '#app/schema/index.ts';
import type { Store } from '#app/store/store.ts';
import type { Edits } from './edit.ts';

const PAGE_SIZE = 200;

export interface RestoreStateOptions {
  store: Pick<Store, 'cache' | 'state'>;
  edits: Edits;
  activity: (query: ActivityQuery) => Promise<Result<ActivityPage>>;
}

/**
 * Queues the change that restores a record to its state right after sequence `seq`, computed backwards from the shadow
 * by its history. Null if the record is already so. @throws FerryFailure of the call, or `record.unknown`
 */
export function createRestoreState({ store, edits, activity }: RestoreStateOptions) {
  return async (table: string, recordId: string, seq: number): Promise<QueuedChange | null> => {
    const target = await stateAfter(table, recordId, seq);
    const row = store.cache.row(table, recordId);
    if (!row) throw new FerryFailure('record.unknown', 'none', { recordId });
    if (target.deleted)
      return row.deleted ? null : edits.queueChange({ table, operation: 'delete', recordId, data: {} });
    if (row.deleted) return edits.queueChange({ table, operation: 'insert', recordId, data: target.data });
    const data = Object.fromEntries(
      Object.entries(target.data).filter(([field, value]) => !sameJson(value, row.data[field])),
    );
    return Object.keys(data).length === 0 ? null : edits.queueChange({ table, operation: 'update', recordId, data });
  };

  async function stateAfter(
    table: string,
    recordId: string,
    seq: number,
  ): Promise<{ data: RecordData; deleted: boolean }> {
    const row = store.cache.row(table, recordId);
    if (!row) throw new FerryFailure('record.unknown', 'none', { recordId });
    // Without a server the visible row has no shadow, and the history is this desk's own.
    const latest = row.shadow ?? (store.state.get('alone') === null ? null : row);
    if (!latest) throw new FerryFailure('record.noHistory', 'none', { recordId });
    const data = { ...latest.data };
    let deleted = latest.deleted;
    let before: number | undefined;
    for (;;) {
      const page = await fetchPage(table, recordId, before);
      for (const entry of page.entries) {
        if (entry.seq <= seq) return { data, deleted };
        for (const [field, { from }] of Object.entries(entry.fields)) {
          if (field === WHOLE_RECORD) deleted = from === true;
          else data[field] = from;
        }
      }
      if (page.next === null) return { data, deleted };
      before = page.next;
    }
  }

  async function fetchPage(table: string, recordId: string, before: number | undefined): Promise<ActivityPage> {
    return valueOrThrow(
      await activity({ table, recordId, limit: PAGE_SIZE, ...(before === undefined ? {} : { before }) }),
    );
  }
}
