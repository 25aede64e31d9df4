import type { FerryError } from '#app/contract/errors.ts';
import type { ConflictField, Operation, Outcome } from '#app/contract/protocol.ts';
import type { ChangeState, QueuedChange } from '#app/contract/queue.ts';
import { type RecordData, sameJson } from '#app/schema/index.ts';

/** A row of `sync_queue`: the fields shown on screens, and those only the engine needs. */
export interface QueueRow extends QueuedChange {
  blockedBy: string | null;
  origin: number | null;
  isCapped: boolean;
  outcome: Outcome | null;
  ackedVersion: number | null;
  ackedAt: number | null;
}

export interface NewQueueRow {
  changeId: string;
  txnId: string | null;
  table: string;
  operation: Operation;
  recordId: string;
  data: RecordData;
  base: RecordData;
  baseVersion: number;
  isCapped: boolean;
  schemaVersion: number;
  createdAt: number;
  state: 'pending' | 'parked';
  blockedBy: string | null;
  lastError: FerryError | null;
  /** The import it belongs to, if any. */
  importId?: string | undefined;
}

/** The row as stored. */
export interface StoredQueueRow {
  id: number;
  table_name: string;
  operation: Operation;
  record_id: string;
  data: string;
  created_at: number;
  synced: number;
  change_id: string;
  txn_id: string | null;
  base: string | null;
  base_version: number | null;
  schema_version: number;
  state: ChangeState;
  attempts: number;
  next_attempt_at: number | null;
  last_error: string | null;
  blocked_by: string | null;
  outcome: Outcome | null;
  acked_version: number | null;
  acked_at: number | null;
  origin: number | null;
  capped: number;
}

export const QUEUE_COLUMNS = `id, table_name, operation, record_id, data, created_at, synced, change_id, txn_id, base, base_version,
  schema_version, state, attempts, next_attempt_at, last_error, blocked_by, outcome, acked_version, acked_at, origin, capped`;

export function fromQueueRow(row: StoredQueueRow): QueueRow {
  return {
    id: row.id,
    changeId: row.change_id,
    txnId: row.txn_id,
    table: row.table_name,
    operation: row.operation,
    recordId: row.record_id,
    data: JSON.parse(row.data) as RecordData,
    base: row.base === null ? {} : (JSON.parse(row.base) as RecordData),
    baseVersion: row.base_version ?? 0,
    schemaVersion: row.schema_version,
    createdAt: row.created_at,
    state: row.state,
    synced: row.synced === 1,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastError: row.last_error === null ? null : (JSON.parse(row.last_error) as FerryError),
    blockedBy: row.blocked_by,
    outcome: row.outcome,
    ackedVersion: row.acked_version,
    ackedAt: row.acked_at,
    origin: row.origin,
    isCapped: row.capped === 1,
  };
}

/** A row just appended, as it would be read; reading it back takes as long as writing it. */
export function appendedRow(id: number, { importId: _, ...row }: NewQueueRow): QueueRow {
  return {
    ...row,
    id,
    synced: false,
    attempts: 0,
    nextAttemptAt: null,
    outcome: null,
    ackedVersion: null,
    ackedAt: null,
    origin: null,
  };
}

/**
 * The version a forgotten change had, with which it silently wins over earlier ones; null for a change to be decided
 * again, and for one that lost to another value in a conflict.
 */
export function originOf({ origin, outcome }: Pick<QueueRow, 'origin' | 'outcome'>): number | null {
  return outcome === 'conflict' ? null : origin;
}

/** How much of a change a conflict set aside. */
export function setAside(
  { operation, data }: Pick<QueueRow, 'operation' | 'data'>,
  fields: readonly ConflictField[],
): 'nothing' | 'some' | 'all' {
  if (operation === 'delete') return 'all';
  const lost = fields.filter(({ kept, mine, theirs }) => sameJson(kept, theirs) && !sameJson(kept, mine));
  const names = new Set(lost.map(({ field }) => field));
  if (names.size === 0) return 'nothing';
  return Object.keys(data).every((field) => names.has(field)) ? 'all' : 'some';
}

/** A change as input for the fold. */
export function asProposal(row: QueueRow) {
  const origin = originOf(row);
  return {
    operation: row.operation,
    data: row.data,
    base: row.base,
    baseVersion: row.baseVersion,
    capped: row.isCapped,
    ...(origin === null ? {} : { origin }),
  };
}
