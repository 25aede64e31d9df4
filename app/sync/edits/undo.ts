import { FerryFailure } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { isCommutative } from '#app/rules/merge.ts';
import { policyOf, sameJson } from '#app/schema/index.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { Store } from '#app/store/store.ts';

interface UndoOptions {
  store: Pick<Store, 'cache' | 'queue'>;
  /** Changes that an undo cancelled, for its redo; others are discarded by a person's decision. */
  cancelled: Set<string>;
  /** Saves a change, in the caller's transaction. */
  queueOne: (change: NewChange) => QueuedChange;
  /** @throws FerryFailure `record.inUse` */
  checkNoChildren: (table: string, recordId: string) => void;
}

/** Undoing saved changes, each in the caller's transaction. */
export function createUndo({ store, cancelled, queueOne, checkNoChildren }: UndoOptions) {
  const { cache, queue } = store;
  /** The change that undoes an uploaded or waiting one; none if somebody has changed the same field since. */
  function opposite(change: QueueRow): NewChange[] {
    const { table, recordId } = change;
    const row = cache.row(table, recordId);
    if (!row) return [];
    switch (change.operation) {
      case 'insert':
        return row.deleted ? [] : [{ table, operation: 'delete', recordId, data: {} }];
      case 'delete':
        return row.deleted ? [{ table, operation: 'insert', recordId, data: row.data }] : [];
      case 'update': {
        const fields = Object.keys(change.data).filter((field) => sameJson(row.data[field], change.data[field]));
        const data = Object.fromEntries(fields.map((field) => [field, change.base[field] ?? null]));
        return fields.length === 0 || row.deleted ? [] : [{ table, operation: 'update', recordId, data }];
      }
    }
  }

  /** Whether a refused change still has an effect on the screen that undoing it takes away. */
  function isEffective(change: QueueRow): boolean {
    const entity = cache.entityOf(change.table);
    const isDifference = Object.keys(change.data).some((field) => isCommutative(policyOf(entity, field)));
    return opposite(change).length > 0 || (change.operation === 'update' && isDifference);
  }

  /**
   * The server has refused it, so there is nothing to reverse there: an opposite would be uploaded although the change never
   * was, and a counter would lose what was never added. What a refused insert holds back goes with it.
   */
  function cancel(change: QueueRow): QueuedChange[] {
    if (!isEffective(change)) return [];
    const { table, recordId } = change;
    if (change.operation === 'insert') checkNoChildren(table, recordId);
    const rows = change.operation === 'insert' ? queue.unacknowledgedOf(table, recordId) : [change];
    for (const { changeId } of rows) queue.setState(changeId, 'discarded');
    return noted(rows, 'discarded');
  }

  function bringBack(change: QueueRow): QueuedChange[] {
    queue.setState(change.changeId, 'parked');
    cancelled.delete(change.changeId);
    cache.refoldParked(change.table, change.recordId);
    return [{ ...change, state: 'parked' }];
  }

  function noted(rows: QueueRow[], state: QueueRow['state']): QueuedChange[] {
    for (const { changeId, table, recordId } of rows) {
      cancelled.add(changeId);
      cache.refoldParked(table, recordId);
    }
    return rows.map((row) => ({ ...row, state }));
  }

  return {
    /**
     * Undoes one change, or an undo of one; later changes by others stay. Returns what undoes this in turn.
     * @throws FerryFailure `change.unknown`, or as any save would
     */
    undoOne(changeId: string): QueuedChange[] {
      const change = queue.find(changeId);
      if (!change) throw new FerryFailure('change.unknown', 'none', { changeId });
      if (change.state === 'discarded' && cancelled.has(changeId)) return bringBack(change);
      if (change.state === 'parked' && isUnknownToServer(change)) return cancel(change);
      return opposite(change).map(queueOne);
    },
  };

  /** A copied laptop may have uploaded a record whose insert is parked here. */
  function isUnknownToServer({ operation, table, recordId }: QueueRow): boolean {
    return operation !== 'insert' || (cache.row(table, recordId)?.shadow ?? null) === null;
  }
}
