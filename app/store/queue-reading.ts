import { type UnfinishedState, unfinishedStateSchema } from '#app/contract/queue.ts';
import type { Database } from './database.ts';
import { fromQueueRow, QUEUE_COLUMNS, type QueueRow, type StoredQueueRow } from './queue-row.ts';
import type { QueueTallies } from './queue-tallies.ts';

/** Edits carried by another change; runs after every save, so it reads the index only, not the rows. */
const CARRIED = `sync_queue tail INDEXED BY sync_queue_by_carrier JOIN sync_queue head ON head.change_id = tail.coalesced_into
  WHERE tail.coalesced_into IS NOT NULL AND tail.synced = 0 AND head.state IN ('pending', 'sent')`;

const UNFINISHED = unfinishedStateSchema.options;

// Built once, because statements are looked up by their text: these two run with every save and every pulled record.
const FIND = `SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE change_id = ?`;
const UNACKNOWLEDGED = `SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE table_name = +? AND record_id = +? AND synced = 0
  AND id < +? AND state IN ('pending', 'sent', 'parked') ORDER BY id`;

// `= +?` where rows are ordered: SQLite recompiles such a statement for every value bound to `= ?`, since the value
// might allow another partial index. That took ten times as long as the search itself, on every edit and every ack.

export type QueueReading = ReturnType<typeof createQueueReading>;

/** Queries of `sync_queue`; writes nothing. */
export function createQueueReading(database: Database, tallies: QueueTallies) {
  const many = (sql: string, parameters: (string | number | null)[] = []): QueueRow[] =>
    database.statement<StoredQueueRow>(sql).all(parameters).map(fromQueueRow);

  /** Usually nothing waits while other people's records arrive. */
  const isEmpty = (): boolean => tallies.current().waiting + tallies.current().parked === 0;

  /**
   * The changes that a record's visible row is folded from, in order: everything saved that the shadow does not
   * contain yet. `appended`: the last of them, if the caller has just appended it.
   */
  function unacknowledgedOf(table: string, recordId: string, appended?: QueueRow): QueueRow[] {
    if (isEmpty()) return [];
    if (appended === undefined) return many(UNACKNOWLEDGED, [table, recordId, Number.MAX_SAFE_INTEGER]);
    return [...many(UNACKNOWLEDGED, [table, recordId, appended.id]), appended];
  }

  return {
    find(changeId: string): QueueRow | undefined {
      return many(FIND, [changeId])[0];
    },

    unacknowledgedOf,

    /** The refused ones among them; runs with every answer and every pulled record, and there are hardly ever any. */
    parkedOf(table: string, recordId: string): QueueRow[] {
      if (tallies.current().parked === 0) return [];
      return unacknowledgedOf(table, recordId).filter(({ state }) => state === 'parked');
    },

    /** The changes of the record saved after queue position `after` that were uploaded, or are being uploaded. */
    sentAfter(table: string, recordId: string, after: number): QueueRow[] {
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue
         WHERE table_name = ? AND record_id = ? AND id > ? AND state NOT IN ('pending', 'parked', 'discarded') ORDER BY id`,
        [table, recordId, after],
      );
    },

    /** Records of unacknowledged changes, in order, after queue position `after`. */
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

    /** Whether a waiting change has an older base; runs with every save, so it reads the index only. */
    hasOlderBase(table: string, recordId: string, version: number): boolean {
      const sql = `SELECT 1 AS found FROM sync_queue WHERE table_name = ? AND record_id = ? AND synced = 0
        AND state IN ('pending', 'sent', 'parked') AND coalesce(base_version, 0) < ? LIMIT 1`;
      return database.statement<{ found: number }>(sql).get([table, recordId, version]) !== undefined;
    },

    /** The parked insert of a record, if any; runs with every save, so it reads no other row. */
    parkedInsertOf(table: string, recordId: string): QueueRow | undefined {
      if (tallies.current().parked === 0) return undefined;
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE table_name = +? AND record_id = +? AND synced = 0 AND state = 'parked'
           AND operation = 'insert' ORDER BY id LIMIT 1`,
        [table, recordId],
      )[0];
    },

    /** Whether a saved change still waits for the server; parked changes do not count. */
    hasWaiting: (): boolean => !isEmpty(),

    hasParked(table: string, recordId: string): boolean {
      const sql = `SELECT 1 AS found FROM sync_queue WHERE table_name = ? AND record_id = ? AND synced = 0
        AND state = 'parked' LIMIT 1`;
      return database.statement<{ found: number }>(sql).get([table, recordId]) !== undefined;
    },

    /** Unacknowledged changes in order, after queue position `after`; a conflicted one stays until it is resolved. */
    pendingPage(limit: number, after: number, states: readonly UnfinishedState[] = UNFINISHED): QueueRow[] {
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE id > ? AND (synced = 0 OR state = 'conflict')
           AND state IN (${states.map(() => '?').join(', ')})
         ORDER BY id LIMIT ?`,
        [after, ...states, limit],
      );
    },

    /** Changes that can be sent, in order. */
    outbox(limit: number, afterId = 0): QueueRow[] {
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue INDEXED BY sync_queue_outbox
         WHERE synced = 0 AND state IN ('pending', 'sent') AND id > ? ORDER BY id LIMIT ?`,
        [afterId, limit],
      );
    },

    /** Ids of the changes that may still be answered, in order. */
    sent(): string[] {
      const sql = `SELECT change_id FROM sync_queue INDEXED BY sync_queue_sent WHERE synced = 0 AND state = 'sent' ORDER BY id`;
      return database
        .statement<{ change_id: string }>(sql)
        .all()
        .map((row) => row.change_id);
    },

    ofTxn(txnId: string): QueueRow[] {
      return many(`SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE txn_id = +? ORDER BY id`, [txnId]);
    },

    parked(): QueueRow[] {
      return many(`SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE synced = 0 AND state = 'parked' ORDER BY id`);
    },

    blockedBy(changeId: string): QueueRow[] {
      return many(`SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE blocked_by = +? ORDER BY id`, [changeId]);
    },

    /** Every edit of a record that was never uploaded, as saved, in order; without the changes that carry them. */
    trailOf(table: string, recordId: string): QueueRow[] {
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue AS edit
         WHERE table_name = +? AND record_id = +? AND synced = 0 AND state IN ('pending', 'coalesced')
           AND NOT EXISTS (SELECT 1 FROM sync_queue WHERE coalesced_into = edit.change_id)
         ORDER BY created_at, change_id`,
        [table, recordId],
      );
    },

    /** Whether a record has more waiting changes than `most`; reads no more than that many. */
    hasMoreThan(table: string, recordId: string, most: number): boolean {
      const sql = `SELECT 1 AS found FROM sync_queue WHERE table_name = +? AND record_id = +? AND synced = 0
        AND state = 'pending' LIMIT 1 OFFSET ?`;
      return database.statement<{ found: number }>(sql).get([table, recordId, most]) !== undefined;
    },

    /** Records of a table with more waiting changes than `most`. */
    oftenEdited(table: string, most: number): string[] {
      const sql = `SELECT record_id FROM sync_queue WHERE table_name = ? AND synced = 0 AND state = 'pending'
        GROUP BY record_id HAVING count(*) > ?`;
      return database
        .statement<{ record_id: string }>(sql)
        .all([table, most])
        .map((row) => row.record_id);
    },

    /** Unsent changes whose `field` references one of these records. */
    pendingReferringTo(table: string, field: string, recordIds: readonly string[]): QueueRow[] {
      return many(
        `SELECT ${QUEUE_COLUMNS} FROM sync_queue WHERE synced = 0 AND state = 'pending' AND table_name = ?
           AND data ->> ? IN (SELECT value FROM json_each(?)) ORDER BY id`,
        [table, field, JSON.stringify(recordIds)],
      );
    },

    /** Whether a change carries others. */
    isCarrier(changeId: string): boolean {
      const sql = 'SELECT 1 AS found FROM sync_queue WHERE coalesced_into = ? LIMIT 1';
      return database.statement<{ found: number }>(sql).get([changeId]) !== undefined;
    },

    /**
     * Number of edits as saved: a carrier counts as the edits it carries, and not at all once it is parked or
     * discarded.
     */
    counts(): { pending: number; parked: number } {
      const { waiting, parked } = tallies.current();
      const travelling = database
        .statement<{ carried: number; carriers: number }>(
          `SELECT count(*) AS carried, count(DISTINCT tail.coalesced_into) AS carriers FROM ${CARRIED}`,
        )
        .get();
      return { pending: waiting + (travelling ? travelling.carried - travelling.carriers : 0), parked };
    },

    /** When the next postponed change is due after `now` (both ms since the epoch); null if none is postponed. */
    nextAttemptAt(now: number): number | null {
      const row = database
        .statement<{ at: number | null }>(
          `SELECT min(next_attempt_at) AS at FROM sync_queue INDEXED BY sync_queue_postponed
           WHERE synced = 0 AND state IN ('pending', 'sent') AND next_attempt_at > ?`,
        )
        .get([now]);
      return row?.at ?? null;
    },
  };
}
