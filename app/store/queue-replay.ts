import type { Database } from './database.ts';
import type { JournaledChange } from './outbox-journal/record.ts';
import type { QueueTallies } from './queue-tallies.ts';
import type { QueueWriting } from './queue-writing.ts';

/** Puts changes back into the outbox that only the journal still has. Every method runs in the caller's transaction. */
export function createQueueReplay(database: Database, writing: QueueWriting, tallies: QueueTallies) {
  return {
    /**
     * Behind all that is there, under the id it was saved with. Counted as sent before: perhaps it was, so nothing may be
     * joined with it or written into it. The server knows by the id whether it has it already.
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

    /** In the place of the change whose content it carries. */
    bringBackFor(replaced: string, change: JournaledChange): void {
      writing.requeue(replaced, change.changeId, change);
      database.statement('UPDATE sync_queue SET attempts = 1 WHERE change_id = ?').run([change.changeId]);
    },

    /** Its content travels in another change. */
    markCarried(changeId: string, by: string): void {
      database
        .statement(`UPDATE sync_queue SET state = 'coalesced', coalesced_into = ? WHERE change_id = ? AND synced = 0`)
        .run([by, changeId]);
      tallies.forget();
    },
  };
}
