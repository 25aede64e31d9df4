import type { IdSource } from '#app/contract/ports.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { isCommutative } from '#app/rules/merge.ts';
import { type MergePolicy, policyOf, referencesOf, type Schema, sameJson } from '#app/schema/index.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { Store } from '#app/store/store.ts';

/**
 * Joins consecutive never-sent changes of one record under a new id, since the content is new. Only neighbours read at
 * the same version join, the later one made on top of the earlier, so that no base is lost: each field keeps its first
 * base and its last value. Transactions, changes that may still be answered, and changes that need a record created in
 * between are skipped. The joined rows stay in the queue. Returns whether any joined.
 */
export function coalesceOutbox(
  store: Pick<Store, 'queue' | 'cache' | 'schema'>,
  ids: IdSource,
  rows: readonly QueueRow[],
): boolean {
  const heads = new Map<string, QueueRow>();
  const madeAt = new Map<string, number>();
  const joined = new Map<string, QueueRow>();
  for (const row of rows) {
    const key = recordKey(row.table, row.recordId);
    const head = heads.get(key);
    const isJoined = head !== undefined && canJoin(store.schema, head, row, madeAt);
    heads.set(key, isJoined ? join(store, ids, head, row) : row);
    if (row.operation === 'insert') madeAt.set(key, row.id);
    if (isJoined) joined.set(key, row);
  }
  // Another person's write may merge differently with the joined edit than with the single ones.
  for (const { table, recordId } of joined.values()) store.cache.refold(table, recordId);
  return joined.size > 0;
}

function canJoin(schema: Schema, head: QueueRow, tail: QueueRow, madeAt: ReadonlyMap<string, number>): boolean {
  return (
    isUntouched(head) &&
    isUntouched(tail) &&
    tail.operation === 'update' &&
    head.operation !== 'delete' &&
    head.baseVersion === tail.baseVersion &&
    head.schemaVersion === tail.schemaVersion &&
    !isMerged(schema, head) &&
    !isMerged(schema, tail) &&
    isMadeOnTop(head, tail) &&
    !needsRecordMadeAfter(schema, tail, head.id, madeAt)
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

/**
 * Whether it changes a merged field: a counter, set or prose. A copy of this computer has the same changes and may have
 * sent them individually. Applying a plain value twice is harmless; applying a sum, a removed tag or a rewritten line
 * twice is not.
 */
function isMerged(schema: Schema, { table, operation, data }: QueueRow): boolean {
  const entity = schema.entity(table);
  if (!entity || operation !== 'update') return false;
  return Object.keys(data).some((field) => isMergedBy(policyOf(entity, field)));
}

function isMergedBy(policy: MergePolicy): boolean {
  return typeof policy === 'function' || policy === 'text' || isCommutative(policy);
}

/**
 * If both change a field, the later one must be based on the earlier one's result; otherwise a sum or set would lose
 * it.
 */
function isMadeOnTop(head: QueueRow, tail: QueueRow): boolean {
  return Object.keys(tail.data).every(
    (field) => !Object.hasOwn(head.data, field) || sameJson(tail.base[field], head.data[field]),
  );
}

/** The joined change is sent at the position of the first, where a record created later does not exist yet. */
function needsRecordMadeAfter(
  schema: Schema,
  { table, data }: QueueRow,
  headId: number,
  madeAt: ReadonlyMap<string, number>,
): boolean {
  const entity = schema.entity(table);
  if (!entity) return false;
  return referencesOf(entity).some(
    (reference) => (madeAt.get(recordKey(reference.table, String(data[reference.field]))) ?? 0) > headId,
  );
}

function join(store: Pick<Store, 'queue'>, ids: IdSource, head: QueueRow, tail: QueueRow): QueueRow {
  const changeId = ids.next();
  const data = { ...head.data, ...tail.data };
  const base = head.operation === 'insert' ? head.base : { ...tail.base, ...head.base };
  store.queue.coalesce(head, changeId, { data, base }, [tail.changeId]);
  return { ...head, changeId, data, base };
}
