import { FerryFailure } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import type { QueuedChange } from '#app/contract/records.ts';
import { type AnyEntity, type RecordData, referencesOf, sameJson } from '#app/schema/index.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { CachedRow } from '#app/store/shadow.ts';
import type { Store } from '#app/store/store.ts';
import { blockedError } from './parked.ts';
import { recordKey } from './record-key.ts';
import { createTravelGroups } from './travel-groups.ts';
import { validData } from './validate.ts';

export interface EditOptions {
  store: Store;
  clock: Clock;
  ids: IdSource;
}

/** The transaction a change travels in; null for one that travels by itself. */
type TxnIdOf = (content: { data: RecordData; base: RecordData }) => string | null;
const byItself: TxnIdOf = () => null;

/** `together`: applied on the server all or none, where one request can carry them; `apart`: each whatever becomes of others. */
type Travel = 'together' | 'apart';

export type Edits = ReturnType<typeof createEdits>;

/** Local edits: each lands in the outbox and in the visible row in one durable transaction, or not at all. */
export function createEdits({ store, clock, ids }: EditOptions) {
  const { cache, queue, schema, state } = store;

  function queueOne(change: NewChange, txnIdOf: TxnIdOf, createdAt = clock.nowMs()): QueueRow {
    const entity = cache.entityOf(change.table);
    checkRecordId(change.recordId);
    const row = cache.row(change.table, change.recordId);
    checkExistence(entity, change, row);
    const data = validData(entity, change.operation, change.data);
    checkReferences(entity, data);
    if (change.operation === 'delete') checkNoChildren(entity, change.recordId);
    const blocker = blockerOf(entity, change.recordId, data);
    const base = pick({ ...row?.data, ...change.seen?.base }, Object.keys(data));
    const changed = change.operation === 'update' ? withoutUnchanged(data, base) : data;
    const content = { data: changed, base: change.operation === 'update' ? pick(base, Object.keys(changed)) : {} };
    const queued = queue.append({
      changeId: ids.next(),
      txnId: txnIdOf(content),
      table: change.table,
      operation: change.operation,
      recordId: change.recordId,
      ...content,
      ...baseVersionOf(row, change.seen?.baseVersion),
      schemaVersion: schema.version,
      createdAt,
      state: blocker ? 'parked' : 'pending',
      blockedBy: blocker?.changeId ?? null,
      lastError: blocker ? blockedError(blocker) : null,
    });
    cache.refold(change.table, change.recordId, row);
    return queued;
  }

  /** A version of a data set that was replaced says nothing; what both sets share ends where the new one begins. */
  function baseVersionOf(row: CachedRow | undefined, seen: number | undefined) {
    const version = Math.min(seen ?? Number.POSITIVE_INFINITY, row?.version ?? 0);
    const isStale = row !== undefined && row.shadow !== null && row.generation !== state.get('generation');
    return isStale
      ? { baseVersion: Math.min(version, state.get('epochSeq')), isCapped: true }
      : { baseVersion: version, isCapped: false };
  }

  function checkExistence(entity: AnyEntity, { operation, recordId }: NewChange, row: CachedRow | undefined): void {
    const name = entity.singular.en;
    if (operation === 'insert') {
      if (!row || row.deleted) return;
      throw new FerryFailure('record.exists', `This ${name} exists already. Change it instead.`, 'fix', { recordId });
    }
    if (!row) throw new FerryFailure('record.unknown', `This ${name} is not on this computer.`, 'none', { recordId });
    if (row.deleted)
      throw new FerryFailure('record.deleted', `This ${name} was deleted. Restore it first.`, 'fix', { recordId });
  }

  function checkReferences(entity: AnyEntity, data: RecordData): void {
    for (const { field, table } of referencesOf(entity)) {
      const id = data[field];
      if (id === undefined) continue;
      const parent = cache.row(table, String(id));
      if (parent && !parent.deleted) continue;
      const parentName = cache.entityOf(table).singular.en;
      const code = parent ? 'reference.deleted' : 'reference.missing';
      const message = parent
        ? `The ${parentName} this ${entity.singular.en} belongs to was deleted. Restore it or choose another.`
        : `The ${parentName} this ${entity.singular.en} belongs to is not on this computer. Choose another.`;
      throw new FerryFailure(code, message, parent ? 'restoreParent' : 'fix', { field, table, recordId: String(id) });
    }
  }

  function checkNoChildren(entity: AnyEntity, recordId: string): void {
    for (const { table, field } of schema.referencesTo(entity.table)) {
      const children = cache.childrenOf(table, field, recordId);
      if (children.length === 0) continue;
      const message = `This ${entity.singular.en} still has ${children.length} ${table}. Delete or move them first.`;
      throw new FerryFailure('record.inUse', message, 'fix', { table, count: children.length });
    }
  }

  /** The parked insert this change would depend on: of its own record or of one it refers to. */
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

  /** Saves `count` changes at once, each asked for when the ones before it are saved. */
  function queueAll(changes: Iterable<NewChange>, count: number, travel: Travel = 'together'): QueuedChange[] {
    const txnIdOf = count === 1 || travel === 'apart' ? byItself : createTravelGroups(ids);
    return store.transaction(() => {
      const queued: QueueRow[] = [];
      for (const change of changes) queued.push(queueOne(change, txnIdOf));
      return queued;
    });
  }

  /** The deletion of a record after those of everything that refers to it; each once, however often it refers. */
  function deletionsFrom(table: string, recordId: string, seen = new Set<string>()): NewChange[] {
    const key = recordKey(table, recordId);
    if (seen.has(key)) return [];
    seen.add(key);
    const children = schema
      .referencesTo(table)
      .flatMap((child) =>
        cache.childrenOf(child.table, child.field, recordId).flatMap((id) => deletionsFrom(child.table, id, seen)),
      );
    return [...children, { table, operation: 'delete', recordId, data: {} }];
  }

  /** The change that takes `change` back; none where somebody has changed the same field since. */
  function opposite(change: QueueRow): NewChange[] {
    const { table, recordId } = change;
    const row = cache.row(table, recordId);
    if (!row) return [];
    if (change.operation === 'insert') return row.deleted ? [] : [{ table, operation: 'delete', recordId, data: {} }];
    if (change.operation === 'delete')
      return row.deleted ? [{ table, operation: 'insert', recordId, data: row.data }] : [];
    const fields = Object.keys(change.data).filter((field) => sameJson(row.data[field], change.data[field]));
    const data = Object.fromEntries(fields.map((field) => [field, change.base[field] ?? null]));
    return fields.length === 0 || row.deleted ? [] : [{ table, operation: 'update', recordId, data }];
  }

  function* opposites(rows: readonly QueueRow[]): Iterable<NewChange> {
    for (const row of rows) yield* opposite(row);
  }

  return {
    /**
     * Saves one change. @throws FerryFailure `validation.*`, `table.unknown`, `record.*`, `reference.*`, `store.*`;
     * nothing is then saved.
     */
    queueChange(change: NewChange): QueuedChange {
      return store.transaction(() => queueOne(change, byItself));
    },

    /** Saves anew what was saved at `createdAt` (ms since the epoch) and could not be applied; in the caller's transaction. */
    queueAgain(change: NewChange, as: { txnId: string | null; createdAt: number }): QueuedChange {
      return queueOne(change, () => as.txnId, as.createdAt);
    },

    /**
     * Saves several changes together. What one request can carry, up to 100, travels and applies as one transaction; a
     * larger set is saved as one here and travels in groups, in order.
     */
    queueChanges: (changes: readonly NewChange[], travel?: Travel): QueuedChange[] =>
      queueAll(changes, changes.length, travel),

    /** Deletes a record after everything that refers to it, children first. */
    deleteWithDependants(table: string, recordId: string): QueuedChange[] {
      cache.entityOf(table);
      const deletions = deletionsFrom(table, recordId);
      return queueAll(deletions, deletions.length);
    },

    /** Queues the opposites of changes, last first; what somebody changed since stays. */
    undoChanges(changeIds: readonly string[], travel?: Travel): QueuedChange[] {
      // By id, which sorts by time of making: a change that was joined with another gave up its place in the queue.
      const rows = changeIds.map(findChange).sort((a, b) => (a.changeId < b.changeId ? 1 : -1));
      return queueAll(opposites(rows), rows.length, travel);
    },
  };

  function findChange(changeId: string): QueueRow {
    const found = queue.find(changeId);
    if (found) return found;
    throw new FerryFailure(
      'change.unknown',
      'This change is no longer kept, so it cannot be taken back here.',
      'none',
      { changeId },
    );
  }
}

const RECORD_ID = /^[\w-]{1,64}$/;

function checkRecordId(recordId: string): void {
  if (RECORD_ID.test(recordId)) return;
  throw new FerryFailure('input.invalid', 'A record id has 1 to 64 letters, digits, "-" and "_".', 'fix', { recordId });
}

function pick(data: RecordData, fields: readonly string[]): RecordData {
  return Object.fromEntries(fields.map((field) => [field, data[field] ?? null]));
}

/** A field set to what it was is no edit, and must not meet somebody else's; a change of nothing else stays as given. */
function withoutUnchanged(data: RecordData, base: RecordData): RecordData {
  const changed = Object.entries(data).filter(([field, value]) => !sameJson(value, base[field]));
  return changed.length === 0 ? data : Object.fromEntries(changed);
}
