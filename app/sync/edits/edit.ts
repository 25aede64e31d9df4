import { FerryFailure } from '#app/contract/errors.ts';
import { isId } from '#app/contract/ids.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { baseOfReturn } from '#app/rules/base-of-return.ts';
import { validData } from '#app/rules/validate.ts';
import { type AnyEntity, type RecordData, referencesOf, sameJson } from '#app/schema/index.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { CachedRow } from '#app/store/shadow.ts';
import type { Store } from '#app/store/store.ts';
import { createDependants } from './dependants.ts';
import { blockedError } from './parked.ts';
import { createTransactionGroups } from './transaction-groups.ts';
import { createUndo } from './undo.ts';

export interface EditOptions {
  store: Pick<Store, 'cache' | 'queue' | 'schema' | 'state' | 'transaction'>;
  clock: Clock;
  ids: IdSource;
}

/** Assigns a change's transaction; null for a change sent by itself. */
type TxnIdOf = (content: { data: RecordData; base: RecordData }) => string | null;
const byItself: TxnIdOf = () => null;

/** What is stored with a change besides its content. */
interface Origin {
  /** ms since the epoch; defaults to now */
  createdAt?: number;
  importId?: string;
}

export type Edits = ReturnType<typeof createEdits>;

/** Local edits: each is written to the outbox and the visible row in one durable transaction, or not at all. */
export function createEdits({ store, clock, ids }: EditOptions) {
  const { cache, queue, schema, state } = store;
  const dependants = createDependants(store);
  /** Refused changes that an undo took out of the outbox, for its redo. */
  const cancelled = new Set<string>();

  function queueOne(change: NewChange, txnIdOf: TxnIdOf, origin: Origin = {}): QueueRow {
    const entity = cache.entityOf(change.table);
    checkRecordId(change.recordId);
    const row = cache.row(change.table, change.recordId);
    checkExistence(change, row);
    const data = validData(entity, change.operation, change.data);
    checkReferences(entity, data);
    if (change.operation === 'delete') checkNoChildren(entity, change.recordId);
    const blocker = blockerOf(entity, change.recordId, data);
    const base = pick({ ...row?.data, ...change.seen?.base }, Object.keys(data));
    const changed = change.operation === 'update' ? withoutUnchanged(data, base) : data;
    const content = { data: changed, base: change.operation === 'update' ? pick(base, Object.keys(changed)) : {} };
    if (change.operation === 'insert' && row) content.base = baseOfReturn(entity, data, row.data, change.seen?.base);
    const queued = queue.append({
      changeId: ids.next(),
      txnId: txnIdOf(content),
      table: change.table,
      operation: change.operation,
      recordId: change.recordId,
      ...content,
      ...baseVersionOf(change, row, Object.keys(changed)),
      schemaVersion: schema.version,
      createdAt: origin.createdAt ?? clock.nowMs(),
      importId: origin.importId,
      state: blocker ? 'parked' : 'pending',
      blockedBy: blocker?.changeId ?? null,
      lastError: blocker ? blockedError(blocker) : null,
    });
    cache.refold(change.table, change.recordId, row ?? null, queued);
    return queued;
  }

  /**
   * A version of a replaced data set is meaningless; the data sets are equal only up to the new epoch's first sequence.
   */
  function baseVersionOf({ table, operation, seen }: NewChange, row: CachedRow | undefined, fields: string[]) {
    const shown = row ? cache.seenVersion(table, row, operation === 'update' ? fields : null) : 0;
    const version = Math.min(seen?.baseVersion ?? Number.POSITIVE_INFINITY, shown);
    const isStale = row !== undefined && row.shadow !== null && row.generation !== state.get('generation');
    return isStale
      ? { baseVersion: Math.min(version, state.get('epochSeq')), isCapped: true }
      : { baseVersion: version, isCapped: false };
  }

  function checkExistence({ operation, recordId }: NewChange, row: CachedRow | undefined): void {
    if (operation === 'insert') {
      if (!row || row.deleted) return;
      throw new FerryFailure('record.exists', 'fix', { recordId });
    }
    if (!row) throw new FerryFailure('record.unknown', 'none', { recordId });
    if (row.deleted) throw new FerryFailure('record.deleted', 'fix', { recordId });
  }

  function checkReferences(entity: AnyEntity, data: RecordData): void {
    for (const { field, table } of referencesOf(entity)) {
      const id = data[field];
      if (id === undefined) continue;
      const parent = cache.row(table, String(id));
      if (parent && !parent.deleted) continue;
      const code = parent ? 'reference.deleted' : 'reference.missing';
      throw new FerryFailure(code, parent ? 'restoreParent' : 'fix', { field, table, recordId: String(id) });
    }
  }

  function checkNoChildren(entity: AnyEntity, recordId: string): void {
    for (const { table, field } of schema.referencesTo(entity.table)) {
      const children = cache.childrenOf(table, field, recordId);
      if (children.length === 0) continue;
      throw new FerryFailure('record.inUse', 'fix', { table, count: children.length });
    }
  }

  /** The parked insert that this change would depend on: of its record or of a referenced one. */
  function blockerOf(entity: AnyEntity, recordId: string, data: RecordData): QueueRow | undefined {
    const parents = referencesOf(entity).flatMap(({ field, table }) =>
      data[field] === undefined ? [] : [{ table, id: String(data[field]) }],
    );
    for (const { table, id } of [{ table: entity.table, id: recordId }, ...parents]) {
      const insert = queue.parkedInsertOf(table, id);
      if (insert) return insert;
    }
    return undefined;
  }

  /** Saves `count` changes at once; each is computed after the previous ones are saved. */
  function queueAll(changes: Iterable<NewChange>, count: number): QueuedChange[] {
    const txnIdOf = count === 1 ? byItself : createTransactionGroups(ids);
    return store.transaction(() => {
      const queued: QueueRow[] = [];
      for (const change of changes) queued.push(queueOne(change, txnIdOf));
      return queued;
    });
  }

  const undoing = (txnIdOf: TxnIdOf) =>
    createUndo({
      store,
      cancelled,
      queueOne: (change) => queueOne(change, txnIdOf),
      checkNoChildren: (table, recordId) => checkNoChildren(cache.entityOf(table), recordId),
    });

  return {
    /**
     * Saves one change. @throws FerryFailure `validation.*`, `table.unknown`, `record.*`, `reference.*`, `store.*`;
     * nothing is saved then
     */
    queueChange(change: NewChange): QueuedChange {
      return store.transaction(() => queueOne(change, byItself));
    },

    /** Saves again what was saved at `createdAt` (ms since the epoch) and refused; in the caller's transaction. */
    queueAgain(change: NewChange, as: { txnId: string | null; createdAt: number }): QueuedChange {
      return queueOne(change, () => as.txnId, as);
    },

    /**
     * Saves several changes together. Up to 100 that fit one request are sent and applied as one transaction; a larger
     * set is saved as one here and sent in groups, in order.
     */
    queueChanges: (changes: readonly NewChange[]): QueuedChange[] => queueAll(changes, changes.length),

    /** Saves changes of an import together; each is sent independently. */
    queueApart: (changes: Iterable<NewChange>, importId: string): QueuedChange[] =>
      store.transaction(() => Array.from(changes, (change) => queueOne(change, byItself, { importId }))),

    /** Deletes records after everything that references them, children first; skips deleted ones. */
    deleteWithDependants(table: string, recordIds: readonly string[]): QueuedChange[] {
      cache.entityOf(table);
      const isGone = (recordId: string) => cache.row(table, recordId)?.deleted === true;
      const left = recordIds.filter((recordId) => !isGone(recordId));
      const found = dependants.withThem(table, left.length === 0 ? recordIds : left);
      const deletions = found.map((record): NewChange => ({ ...record, operation: 'delete', data: {} }));
      return queueAll(deletions, deletions.length);
    },

    /** Table → number of records that `deleteWithDependants` deletes besides the named ones. */
    countDependants: dependants.count,

    /** Queues the opposites of changes, last first, and cancels refused ones; later changes by others stay. */
    undoChanges(changeIds: readonly string[]): QueuedChange[] {
      const { undoOne } = undoing(changeIds.length === 1 ? byItself : createTransactionGroups(ids));
      return store.transaction(() => lastFirst(changeIds).flatMap(undoOne));
    },

    /**
     * The same for changes sent independently, while `hasTime` (checked after each) is true. Returns the ids of the
     * undone changes. @throws as any save would; nothing is undone then
     */
    undoApart: (changeIds: readonly string[], hasTime: () => boolean): string[] =>
      store.transaction(() => {
        const { undoOne } = undoing(byItself);
        const done: string[] = [];
        for (const changeId of lastFirst(changeIds)) {
          undoOne(changeId);
          done.push(changeId);
          if (!hasTime()) break;
        }
        return done;
      }),
  };
}

function checkRecordId(recordId: string): void {
  if (isId(recordId)) return;
  throw new FerryFailure('input.recordId', 'fix', { recordId });
}

function pick(data: RecordData, fields: readonly string[]): RecordData {
  return Object.fromEntries(fields.map((field) => [field, data[field] ?? null]));
}

/** A field set to its base is no edit and must not conflict with others'; a change with nothing else stays as given. */
function withoutUnchanged(data: RecordData, base: RecordData): RecordData {
  const changed = Object.entries(data).filter(([field, value]) => !sameJson(value, base[field]));
  return changed.length === 0 ? data : Object.fromEntries(changed);
}

/** By id, which sorts by creation time: a coalesced change gave up its position in the queue. */
function lastFirst(changeIds: readonly string[]): string[] {
  return [...changeIds].sort((a, b) => (a < b ? 1 : -1));
}
