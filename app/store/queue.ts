import type { FerryError } from '#app/contract/errors.ts';
import type { Operation, Outcome } from '#app/contract/protocol.ts';
import type { ChangeState, QueuedChange } from '#app/contract/records.ts';
import type { RecordData } from '#app/schema/index.ts';
import type { Database } from './database.ts';

/** A row of `sync_queue`: what the screens see, and what only the engine needs. */
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
}

interface StoredRow {
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

const COLUMNS = `id, table_name, operation, record_id, data, created_at, synced, change_id, txn_id, base, base_version,
  schema_version, state, attempts, next_attempt_at, last_error, blocked_by, outcome, acked_version, acked_at, origin, capped`;

function fromRow(row: StoredRow): QueueRow {
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

export type Queue = ReturnType<typeof createQueue>;

/** `sync_queue`: the outbox, and the receipts of what was acknowledged. Every method runs in the caller's transaction. */
export function createQueue(database: Database) {
  const many = (sql: string, parameters: (string | number | null)[] = []): QueueRow[] =>
    database.statement<StoredRow>(sql).all(parameters).map(fromRow);

  return {
    append(row: NewQueueRow): QueueRow {
      const inserted = database
        .statement<StoredRow>(
          `INSERT INTO sync_queue (table_name, operation, record_id, data, created_at, change_id, txn_id, base, base_version,
             capped, schema_version, state, blocked_by, last_error)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING ${COLUMNS}`,
        )
        .get([
          row.table,
          row.operation,
          row.recordId,
          JSON.stringify(row.data),
          row.createdAt,
          row.changeId,
          row.txnId,
          JSON.stringify(row.base),
          row.baseVersion,
          row.isCapped ? 1 : 0,
          row.schemaVersion,
          row.state,
          row.blockedBy,
          row.lastError && JSON.stringify(row.lastError),
        ]);
      if (!inserted) throw new Error('The outbox returned no row.');
      return fromRow(inserted);
    },

    find(changeId: string): QueueRow | undefined {
      return many(`SELECT ${COLUMNS} FROM sync_queue WHERE change_id = ?`, [changeId])[0];
    },

    /** What the visible row of a record is folded from, in order: everything saved that the shadow does not hold yet. */
    unacknowledgedOf(table: string, recordId: string): QueueRow[] {
      return many(
        `SELECT ${COLUMNS} FROM sync_queue WHERE table_name = ? AND record_id = ? AND synced = 0
           AND state IN ('pending', 'sent', 'parked') ORDER BY id`,
        [table, recordId],
      );
    },

    /** Every record with an unacknowledged change. */
    unacknowledgedRecords(): { table: string; recordId: string }[] {
      return database
        .statement<{ table: string; recordId: string }>(
          `SELECT DISTINCT table_name AS "table", record_id AS recordId FROM sync_queue WHERE synced = 0`,
        )
        .all();
    },

    hasUnacknowledged(table: string, recordId: string): boolean {
      const sql = `SELECT 1 AS found FROM sync_queue WHERE table_name = ? AND record_id = ? AND synced = 0
        AND state IN ('pending', 'sent', 'parked') LIMIT 1`;
      return database.statement<{ found: number }>(sql).get([table, recordId]) !== undefined;
    },

    /** The insert of a record, if it is parked; asked at every save, so it reads no other row. */
    parkedInsertOf(table: string, recordId: string): QueueRow | undefined {
      return many(
        `SELECT ${COLUMNS} FROM sync_queue WHERE table_name = ? AND record_id = ? AND synced = 0 AND state = 'parked'
           AND operation = 'insert' ORDER BY id LIMIT 1`,
        [table, recordId],
      )[0];
    },

    hasParked(table: string, recordId: string): boolean {
      const sql = `SELECT 1 AS found FROM sync_queue WHERE table_name = ? AND record_id = ? AND synced = 0
        AND state = 'parked' LIMIT 1`;
      return database.statement<{ found: number }>(sql).get([table, recordId]) !== undefined;
    },

    /** Not acknowledged, in order, after queue position `after`; a conflicted one stays until it is resolved. */
    pendingPage(limit: number, after: number): QueueRow[] {
      return many(
        `SELECT ${COLUMNS} FROM sync_queue WHERE id > ? AND ((synced = 0 AND state IN ('pending', 'sent', 'parked')) OR state = 'conflict')
         ORDER BY id LIMIT ?`,
        [after, limit],
      );
    },

    /** What can go to the server, in order. */
    outbox(limit: number, afterId = 0): QueueRow[] {
      return many(
        `SELECT ${COLUMNS} FROM sync_queue INDEXED BY sync_queue_outbox
         WHERE synced = 0 AND state IN ('pending', 'sent') AND id > ? ORDER BY id LIMIT ?`,
        [afterId, limit],
      );
    },

    sent(): QueueRow[] {
      return many(`SELECT ${COLUMNS} FROM sync_queue WHERE synced = 0 AND state = 'sent' ORDER BY id`);
    },

    ofTxn(txnId: string): QueueRow[] {
      return many(`SELECT ${COLUMNS} FROM sync_queue WHERE txn_id = ? ORDER BY id`, [txnId]);
    },

    parked(): QueueRow[] {
      return many(`SELECT ${COLUMNS} FROM sync_queue WHERE synced = 0 AND state = 'parked' ORDER BY id`);
    },

    blockedBy(changeId: string): QueueRow[] {
      return many(`SELECT ${COLUMNS} FROM sync_queue WHERE blocked_by = ? ORDER BY id`, [changeId]);
    },

    /** Changes not sent yet whose `field` names `recordId`. */
    pendingReferringTo(table: string, field: string, recordId: string): QueueRow[] {
      return many(
        `SELECT ${COLUMNS} FROM sync_queue WHERE synced = 0 AND state = 'pending' AND table_name = ? AND data ->> ? = ? ORDER BY id`,
        [table, field, recordId],
      );
    },

    /** The content of a change that was never sent, under a newer schema. */
    rewrite(changeId: string, data: RecordData, base: RecordData, schemaVersion: number): void {
      database
        .statement('UPDATE sync_queue SET data = ?, base = ?, schema_version = ? WHERE change_id = ? AND attempts = 0')
        .run([JSON.stringify(data), JSON.stringify(base), schemaVersion, changeId]);
    },

    markSent(changeIds: readonly string[]): void {
      const mark = database.statement(
        `UPDATE sync_queue SET state = 'sent', attempts = attempts + 1 WHERE change_id = ? AND synced = 0`,
      );
      for (const changeId of changeIds) mark.run([changeId]);
    },

    /**
     * Back to never sent, after an answer that says for certain that nothing was applied. A change that had been sent
     * before, in a round whose answer was lost, stays sent: that answer is still to be asked for.
     */
    markUnsent(changeIds: readonly string[]): void {
      const mark = database.statement(
        `UPDATE sync_queue SET state = 'pending', attempts = 0 WHERE change_id = ? AND state = 'sent' AND attempts = 1`,
      );
      for (const changeId of changeIds) mark.run([changeId]);
    },

    /** The durable answer; also for what was coalesced into it. */
    acknowledge(
      changeId: string,
      receipt: { outcome: Outcome; version: number; at: number; isConflict: boolean },
    ): void {
      database
        .statement(
          `UPDATE sync_queue SET synced = 1, state = ?, outcome = ?, acked_version = ?, acked_at = ?, last_error = NULL,
             next_attempt_at = NULL, blocked_by = NULL WHERE change_id = ?`,
        )
        .run([receipt.isConflict ? 'conflict' : 'done', receipt.outcome, receipt.version, receipt.at, changeId]);
      database
        .statement(
          'UPDATE sync_queue SET synced = 1, outcome = ?, acked_version = ?, acked_at = ? WHERE coalesced_into = ?',
        )
        .run([receipt.outcome, receipt.version, receipt.at, changeId]);
    },

    park(changeId: string, error: FerryError, blockedBy: string | null): void {
      database
        .statement(
          `UPDATE sync_queue SET state = 'parked', last_error = ?, blocked_by = ?, next_attempt_at = NULL
           WHERE change_id = ? AND synced = 0`,
        )
        .run([JSON.stringify(error), blockedBy, changeId]);
    },

    /** The answer was `retry`: not before `nextAttemptAt` (ms since the epoch). */
    postpone(changeId: string, nextAttemptAt: number, error: FerryError | null): void {
      database
        .statement(`UPDATE sync_queue SET state = 'pending', next_attempt_at = ?, last_error = ? WHERE change_id = ?`)
        .run([nextAttemptAt, error && JSON.stringify(error), changeId]);
    },

    setState(changeId: string, state: ChangeState): void {
      database.statement('UPDATE sync_queue SET state = ? WHERE change_id = ?').run([state, changeId]);
    },

    /**
     * Offers a parked change again, under a new id since the old one has its final answer; place and content stay
     * unless `data` corrects it.
     */
    requeue(changeId: string, newChangeId: string, data: RecordData | null): void {
      database
        .statement(
          `UPDATE sync_queue SET change_id = ?, state = 'pending', attempts = 0, next_attempt_at = NULL, last_error = NULL,
             blocked_by = NULL, data = coalesce(?, data) WHERE change_id = ?`,
        )
        .run([newChangeId, data && JSON.stringify(data), changeId]);
      for (const column of ['blocked_by', 'coalesced_into']) {
        database.statement(`UPDATE sync_queue SET ${column} = ? WHERE ${column} = ?`).run([newChangeId, changeId]);
      }
    },

    /**
     * Lets the row of `head` carry the content of `tail` as well, under a new id. Both changes stay in the queue as they
     * were saved: the tail in its row, the head, which gave its place away, in a new one.
     */
    coalesce(head: QueueRow, newChangeId: string, data: RecordData, base: RecordData, tail: string): void {
      const isCarrier = this.isCarrier(head.changeId);
      database
        .statement('UPDATE sync_queue SET change_id = ?, data = ?, base = ? WHERE change_id = ?')
        .run([newChangeId, JSON.stringify(data), JSON.stringify(base), head.changeId]);
      if (!isCarrier) {
        database
          .statement(
            `INSERT INTO sync_queue (table_name, operation, record_id, data, created_at, change_id, base, base_version, capped,
               schema_version, state, coalesced_into) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'coalesced', ?)`,
          )
          .run([
            head.table,
            head.operation,
            head.recordId,
            JSON.stringify(head.data),
            head.createdAt,
            head.changeId,
            JSON.stringify(head.base),
            head.baseVersion,
            head.isCapped ? 1 : 0,
            head.schemaVersion,
            newChangeId,
          ]);
      }
      database
        .statement(`UPDATE sync_queue SET coalesced_into = ? WHERE coalesced_into IN (?, ?)`)
        .run([newChangeId, head.changeId, tail]);
      database
        .statement(`UPDATE sync_queue SET state = 'coalesced', coalesced_into = ? WHERE change_id = ?`)
        .run([newChangeId, tail]);
    },

    /** Whether a change carries the content of others. */
    isCarrier(changeId: string): boolean {
      const sql = 'SELECT 1 AS found FROM sync_queue WHERE coalesced_into = ? LIMIT 1';
      return database.statement<{ found: number }>(sql).get([changeId]) !== undefined;
    },

    /** After a restore: what the server had acknowledged beyond `epochSeq` is offered again, with the version it had then. */
    reoffer(epochSeq: number): number {
      return database
        .statement(
          `UPDATE sync_queue SET synced = 0, state = 'pending', origin = coalesce(origin, acked_version), outcome = NULL, acked_version = NULL,
             acked_at = NULL, attempts = 0, next_attempt_at = NULL
           WHERE synced = 1 AND state IN ('done', 'conflict') AND acked_version > ?`,
        )
        .run([epochSeq]);
    },

    /** After a restore: no base can be newer than what the server still knows. */
    capBases(epochSeq: number): void {
      database
        .statement(`UPDATE sync_queue SET base_version = ?, capped = 1 WHERE synced = 0 AND base_version > ?`)
        .run([epochSeq, epochSeq]);
    },

    /**
     * Acknowledged and settled before `before` (ms since the epoch) and up to the sequence `through`; a receipt of each
     * stays. Returns how many went.
     */
    removeAcknowledged(before: number, through: number = Number.MAX_SAFE_INTEGER): number {
      const settled = `synced = 1 AND state IN ('done', 'coalesced') AND acked_at < ? AND acked_version <= ?
        AND change_id NOT IN (SELECT change_id FROM sync_conflicts WHERE resolution IS NULL)`;
      database
        .statement(
          `INSERT OR REPLACE INTO receipts (change_id, table_name, record_id, operation, data, saved_at, acked_at, outcome, version)
           SELECT change_id, table_name, record_id, operation, data, created_at, acked_at, outcome, acked_version
           FROM sync_queue WHERE ${settled}`,
        )
        .run([before, through]);
      return database.statement(`DELETE FROM sync_queue WHERE ${settled}`).run([before, through]);
    },

    /** Edits as they were saved: one that carries others counts as those, and as nothing once it is parked or discarded. */
    counts(): { pending: number; parked: number } {
      const row = database
        .statement<{ waiting: number; parked: number; carried: number; carriers: number }>(
          `SELECT coalesce(sum(state IN ('pending', 'sent')), 0) AS waiting, coalesce(sum(state = 'parked'), 0) AS parked,
             (SELECT count(*) FROM sync_queue tail JOIN sync_queue head ON head.change_id = tail.coalesced_into
              WHERE tail.synced = 0 AND head.state IN ('pending', 'sent')) AS carried,
             (SELECT count(DISTINCT tail.coalesced_into) FROM sync_queue tail JOIN sync_queue head
              ON head.change_id = tail.coalesced_into
              WHERE tail.synced = 0 AND head.state IN ('pending', 'sent')) AS carriers
           FROM sync_queue WHERE synced = 0`,
        )
        .get();
      if (!row) return { pending: 0, parked: 0 };
      return { pending: row.waiting + row.carried - row.carriers, parked: row.parked };
    },

    /** When the next postponed change is due after `now` (both ms since the epoch); null where none is postponed. */
    nextAttemptAt(now: number): number | null {
      const row = database
        .statement<{ at: number | null }>(
          `SELECT min(next_attempt_at) AS at FROM sync_queue
           WHERE synced = 0 AND state IN ('pending', 'sent') AND next_attempt_at > ?`,
        )
        .get([now]);
      return row?.at ?? null;
    },
  };
}
