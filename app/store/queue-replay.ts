import type { Database } from './database.ts';
import type { JournaledChange } from './outbox-journal/record.ts';
import type { QueueTallies } from './queue-tallies.ts';
import type { QueueWriting } from './queue-writing.ts';

/** Restores changes to the outbox that only the journal has. Every method runs in the caller's transaction. */
export function createQueueReplay(database: Database, writing: QueueWriting, tallies: QueueTallies) {
  return {
    /**
     * Appends under the original id. Marked as sent, because it may have been: so nothing is coalesced with it. The
     * server recognises the id if it has the change already.
     */
    bringBack(change: JournaledChange): void {
      database
        .statement(
          `INSERT INTO sync_queue (table_name, operation, record_id, data, created_at, change_id, txn_id, base, base_version,
             capped, schema_version, origin, outcome, state, attempts)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 1)`,
        )
        .run([
          change.table,
          change.operation,
          change.recordId,
          JSON.stringify(change.data),
          change.createdAt,
          change.changeId,
          change.txnId,
          JSON.stringify(change.base),
          change.baseVersion,
          change.isCapped ? 1 : 0,
          change.schemaVersion,
          change.origin,
          change.outcome,
        ]);
      tallies.forget();
    },

    /** Replaces the change whose content it carries. */
    bringBackFor(replaced: string, change: JournaledChange): void {
      writing.requeue(replaced, change.changeId, change);
      database.statement('UPDATE sync_queue SET attempts = 1 WHERE change_id = ?').run([change.changeId]);
    },

    /** Marks a change whose content another change carries. */
    markCarried(changeId: string, by: string): void {
      database
        .statement(`UPDATE sync_queue SET state = 'coalesced', coalesced_into = ? WHERE change_id = ? AND synced = 0`)
        .run([by, changeId]);
      tallies.forget();
    },
  };
}
