import type { IdSource } from '#app/contract/ports.ts';
import { type Change, MAX_BATCH_SIZE } from '#app/contract/protocol.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { reversesSum } from '#app/rules/reversed-edits.ts';
import { referencesOf, type Schema } from '#app/schema/index.ts';
import { originOf, type QueueRow } from '#app/store/queue.ts';
import type { Store } from '#app/store/store.ts';
import { BATCH_BYTES, sizeOf } from '../size.ts';
import { coalesceOutbox } from './coalesce.ts';
import { upgradeOutbox } from './upgrade.ts';

/** Rows read at a time to fill one batch; more only if none of them can be sent. */
const ROWS_LOOKED_AT = 2 * MAX_BATCH_SIZE;
/** Coalescing moves later rows up; maximum number of repetitions per batch. */
const MOST_JOININGS = 5;
/** Usually the first ones can be sent. */
const ROWS_GLANCED_AT = 20;
/** Maximum wait for the next attempt, whatever the server or the clocks say. */
const MAX_POSTPONEMENT_MS = 3_600_000;

type OutboxStore = Pick<Store, 'queue' | 'cache' | 'schema'>;

export interface Batch {
  changes: Change[];
  /** Sent in an earlier round, neither answered nor included in this one. */
  unanswered: string[];
}

interface FillOptions {
  limit: number;
  /** ms since the epoch. */
  now: number;
}

/**
 * Takes the next changes from the outbox, in order: unanswered ones first, complete transactions only, nothing whose
 * record or parent must wait. Runs in the caller's transaction; marks nothing.
 */
export function nextBatch(store: OutboxStore, ids: IdSource, options: FillOptions): Batch {
  const firstRows = () => pageAfter(store, 0, ROWS_LOOKED_AT);
  let first = firstRows();
  if (upgradeOutbox(store, first)) first = firstRows();
  for (let joinings = 0; joinings < MOST_JOININGS && coalesceOutbox(store, ids, first); joinings += 1)
    first = firstRows();
  const carried = options.limit === 0 ? [] : upToDate(store, sendable(store, first, options));
  const carriedIds = new Set(carried.map((row) => row.changeId));
  const unanswered = store.queue.sent().filter((changeId) => !carriedIds.has(changeId));
  return {
    changes: carried.map((row) => toChange(row)),
    unanswered,
  };
}

/** Rows beyond the first page may still have an older schema. */
function upToDate(store: OutboxStore, rows: QueueRow[]): QueueRow[] {
  return upgradeOutbox(store, rows) ? rows.map((row) => store.queue.find(row.changeId) ?? row) : rows;
}

/** Whether anything can be sent now (`now` in ms since the epoch): equivalent to a non-empty batch. */
export function hasSendable(store: Pick<Store, 'queue' | 'schema'>, now: number): boolean {
  return sendable(store, pageAfter(store, 0, ROWS_GLANCED_AT), { limit: 1, now }).length > 0;
}

/** Delay in ms from `now` (ms since the epoch) until something can be sent: 0 for at once, null if nothing waits. */
export function sendableInMs(store: Pick<Store, 'queue' | 'schema'>, now: number): number | null {
  if (hasSendable(store, now)) return 0;
  const at = store.queue.nextAttemptAt(now);
  return at === null ? null : Math.max(0, at - now);
}

/**
 * Outbox rows in order, completed by the rest of a transaction that reaches beyond them; fewer than `size` are the
 * last.
 */
function pageAfter(store: Pick<Store, 'queue'>, afterId: number, size: number): QueueRow[] {
  const rows = store.queue.outbox(size, afterId);
  const last = rows.at(-1);
  if (rows.length < size || !last?.txnId) return rows;
  const rest = store.queue.ofTxn(last.txnId).filter((row) => row.id > last.id && !row.synced);
  return [...rows, ...rest.filter(({ state }) => state === 'pending' || state === 'sent')];
}

/** The sendable ones of the `first` rows, else of later ones: waiting changes must not starve those after them. */
function sendable(store: Pick<Store, 'queue' | 'schema'>, first: QueueRow[], options: FillOptions): QueueRow[] {
  const waiting = new Set<string>();
  for (let rows = first; rows.length > 0; rows = pageAfter(store, rows.at(-1)?.id ?? 0, ROWS_LOOKED_AT)) {
    const carried = fill(store.schema, rows, waiting, options);
    if (carried.length > 0) return carried;
  }
  return [];
}

/** Whether a change waits for its next attempt; a clock set back must not make it wait for years. */
function isPostponed(row: QueueRow, now: number): boolean {
  return row.nextAttemptAt !== null && row.nextAttemptAt > now && row.nextAttemptAt - now <= MAX_POSTPONEMENT_MS;
}

/** Adds the records of waiting changes to `waiting`. */
function fill(
  schema: Schema,
  rows: readonly QueueRow[],
  waiting: Set<string>,
  { limit, now }: FillOptions,
): QueueRow[] {
  const carried: QueueRow[] = [];
  let bytes = 0;
  for (const group of groups(rows)) {
    if (group.some((row) => mustWait(schema, row, waiting, now) || reversesOneOf(schema, carried, row))) {
      for (const row of group) waiting.add(recordKey(row.table, row.recordId));
      continue;
    }
    const groupBytes = group.reduce((sum, row) => sum + sizeOf(row), 0);
    const isFull = carried.length + group.length > limit || bytes + groupBytes > BATCH_BYTES;
    if (isFull && carried.length > 0) break;
    carried.push(...group);
    bytes += groupBytes;
  }
  return carried;
}

/** Consecutive changes of one transaction form a group; others are groups of one. */
function groups(rows: readonly QueueRow[]): QueueRow[][] {
  const byTxn = new Map<string, QueueRow[]>();
  const result: QueueRow[][] = [];
  for (const row of rows) {
    const group = row.txnId ? byTxn.get(row.txnId) : undefined;
    if (group) {
      group.push(row);
      continue;
    }
    const started = [row];
    if (row.txnId) byTxn.set(row.txnId, started);
    result.push(started);
  }
  return result;
}

function mustWait(schema: Schema, row: QueueRow, waiting: ReadonlySet<string>, now: number): boolean {
  if (isPostponed(row, now)) return true;
  if (waiting.has(recordKey(row.table, row.recordId))) return true;
  const entity = schema.entity(row.table);
  if (!entity) return false;
  return referencesOf(entity).some(({ field, table }) => waiting.has(recordKey(table, String(row.data[field]))));
}

/** An undo waits for the answer to what it undoes: the server may refuse that. */
function reversesOneOf(schema: Schema, carried: readonly QueueRow[], row: QueueRow): boolean {
  const entity = schema.entity(row.table);
  if (!entity || row.operation !== 'update' || row.state === 'sent') return false;
  return carried.some(
    (each) => each.recordId === row.recordId && each.table === row.table && reversesSum(entity, each, row),
  );
}

function toChange(row: QueueRow): Change {
  const change: Change = {
    changeId: row.changeId,
    table: row.table,
    operation: row.operation,
    recordId: row.recordId,
    data: row.data,
    baseVersion: row.baseVersion,
    schemaVersion: row.schemaVersion,
    createdAt: row.createdAt,
  };
  if (row.txnId !== null) change.txnId = row.txnId;
  if (row.operation === 'update' || Object.keys(row.base).length > 0) change.base = row.base;
  const origin = originOf(row);
  if (origin !== null) change.origin = origin;
  if (row.isCapped) change.capped = true;
  return change;
}
