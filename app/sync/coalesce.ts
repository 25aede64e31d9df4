import type { IdSource } from '#app/contract/ports.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { Store } from '#app/store/store.ts';

/**
 * Joins runs of never-sent changes to one record into one, under a new id since the content is new. Only neighbours
 * that were read at the same version join, so that no base is lost: the first base of each field stays, the last value
 * wins. Transactions, and anything an answer may still come for, are left alone. The joined rows stay in the queue.
 */
export function coalesceOutbox(store: Store, ids: IdSource, rows: readonly QueueRow[]): void {
  const heads = new Map<string, QueueRow>();
  for (const row of rows) {
    const key = `${row.table}:${row.recordId}`;
    const head = heads.get(key);
    if (head && canJoin(head, row)) heads.set(key, join(store, ids, head, row));
    else heads.set(key, row);
  }
}

function canJoin(head: QueueRow, tail: QueueRow): boolean {
  return (
    isUntouched(head) &&
    isUntouched(tail) &&
    tail.operation === 'update' &&
    head.operation !== 'delete' &&
    head.baseVersion === tail.baseVersion &&
    head.schemaVersion === tail.schemaVersion
  );
}

function isUntouched(row: QueueRow): boolean {
  return (
    row.state === 'pending' &&
    row.attempts === 0 &&
    row.txnId === null &&
    row.origin === null &&
    row.nextAttemptAt === null
  );
}

function join(store: Store, ids: IdSource, head: QueueRow, tail: QueueRow): QueueRow {
  const changeId = ids.next();
  const data = { ...head.data, ...tail.data };
  const base = head.operation === 'insert' ? {} : { ...tail.base, ...head.base };
  store.queue.coalesce(head.changeId, changeId, data, base, tail.changeId);
  return { ...head, changeId, data, base };
}
