import { type UnfinishedState, unfinishedStateSchema } from '#app/contract/records.ts';
import type { Database } from './database.ts';
import { fromQueueRow, QUEUE_COLUMNS, type QueueRow, type StoredQueueRow } from './queue-row.ts';

/** Edits that travel in another one; asked after every save, so the rows themselves, with all they hold, are not read. */
const CARRIED = `sync_queue tail INDEXED BY sync_queue_by_carrier JOIN sync_queue head ON head.change_id = tail.coalesced_into
  WHERE tail.coalesced_into IS NOT NULL AND tail.synced = 0 AND head.state IN ('pending', 'sent')`;

const UNFINISHED = unfinishedStateSchema.options;

export type QueueReading = ReturnType<typeof createQueueReading>;

/** What `sync_queue` can be asked; writes nothing. */
export function createQueueReading(database: Database) {
  const many = (sql: string, parameters: (string | number | null)[] = []): QueueRow[] =>
    database.statement<StoredQueueRow>(sql).all(parameters).map(fromQueueRow);

  return {
    find(changeId: string): QueueRow | undefined {
      return many(`SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE change_id = ?`, [changeId])[0];
    },

    /** What the visible row of a record is folded from, in order: everything saved that the shadow does not hold yet. */
    unacknowledgedOf(table: string, recordId: string): QueueRow[] {
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE table_name = ? AND record_id = ? AND synced = 0
           AND state IN ('pending', 'sent', 'parked') ORDER BY id`,
        [table, recordId],
      );
    },

    /** The records that unacknowledged changes speak of, in order, after queue position `after`. */
    unacknowledgedAfter(after: number, limit: number): { id: number; table: string; recordId: string }[] {
      return database
        .statement<{ id: number; table: string; recordId: string }>(
          `SELECT id, table_name AS "table", record_id AS recordId FROM sync_queue INDEXED BY sync_queue_outbox
           WHERE synced = 0 AND id > ? ORDER BY id LIMIT ?`,
        )
        .all([after, limit]);
    },

    hasUnacknowledged(table: string, recordId: string): boolean {
      const sql = `SELECT 1 AS found FROM sync_queue WHERE table_name = ? AND record_id = ? AND synced = 0
        AND state IN ('pending', 'sent', 'parked') LIMIT 1`;
      return database.statement<{ found: number }>(sql).get([table, recordId]) !== undefined;
    },

    /** The insert of a record, if it is parked; asked at every save, so it reads no other row. */
    parkedInsertOf(table: string, recordId: string): QueueRow | undefined {
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE table_name = ? AND record_id = ? AND synced = 0 AND state = 'parked'
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
    pendingPage(limit: number, after: number, states: readonly UnfinishedState[] = UNFINISHED): QueueRow[] {
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE id > ? AND (synced = 0 OR state = 'conflict')
           AND state IN (${states.map(() => '?').join(', ')})
         ORDER BY id LIMIT ?`,
        [after, ...states, limit],
      );
    },

    /** What can go to the server, in order. */
    outbox(limit: number, afterId = 0): QueueRow[] {
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue INDEXED BY sync_queue_outbox
         WHERE synced = 0 AND state IN ('pending', 'sent') AND id > ? ORDER BY id LIMIT ?`,
        [afterId, limit],
      );
    },

    sent(): QueueRow[] {
      return many(`SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE synced = 0 AND state = 'sent' ORDER BY id`);
    },

    ofTxn(txnId: string): QueueRow[] {
      return many(`SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE txn_id = ? ORDER BY id`, [txnId]);
    },

    parked(): QueueRow[] {
      return many(`SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE synced = 0 AND state = 'parked' ORDER BY id`);
    },

    blockedBy(changeId: string): QueueRow[] {
      return many(`SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE blocked_by = ? ORDER BY id`, [changeId]);
    },

    /** Changes not sent yet whose `field` names one of these records. */
    pendingReferringTo(table: string, field: string, recordIds: readonly string[]): QueueRow[] {
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE synced = 0 AND state = 'pending' AND table_name = ?
           AND data ->> ? IN (SELECT value FROM json_each(?)) ORDER BY id`,
        [table, field, JSON.stringify(recordIds)],
      );
    },

    /** Whether a change carries the content of others. */
    isCarrier(changeId: string): boolean {
      const sql = 'SELECT 1 AS found FROM sync_queue WHERE coalesced_into = ? LIMIT 1';
      return database.statement<{ found: number }>(sql).get([changeId]) !== undefined;
    },

    /** Edits as they were saved: one that carries others counts as those, and as nothing once it is parked or discarded. */
    counts(): { pending: number; parked: number } {
      const row = database
        .statement<{ waiting: number; parked: number; carried: number; carriers: number }>(
          `SELECT coalesce(sum(state IN ('pending', 'sent')), 0) AS waiting, coalesce(sum(state = 'parked'), 0) AS parked,
             (SELECT count(*) FROM ${CARRIED}) AS carried,
             (SELECT count(DISTINCT tail.coalesced_into) FROM ${CARRIED}) AS carriers
           FROM sync_queue INDEXED BY sync_queue_outbox WHERE synced = 0`,
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
