import { type FerryError, FerryFailure } from '#app/contract/errors.ts';
import type { IdSource } from '#app/contract/ports.ts';
import type { QueuedChange } from '#app/contract/records.ts';
import type { RecordData } from '#app/schema/index.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { Store } from '#app/store/store.ts';
import { validData } from './validate.ts';

/** Why a change waits that is itself in order. */
export function blockedError(blocker: Pick<QueueRow, 'changeId' | 'table' | 'recordId'>): FerryError {
  return {
    code: 'sync.blocked',
    message: 'This waits for another change that needs your attention.',
    action: 'fix',
    details: { changeId: blocker.changeId, table: blocker.table, recordId: blocker.recordId },
  };
}

export type Parked = ReturnType<typeof createParked>;

/** Parked changes: what a person can do with them, and what hangs on them. Everything is one transaction. */
export function createParked({ store, ids }: { store: Store; ids: IdSource }) {
  const { queue, cache, schema } = store;

  function find(changeId: string, state: QueueRow['state']): QueueRow {
    const row = queue.find(changeId);
    if (!row) throw new FerryFailure('change.unknown', 'This change is no longer waiting.', 'none', { changeId });
    if (row.state === state) return row;
    throw new FerryFailure('change.notParked', 'This change does not need attention any more.', 'none', {
      changeId,
      state: row.state,
    });
  }

  /** Everything that has to move with a change: its transaction, what it blocks, and what blocks it. */
  function linked(row: QueueRow, state: QueueRow['state']): QueueRow[] {
    const found = new Map<string, QueueRow>();
    const visit = (next: QueueRow | undefined): void => {
      if (!next || next.state !== state || found.has(next.changeId)) return;
      found.set(next.changeId, next);
      if (next.blockedBy) visit(queue.find(next.blockedBy));
      for (const dependant of queue.blockedBy(next.changeId)) visit(dependant);
      if (next.txnId) for (const partner of queue.ofTxn(next.txnId)) visit(partner);
    };
    visit(row);
    return [...found.values()].sort((a, b) => a.id - b.id);
  }

  /** Only what would be left hanging: the transaction and what it blocks, but not what blocks it. */
  function hangingOn(row: QueueRow): QueueRow[] {
    const found = new Map<string, QueueRow>();
    const visit = (next: QueueRow): void => {
      if (next.synced || next.state === 'discarded' || found.has(next.changeId)) return;
      found.set(next.changeId, next);
      for (const dependant of queue.blockedBy(next.changeId)) visit(dependant);
      if (next.txnId) for (const partner of queue.ofTxn(next.txnId)) visit(partner);
    };
    visit(row);
    return [...found.values()].sort((a, b) => a.id - b.id);
  }

  function offerAgain(row: QueueRow, data: RecordData | null): QueuedChange {
    let offered = row;
    for (const next of linked(row, 'parked')) {
      const newChangeId = ids.next();
      queue.requeue(next.changeId, newChangeId, next.changeId === row.changeId ? data : null);
      cache.refold(next.table, next.recordId);
      if (next.changeId === row.changeId) offered = queue.find(newChangeId) ?? row;
    }
    return offered;
  }

  function refoldAll(rows: readonly QueueRow[]): void {
    for (const { table, recordId } of rows) cache.refold(table, recordId);
  }

  return {
    /** @throws FerryFailure `change.unknown`, `change.notParked`. */
    find,
    linked,

    /** Parks a change, the unsent rest of its transaction and everything unsent that depends on a record it would have made. */
    park(row: QueueRow, error: FerryError, blockedBy: string | null): number {
      queue.park(row.changeId, error, blockedBy);
      cache.refold(row.table, row.recordId);
      let parked = 1;
      for (const dependant of dependantsOf(row)) {
        if (queue.find(dependant.changeId)?.state !== 'pending') continue;
        parked += this.park(dependant, blockedError(row), row.changeId);
      }
      return parked;
    },

    retry(changeId: string): QueuedChange {
      return store.transaction(() => offerAgain(find(changeId, 'parked'), null));
    },

    /** @throws FerryFailure `validation.*`; the change then stays parked as it was. */
    editAndRetry(changeId: string, data: RecordData): QueuedChange {
      return store.transaction(() => {
        const row = find(changeId, 'parked');
        return offerAgain(row, validData(cache.entityOf(row.table), row.operation, { ...row.data, ...data }));
      });
    },

    discard(changeId: string): string[] {
      return store.transaction(() => {
        const rows = hangingOn(find(changeId, 'parked'));
        for (const row of rows) queue.setState(row.changeId, 'discarded');
        refoldAll(rows);
        return rows.map((row) => row.changeId);
      });
    },

    /** Undoes a discard: the change and what hung on it need attention again. */
    restoreDiscarded(changeId: string): string[] {
      return store.transaction(() => {
        const rows = linked(find(changeId, 'discarded'), 'discarded');
        for (const row of rows) queue.setState(row.changeId, 'parked');
        refoldAll(rows);
        return rows.map((row) => row.changeId);
      });
    },
  };

  /** Unacknowledged changes that cannot go without `row`: its transaction, and all that needs the record it would have made. */
  function dependantsOf(row: QueueRow): QueueRow[] {
    const partners = row.txnId ? queue.ofTxn(row.txnId) : [];
    if (row.operation !== 'insert') return partners;
    const children = schema
      .referencesTo(row.table)
      .flatMap(({ table, field }) => queue.pendingReferringTo(table, field, row.recordId));
    return [...partners, ...queue.unacknowledgedOf(row.table, row.recordId), ...children];
  }
}
