import { FerryFailure } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { IdSource } from '#app/contract/ports.ts';
import type { Orphan, OrphanDecision, SettledOrphan } from '#app/contract/queue.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { type RecordData, referencesOf, sameJson } from '#app/schema/index.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { Store } from '#app/store/store.ts';
import type { Edits } from './edit.ts';
import type { Parked } from './parked.ts';

interface RecordKey {
  table: string;
  recordId: string;
}

const keyOf = ({ table, recordId }: RecordKey): string => recordKey(table, recordId);
/** Can be dropped without a trace: the server has refused it or never seen it. */
const isUnsent = ({ state, attempts }: QueueRow): boolean =>
  state === 'parked' || (state === 'pending' && attempts === 0);

export type Orphans = ReturnType<typeof createOrphans>;

/**
 * Parked changes whose parent somebody else deleted: the parent is restored, restored as archived, or replaced by
 * another. A refusal is final, so the changes are set aside and saved again after what they need; one transaction,
 * which can be undone.
 */
export function createOrphans(deps: {
  store: Pick<Store, 'queue' | 'cache' | 'schema' | 'transaction'>;
  edits: Edits;
  parked: Parked;
  ids: IdSource;
}) {
  const { store, edits, parked, ids } = deps;
  const { queue, cache, schema } = store;

  /** Deleted on the server or unknown, and no waiting change restores it. Parked changes do not count. */
  function isGone({ table, recordId }: RecordKey): boolean {
    const row = cache.row(table, recordId);
    if (!row || row.deleted) return true;
    const isOnItsWay = queue
      .unacknowledgedOf(table, recordId)
      .some(({ operation, state }) => operation === 'insert' && state !== 'parked');
    return row.shadow?.deleted === true && !isOnItsWay;
  }

  /** The missing parents, nearest first, each with the field of its child that references it. */
  function goneAbove({ table, recordId }: RecordKey): (RecordKey & { field: string })[] {
    const data = cache.row(table, recordId)?.data ?? {};
    return referencesOf(cache.entityOf(table)).flatMap(({ field, table: parentTable }) => {
      const parent = { table: parentTable, recordId: String(data[field] ?? ''), field };
      return parent.recordId !== '' && isGone(parent) ? [parent, ...goneAbove(parent)] : [];
    });
  }

  const unsentOf = ({ table, recordId }: RecordKey): QueueRow[] =>
    queue.unacknowledgedOf(table, recordId).filter(isUnsent);

  /** What must be handled together with `row`: the rest of its record, its transaction, and its dependants. */
  function inStepWith(row: QueueRow): QueueRow[] {
    const partners = row.txnId === null ? [] : queue.ofTxn(row.txnId).filter(isUnsent);
    return [...unsentOf(row), ...partners, ...(row.state === 'parked' ? parked.linked(row, 'parked') : [])];
  }

  /** Parked changes that wait for this record. */
  function waitingFor({ table, recordId }: RecordKey): QueueRow[] {
    return queue.parked().filter((row) => {
      const data = cache.row(row.table, row.recordId)?.data ?? {};
      return referencesOf(cache.entityOf(row.table)).some(
        (reference) => reference.table === table && data[reference.field] === recordId,
      );
    });
  }

  /** Everything that can be sent once these records exist, and the records to restore, parents first. */
  function release(start: QueueRow, isWidening: boolean): { rows: QueueRow[]; back: RecordKey[] } {
    const rows = new Map<string, QueueRow>();
    const back = new Map<string, RecordKey>();
    const bringBack = (record: RecordKey): void => {
      if (back.has(keyOf(record)) || !isGone(record)) return;
      back.set(keyOf(record), { table: record.table, recordId: record.recordId });
      for (const row of [...unsentOf(record), ...waitingFor(record)]) take(row);
    };
    const take = (row: QueueRow): void => {
      if (rows.has(row.changeId)) return;
      rows.set(row.changeId, row);
      for (const other of inStepWith(row)) take(other);
      if (cache.row(row.table, row.recordId)?.shadow?.deleted) bringBack(row);
      if (isWidening) for (const parent of goneAbove(row)) bringBack(parent);
    };
    take(start);
    const comesBackItself = new Set([...rows.values()].filter(({ operation }) => operation === 'insert').map(keyOf));
    const others = [...back.values()].filter((record) => !comesBackItself.has(keyOf(record)));
    return { rows: [...rows.values()].sort((a, b) => a.id - b.id), back: parentsFirst(others) };
  }

  function parentsFirst(records: readonly RecordKey[]): RecordKey[] {
    const depthOf = (table: string): number =>
      Math.max(0, ...referencesOf(cache.entityOf(table)).map((parent) => 1 + depthOf(parent.table)));
    return [...records].sort((a, b) => depthOf(a.table) - depthOf(b.table));
  }

  function setAside(rows: readonly QueueRow[]): void {
    for (const { changeId } of rows) queue.setState(changeId, 'discarded');
    for (const { table, recordId } of rows) cache.refold(table, recordId);
  }

  /** Restores records, then saves `rows` again after them, with the given amendments. */
  function offer(rows: readonly QueueRow[], back: readonly Amended<RecordKey>[], amend: (row: QueueRow) => RecordData) {
    setAside(rows);
    const offered: string[] = [];
    const txnIds = new Map<string, string>();
    for (const { table, recordId, amended } of back) {
      const row = cache.row(table, recordId);
      if (!row) throw cannotComeBack({ table, recordId });
      if (!row.deleted) continue;
      const data = { ...row.data, ...amended };
      offered.push(edits.queueChange({ table, operation: 'insert', recordId, data }).changeId);
    }
    for (const row of rows) {
      if (row.txnId !== null && !txnIds.has(row.txnId)) txnIds.set(row.txnId, ids.next());
      const txnId = row.txnId === null ? null : (txnIds.get(row.txnId) ?? null);
      offered.push(edits.queueAgain(successorOf(row, amend(row)), { txnId, createdAt: row.createdAt }).changeId);
    }
    return { offered, replaced: rows.map(({ changeId }) => changeId) };
  }

  function successorOf(row: QueueRow, amended: RecordData): NewChange {
    const { table, operation, recordId, baseVersion } = row;
    const isTold = Object.keys(amended).some((field) => Object.hasOwn(row.data, field));
    const data = isTold ? { ...row.data, ...amended } : row.data;
    return { table, operation, recordId, data, seen: { base: row.base, baseVersion } };
  }

  const titleOf = ({ table, recordId }: RecordKey): string =>
    String(cache.row(table, recordId)?.data[cache.entityOf(table).title] ?? '');

  function restore(row: QueueRow, isArchived: boolean): SettledOrphan {
    const above = new Set(goneAbove(row).map(keyOf));
    const { rows, back } = release(row, true);
    const archivedOf = (record: RecordKey): RecordData =>
      isArchived && above.has(keyOf(record)) ? (schema.entity(record.table)?.archived ?? {}) : {};
    return offer(
      rows,
      back.map((record) => ({ ...record, amended: archivedOf(record) })),
      () => ({}),
    );
  }

  function move(row: QueueRow, parentId: string): SettledOrphan {
    const [lost] = goneAbove(row);
    if (!lost) throw notOrphaned(row);
    const { rows, back } = release(row, false);
    // A transaction moves as a whole: a member under the missing parent would block all of it again.
    const isMoved = ({ table, recordId }: RecordKey): boolean =>
      table === row.table && cache.row(table, recordId)?.data[lost.field] === lost.recordId;
    const amendments = new Map(
      [...rows, ...back].map((record) => [keyOf(record), isMoved(record) ? { [lost.field]: parentId } : {}]),
    );
    const amendmentOf = (record: RecordKey): RecordData => amendments.get(keyOf(record)) ?? {};
    return offer(
      rows,
      back.map((record) => ({ ...record, amended: amendmentOf(record) })),
      amendmentOf,
    );
  }

  return {
    /** The deleted parents a parked change waits for; null if none is missing (any more). */
    describe(changeId: string): Orphan | null {
      const row = parked.find(changeId, 'parked');
      const above = goneAbove(row);
      const [nearest] = above;
      if (row.operation === 'delete' || !nearest) return null;
      return {
        field: nearest.field,
        parents: above.map(({ table, recordId }) => ({ table, recordId, title: titleOf({ table, recordId }) })),
        isRestorable: above.every(({ table, recordId }) => cache.row(table, recordId) !== undefined),
        released: release(row, true).rows.length,
      };
    },

    /** @throws FerryFailure `change.*`, `reference.*` if the chosen parent is gone, `record.unknown` */
    settle(changeId: string, decision: OrphanDecision): SettledOrphan {
      return store.transaction(() => {
        const row = parked.find(changeId, 'parked');
        return decision.choice === 'move' ? move(row, decision.parentId) : restore(row, decision.choice === 'archive');
      });
    },

    /**
     * Undoes a decision: what it saved is removed, or undone if it was sent, and the changes are parked again, with
     * later edits. @throws FerryFailure `record.inUse` if there is other work under the parent meanwhile
     */
    undo({ offered, replaced }: SettledOrphan): void {
      store.transaction(() => {
        const rows = offered.flatMap((changeId) => queue.find(changeId) ?? []);
        const unsent = rows.filter(isUnsent);
        const sent = rows.filter((row) => !unsent.includes(row) && row.state !== 'discarded');
        const before = replaced.flatMap((changeId) => queue.find(changeId) ?? []);
        const successors = offered.slice(-replaced.length).map((changeId) => queue.find(changeId));
        const copies = before.map((row, index) => withWhatWasTyped(row, successors[index]));
        setAside(unsent);
        if (sent.length === 0) return parkInPlace(before);
        edits.undoChanges(sent.map(({ changeId }) => changeId));
        parkBehind(copies);
      });
    },
  };

  function parkInPlace(rows: readonly QueueRow[]): void {
    for (const { changeId, table, recordId } of rows) {
      queue.setState(changeId, 'pending');
      cache.refold(table, recordId);
    }
    // Only now: parking a change parks its dependants, with their own reason.
    for (const row of rows) if (row.lastError) parked.park(row, row.lastError, row.blockedBy);
  }

  /** Queues the parked changes after the undo's deletes; queued earlier, the deletes would hide them. */
  function parkBehind(rows: readonly QueueRow[]): void {
    const newIds = new Map(rows.map(({ changeId }) => [changeId, ids.next()]));
    for (const row of rows) {
      const changeId = newIds.get(row.changeId) ?? row.changeId;
      const blockedBy = row.blockedBy && (newIds.get(row.blockedBy) ?? row.blockedBy);
      queue.append({ ...row, changeId, blockedBy, state: row.lastError ? 'parked' : 'pending' });
      cache.refold(row.table, row.recordId);
    }
  }

  /** A new record is about to leave the screen; later edits of it are merged into the parked change. */
  function withWhatWasTyped(row: QueueRow, successor: QueueRow | undefined): QueueRow {
    const visible = cache.row(row.table, row.recordId)?.data;
    if (row.operation !== 'insert' || !visible || !successor) return row;
    const isAmended = (field: string) => !sameJson(row.data[field], successor.data[field]);
    const typed = Object.entries(visible).filter(([field]) => !isAmended(field));
    return { ...row, data: { ...row.data, ...Object.fromEntries(typed) } };
  }
}

type Amended<T> = T & { amended: RecordData };

function cannotComeBack(record: RecordKey): FerryFailure {
  return new FerryFailure('reference.gone', 'fix', { ...record });
}

function notOrphaned({ changeId }: QueueRow): FerryFailure {
  return new FerryFailure('change.notParked', 'retry', { changeId });
}
