import type { Batch, BatchLabel } from '#app/contract/records.ts';
import type { Database } from './database.ts';

interface StoredRow {
  batch_id: string;
  table_name: string;
  name: string;
  created_at: number;
  size: number;
  is_undoing: number;
  left: number;
}

export type Batches = ReturnType<typeof createBatches>;

/** What was saved as one in many transactions. Every method runs in the caller's transaction. */
export function createBatches(database: Database) {
  return {
    /** Puts changes into a batch, which begins with its first. */
    add({ batchId, table, name }: BatchLabel, changeIds: readonly string[], now: number): void {
      database
        .statement(
          `INSERT INTO batches (batch_id, table_name, name, created_at, size) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (batch_id) DO UPDATE SET size = size + excluded.size`,
        )
        .run([batchId, table, name, now, changeIds.length]);
      const assign = database.statement('UPDATE sync_queue SET batch_id = ? WHERE change_id = ?');
      for (const changeId of changeIds) assign.run([batchId, changeId]);
    },

    /** Those of which something can still be taken back, newest first. */
    list(): Batch[] {
      return database
        .statement<StoredRow>(
          `SELECT batches.*, (SELECT count(*) FROM sync_queue WHERE sync_queue.batch_id = batches.batch_id) AS left
           FROM batches ORDER BY created_at DESC, batch_id`,
        )
        .all()
        .filter(({ left }) => left > 0)
        .map((row) => ({
          batchId: row.batch_id,
          table: row.table_name,
          name: row.name,
          createdAt: row.created_at,
          size: row.size,
          left: row.left,
          isUndoing: row.is_undoing === 1,
        }));
    },

    setUndoing(batchId: string, isUndoing: boolean): void {
      database.statement('UPDATE batches SET is_undoing = ? WHERE batch_id = ?').run([isUndoing ? 1 : 0, batchId]);
    },

    /** The last changes of a batch, last first. */
    lastOf(batchId: string, limit: number): string[] {
      return database
        .statement<{ change_id: string }>(
          'SELECT change_id FROM sync_queue WHERE batch_id = ? ORDER BY id DESC LIMIT ?',
        )
        .all([batchId, limit])
        .map((row) => row.change_id);
    },

    /** These were taken back, or cannot be. */
    release(changeIds: readonly string[]): void {
      const free = database.statement('UPDATE sync_queue SET batch_id = NULL WHERE change_id = ?');
      for (const changeId of changeIds) free.run([changeId]);
    },

    /** Forgets batches of which nothing is left in the queue. */
    prune(): void {
      database
        .statement(
          'DELETE FROM batches WHERE NOT EXISTS (SELECT 1 FROM sync_queue WHERE sync_queue.batch_id = batches.batch_id)',
        )
        .run();
    },
  };
}
