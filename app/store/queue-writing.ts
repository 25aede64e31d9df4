import type { FerryError } from '#app/contract/errors.ts';
import type { Outcome } from '#app/contract/protocol.ts';
import type { ChangeState } from '#app/contract/queue.ts';
import type { RecordData } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { TouchedChanges } from './outbox-journal/touched.ts';
import type { QueueReading } from './queue-reading.ts';
import { appendedRow, type NewQueueRow, type QueueRow } from './queue-row.ts';
import type { QueueTallies } from './queue-tallies.ts';

interface QueueWritingDeps {
  database: Database;
  reading: QueueReading;
  touched: TouchedChanges;
  tallies: QueueTallies;
}

const APPEND = `INSERT INTO sync_queue (table_name, operation, record_id, data, created_at, change_id, txn_id, base, base_version,
  capped, schema_version, state, blocked_by, last_error, batch_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/**
 * The steps of a change from saved to sent to settled. Every method runs in the caller's transaction and notes in
 * `touched` which changes got other content or ended.
 */
export function createQueueWriting({ database, reading, touched, tallies }: QueueWritingDeps) {
  /** Call before a row's state changes. */
  function noteMove(changeId: string, to: ChangeState): void {
    const sql = 'SELECT state FROM sync_queue WHERE change_id = ? AND synced = 0';
    const from = database.statement<{ state: ChangeState }>(sql).get([changeId])?.state;
    if (from === undefined) return;
    tallies.addState(from, -1);
    tallies.addState(to, 1);
  }

  return {
    append(row: NewQueueRow): QueueRow {
      const data = JSON.stringify(row.data);
      const base = JSON.stringify(row.base);
      const id = database
        .statement(APPEND)
        .insert([
          row.table,
          row.operation,
          row.recordId,
          data,
          row.createdAt,
          row.changeId,
          row.txnId,
          base,
          row.baseVersion,
          row.isCapped ? 1 : 0,
          row.schemaVersion,
          row.state,
          row.blockedBy,
          row.lastError && JSON.stringify(row.lastError),
          row.importId ?? null,
        ]);
      const appended = appendedRow(id, row);
      tallies.addState(row.state, 1);
      touched.noteAppended(appended);
      return appended;
    },

    /** Rewrites a never-sent change for a newer schema. */
    rewrite(changeId: string, data: RecordData, base: RecordData, schemaVersion: number): void {
      database
        .statement('UPDATE sync_queue SET data = ?, base = ?, schema_version = ? WHERE change_id = ? AND attempts = 0')
        .run([JSON.stringify(data), JSON.stringify(base), schemaVersion, changeId]);
      touched.note(changeId);
    },

    markSent(changeIds: readonly string[]): void {
      if (changeIds.length === 0) return;
      database
        .statement(
          `UPDATE sync_queue SET state = 'sent', attempts = attempts + 1
           WHERE change_id IN (SELECT value FROM json_each(?)) AND synced = 0`,
        )
        .run([JSON.stringify(changeIds)]);
    },

    /**
     * Back to never sent, after a response that proves that nothing was applied. A change also sent in an earlier round
     * whose response was lost stays sent: that answer is still to be asked for.
     */
    markUnsent(changeIds: readonly string[]): void {
      const mark = database.statement(
        `UPDATE sync_queue SET state = 'pending', attempts = 0 WHERE change_id = ? AND state = 'sent' AND attempts = 1`,
      );
      for (const changeId of changeIds) mark.run([changeId]);
    },

    /** Stores the final answer, also for the changes coalesced into it. */
    acknowledge(
      { changeId, state }: Pick<QueueRow, 'changeId' | 'state'>,
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
      tallies.addState(state, -1);
      if (receipt.isConflict) touched.note(changeId);
      else touched.noteAcknowledged(changeId);
    },

    park(changeId: string, error: FerryError, blockedBy: string | null): void {
      noteMove(changeId, 'parked');
      database
        .statement(
          `UPDATE sync_queue SET state = 'parked', last_error = ?, blocked_by = ?, next_attempt_at = NULL
           WHERE change_id = ? AND synced = 0`,
        )
        .run([JSON.stringify(error), blockedBy, changeId]);
    },

    /** New content of a parked change. Its id has the final answer, so it will be offered again under a new id. */
    rewriteParked(changeId: string, { data, base }: Pick<QueueRow, 'data' | 'base'>): void {
      const sql = `UPDATE sync_queue SET data = ?, base = ? WHERE change_id = ? AND state = 'parked'`;
      database.statement(sql).run([JSON.stringify(data), JSON.stringify(base), changeId]);
      touched.note(changeId);
    },

    /** Answer `retry`: not before `nextAttemptAt` (ms since the epoch). */
    postpone(changeId: string, nextAttemptAt: number, error: FerryError | null): void {
      noteMove(changeId, 'pending');
      database
        .statement(`UPDATE sync_queue SET state = 'pending', next_attempt_at = ?, last_error = ? WHERE change_id = ?`)
        .run([nextAttemptAt, error && JSON.stringify(error), changeId]);
    },

    setState(changeId: string, state: ChangeState): void {
      noteMove(changeId, state);
      database.statement('UPDATE sync_queue SET state = ? WHERE change_id = ?').run([state, changeId]);
      touched.note(changeId);
    },

    /**
     * Offers a parked change again, under a new id because the old one has its final answer; keeps its place and,
     * unless corrected, its content.
     */
    requeue(changeId: string, newChangeId: string, corrected: Pick<QueueRow, 'data' | 'base'> | null): void {
      noteMove(changeId, 'pending');
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
      touched.note(changeId, newChangeId);
      touched.note(newChangeId);
    },

    /**
     * Makes the row of `head` carry the content of `tails` as well, under a new id. All edits stay in the queue as
     * saved: the tails in their rows, the head in a new row, since it gave up its place.
     */
    coalesce(
      head: QueueRow,
      newChangeId: string,
      { data, base }: Pick<QueueRow, 'data' | 'base'>,
      tails: readonly string[],
    ): void {
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
      const carry = database.statement(`UPDATE sync_queue SET coalesced_into = ? WHERE coalesced_into = ?`);
      const end = database.statement(
        `UPDATE sync_queue SET state = 'coalesced', coalesced_into = ? WHERE change_id = ?`,
      );
      carry.run([newChangeId, head.changeId]);
      touched.note(head.changeId, newChangeId);
      for (const tail of tails) {
        carry.run([newChangeId, tail]);
        end.run([newChangeId, tail]);
        touched.note(tail, newChangeId);
      }
      tallies.addState('pending', -tails.length);
      touched.note(newChangeId);
    },
  };
}

export type QueueWriting = ReturnType<typeof createQueueWriting>;
