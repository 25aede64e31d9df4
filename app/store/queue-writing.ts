import type { FerryError } from '#app/contract/errors.ts';
import type { ConflictField, Outcome } from '#app/contract/protocol.ts';
import type { ChangeState } from '#app/contract/records.ts';
import type { RecordData } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { QueueReading } from './queue-reading.ts';
import {
  fromQueueRow,
  type NewQueueRow,
  QUEUE_COLUMNS,
  type QueueRow,
  type StoredQueueRow,
  setAside,
} from './queue-row.ts';

/** How a change goes from saved to sent to settled. Every method runs in the caller's transaction. */
export function createQueueWriting(database: Database, reading: QueueReading) {
  return {
    append(row: NewQueueRow): QueueRow {
      const inserted = database
        .statement<StoredQueueRow>(
          `INSERT INTO sync_queue (table_name, operation, record_id, data, created_at, change_id, txn_id, base, base_version,
             capped, schema_version, state, blocked_by, last_error)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING ${QUEUE_COLUMNS}`,
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
      return fromQueueRow(inserted);
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
     * unless it is corrected.
     */
    requeue(changeId: string, newChangeId: string, corrected: Pick<QueueRow, 'data' | 'base'> | null): void {
      database
        .statement(
          `UPDATE sync_queue SET change_id = ?, state = 'pending', attempts = 0, next_attempt_at = NULL, last_error = NULL,
             blocked_by = NULL, data = coalesce(?, data), base = coalesce(?, base) WHERE change_id = ?`,
        )
        .run([
          newChangeId,
          corrected && JSON.stringify(corrected.data),
          corrected && JSON.stringify(corrected.base),
          changeId,
        ]);
      for (const column of ['blocked_by', 'coalesced_into']) {
        database.statement(`UPDATE sync_queue SET ${column} = ? WHERE ${column} = ?`).run([newChangeId, changeId]);
      }
    },

    /**
     * Lets the row of `head` carry the content of `tail` as well, under a new id. Both changes stay in the queue as they
     * were saved: the tail in its row, the head, which gave its place away, in a new one.
     */
    coalesce(head: QueueRow, newChangeId: string, data: RecordData, base: RecordData, tail: string): void {
      const isCarrier = reading.isCarrier(head.changeId);
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

    /**
     * After a restore: what the server had acknowledged beyond `epochSeq` is offered again, with the version it had then.
     * Where a conflict had kept nothing of a change, there is nothing to put back: its values lie in the conflict. Where it
     * had kept a part, the change is decided anew.
     */
    reoffer(epochSeq: number): number {
      const contested = database
        .statement<StoredQueueRow & { fields: string }>(
          `SELECT ${QUEUE_COLUMNS.replaceAll(/\w+/g, 'sync_queue.$&')}, fields FROM sync_queue JOIN sync_conflicts USING (change_id)
           WHERE synced = 1 AND outcome = 'conflict' AND acked_version > ? ORDER BY sync_conflicts.created_at`,
        )
        .all([epochSeq]);
      // A change that was offered again once before may have an older conflict; the newest speaks of the answer it has now.
      const parts = new Map(
        contested.map((row) => [row.change_id, setAside(fromQueueRow(row), JSON.parse(row.fields) as ConflictField[])]),
      );
      const withheld = [...parts].flatMap(([changeId, part]) => (part === 'all' ? [changeId] : []));
      const count = database
        .statement(
          `UPDATE sync_queue SET synced = 0, state = 'pending', origin = coalesce(origin, acked_version), outcome = NULL, acked_version = NULL,
             acked_at = NULL, attempts = 0, next_attempt_at = NULL
           WHERE synced = 1 AND state IN ('done', 'conflict') AND acked_version > ?
             AND change_id NOT IN (SELECT value FROM json_each(?))`,
        )
        .run([epochSeq, JSON.stringify(withheld)]);
      const decideAnew = database.statement(
        `UPDATE sync_queue SET outcome = 'conflict', capped = 1 WHERE change_id = ? AND synced = 0`,
      );
      for (const [changeId, part] of parts) if (part === 'some') decideAnew.run([changeId]);
      return count;
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
  };
}
