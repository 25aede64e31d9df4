import type { IdSource } from '#app/contract/ports.ts';
import { type Change, MAX_BATCH_SIZE, MAX_BODY_BYTES } from '#app/contract/protocol.ts';
import { referencesOf, type Schema } from '#app/schema/index.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { Store } from '#app/store/store.ts';
import { coalesceOutbox } from './coalesce.ts';
import { upgradeOutbox } from './upgrade.ts';

/** Room for the rest of the request. */
const BATCH_BYTES = MAX_BODY_BYTES * 0.75;
/** How many rows are looked at to fill one batch; postponed ones are passed over. */
const ROWS_LOOKED_AT = 10 * MAX_BATCH_SIZE;
/** Mostly the first ones can go. */
const ROWS_GLANCED_AT = 20;
/** No change waits longer for its next attempt, whatever the server asked and the clocks say. */
const MAX_POSTPONEMENT_MS = 3_600_000;

export interface Batch {
  changes: Change[];
  /** Sent in an earlier round, neither answered nor carried in this one. */
  unanswered: string[];
}

/**
 * Takes the next changes off the outbox, in order: every one that is still unanswered first, whole transactions only,
 * nothing whose record or parent has to wait. Runs in the caller's transaction; marks nothing.
 */
export function nextBatch(store: Store, ids: IdSource, options: { limit: number; now: number }): Batch {
  let rows = wholeTransactions(store);
  if (upgradeOutbox(store, rows)) rows = wholeTransactions(store);
  if (coalesceOutbox(store, ids, rows)) rows = wholeTransactions(store);
  const carried = options.limit === 0 ? [] : fill(store.schema, rows, options);
  const carriedIds = new Set(carried.map((row) => row.changeId));
  const unanswered = store.queue.sent().filter((row) => !carriedIds.has(row.changeId));
  return {
    changes: carried.map((row) => toChange(row)),
    unanswered: unanswered.map((row) => row.changeId),
  };
}

/** The first rows of the outbox, with the rest of a transaction that reaches beyond them. */
function wholeTransactions(store: Store): QueueRow[] {
  const rows = store.queue.outbox(ROWS_LOOKED_AT);
  const last = rows.at(-1);
  if (rows.length < ROWS_LOOKED_AT || !last?.txnId) return rows;
  const rest = store.queue.ofTxn(last.txnId).filter((row) => row.id > last.id && !row.synced);
  return [...rows, ...rest.filter(({ state }) => state === 'pending' || state === 'sent')];
}

/** Whether anything could go to the server now (`now` in ms since the epoch). */
export function hasSendable(store: Store, now: number): boolean {
  const isOneSendable = (rows: readonly QueueRow[]): boolean => fill(store.schema, rows, { limit: 1, now }).length > 0;
  const first = store.queue.outbox(ROWS_GLANCED_AT);
  if (first.length < ROWS_GLANCED_AT) return isOneSendable(first);
  return isOneSendable(first) || isOneSendable(store.queue.outbox(ROWS_LOOKED_AT));
}

/** Whether a change waits for its next attempt; a clock that was set back does not make it wait for years. */
function isPostponed(row: QueueRow, now: number): boolean {
  return row.nextAttemptAt !== null && row.nextAttemptAt > now && row.nextAttemptAt - now <= MAX_POSTPONEMENT_MS;
}

function fill(schema: Schema, rows: readonly QueueRow[], { limit, now }: { limit: number; now: number }): QueueRow[] {
  const carried: QueueRow[] = [];
  const waiting = new Set<string>();
  let bytes = 0;
  for (const group of groups(rows)) {
    if (group.some((row) => mustWait(schema, row, waiting, now))) {
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

/** Neighbours of one transaction go together; anything else goes by itself. */
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

function recordKey(table: string, recordId: string): string {
  return `${table}:${recordId}`;
}

function sizeOf(row: QueueRow): number {
  return 400 + Buffer.byteLength(JSON.stringify(row.data)) + Buffer.byteLength(JSON.stringify(row.base));
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
  if (row.operation === 'update') change.base = row.base;
  if (row.origin !== null) change.origin = row.origin;
  if (row.isCapped) change.capped = true;
  return change;
}
