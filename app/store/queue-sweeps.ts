import type { ConflictField } from '#app/contract/protocol.ts';
import type { ChangeState } from '#app/contract/queue.ts';
import type { Database } from './database.ts';
import type { TouchedChanges } from './outbox-journal/touched.ts';
import { fromQueueRow, QUEUE_COLUMNS, type StoredQueueRow, setAside } from './queue-row.ts';
import type { QueueTallies } from './queue-tallies.ts';

interface QueueSweepsDeps {
  database: Database;
  touched: TouchedChanges;
  tallies: QueueTallies;
}

/** Bulk updates of changes. Every method runs in the caller's transaction. */
export function createQueueSweeps({ database, touched, tallies }: QueueSweepsDeps) {
  return {
    /**
     * After a restore: re-offers changes acknowledged beyond `epochSeq`, with their former version. A change of which a
     * conflict kept nothing is not re-offered; the conflict has its values. One that was partly kept is decided again.
     */
    reoffer(epochSeq: number): number {
      const contested = database
        .statement<StoredQueueRow & { fields: string }>(
          `SELECT ${QUEUE_COLUMNS.replaceAll(/\w+/g, 'sync_queue.$&')}, fields FROM sync_queue JOIN sync_conflicts USING (change_id)
           WHERE synced = 1 AND outcome = 'conflict' AND acked_version > ? ORDER BY sync_conflicts.created_at`,
        )
        .all([epochSeq]);
      // A change re-offered before may have an older conflict; the newest one belongs to its current answer.
      const parts = new Map(
        contested.map((row) => [row.change_id, setAside(fromQueueRow(row), JSON.parse(row.fields) as ConflictField[])]),
      );
      const withheld = [...parts].flatMap(([changeId, part]) => (part === 'all' ? [changeId] : []));
      const reoffered = database
        .statement<{ change_id: string }>(
          `UPDATE sync_queue SET synced = 0, state = 'pending', origin = coalesce(origin, acked_version), outcome = NULL, acked_version = NULL,
             acked_at = NULL, attempts = 0, next_attempt_at = NULL
           WHERE synced = 1 AND state IN ('done', 'conflict') AND acked_version > ?
             AND change_id NOT IN (SELECT value FROM json_each(?)) RETURNING change_id`,
        )
        .all([epochSeq, JSON.stringify(withheld)]);
      tallies.forget();
      for (const { change_id } of reoffered) touched.note(change_id);
      const decideAnew = database.statement(
        `UPDATE sync_queue SET outcome = 'conflict', capped = 1 WHERE change_id = ? AND synced = 0`,
      );
      for (const [changeId, part] of parts) if (part === 'some') decideAnew.run([changeId]);
      return reoffered.length;
    },

    /**
     * After a restore: no base can be newer than what the server still knows. A change saved over a waiting edit may be
     * based on a forgotten value even if its version is older.
     */
    capBases(epochSeq: number): void {
      const capped = database
        .statement<{ change_id: string; state: ChangeState }>(
          `UPDATE sync_queue SET base_version = min(base_version, ?), capped = 1 WHERE synced = 0 AND (base_version > ? OR
             (origin IS NULL AND state IN ('pending', 'sent') AND EXISTS (
               SELECT 1 FROM sync_queue AS earlier
               WHERE earlier.table_name = sync_queue.table_name AND earlier.record_id = sync_queue.record_id
                 AND earlier.id < sync_queue.id AND earlier.synced = 0 AND earlier.origin IS NULL
                 AND earlier.operation <> 'insert')))
           RETURNING change_id, state`,
        )
        .all([epochSeq, epochSeq]);
      for (const { change_id, state } of capped) if (state !== 'coalesced') touched.note(change_id);
    },

    /**
     * Removes up to `limit` changes that were acknowledged and settled before `before` (ms since the epoch), up to the
     * sequence `through`, and keeps a receipt of each. Returns how many were removed.
     */
    removeAcknowledged(
      before: number,
      through: number = Number.MAX_SAFE_INTEGER,
      limit: number = Number.MAX_SAFE_INTEGER,
    ): number {
      const found = database
        .statement<{ id: number }>(
          `SELECT id FROM sync_queue INDEXED BY sync_queue_acknowledged
           WHERE synced = 1 AND state IN ('done', 'coalesced') AND acked_at < ? AND acked_version <= ?
             AND change_id NOT IN (SELECT change_id FROM sync_conflicts WHERE resolution IS NULL)
           ORDER BY acked_at LIMIT ?`,
        )
        .all([before, through, limit]);
      if (found.length === 0) return 0;
      const ids = JSON.stringify(found.map(({ id }) => id));
      database
        .statement(
          `INSERT OR REPLACE INTO receipts (change_id, table_name, record_id, operation, data, saved_at, acked_at, outcome, version)
           SELECT change_id, table_name, record_id, operation, data, created_at, acked_at, outcome, acked_version
           FROM sync_queue WHERE id IN (SELECT value FROM json_each(?))`,
        )
        .run([ids]);
      return database.statement('DELETE FROM sync_queue WHERE id IN (SELECT value FROM json_each(?))').run([ids]);
    },
  };
}
