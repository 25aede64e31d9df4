import type { ImportLabel, SavedImport } from '#app/contract/imports.ts';
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

export type Imports = ReturnType<typeof createImports>;

/** Imports, each saved in many transactions and undone as one. Every method runs in the caller's transaction. */
export function createImports(database: Database) {
  return {
    /** Adds to the number of the import's changes; creates the import with its first ones. */
    add({ importId, table, name }: ImportLabel, count: number, now: number): void {
      database
        .statement(
          `INSERT INTO batches (batch_id, table_name, name, created_at, size) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (batch_id) DO UPDATE SET size = size + excluded.size`,
        )
        .run([importId, table, name, now, count]);
    },

    /** Imports that can still be undone, newest first. */
    list(): SavedImport[] {
      return database
        .statement<StoredRow>(
          `SELECT batches.*, (SELECT count(*) FROM sync_queue WHERE sync_queue.batch_id = batches.batch_id) AS left
           FROM batches ORDER BY created_at DESC, batch_id`,
        )
        .all()
        .filter(({ left }) => left > 0)
        .map((row) => ({
          importId: row.batch_id,
          table: row.table_name,
          name: row.name,
          createdAt: row.created_at,
          size: row.size,
          left: row.left,
          isUndoing: row.is_undoing === 1,
        }));
    },

    setUndoing(importId: string, isUndoing: boolean): void {
      database.statement('UPDATE batches SET is_undoing = ? WHERE batch_id = ?').run([isUndoing ? 1 : 0, importId]);
    },

    /** The last changes of an import, in reverse order. */
    lastOf(importId: string, limit: number): string[] {
      return database
        .statement<{ change_id: string }>(
          'SELECT change_id FROM sync_queue WHERE batch_id = +? ORDER BY id DESC LIMIT ?',
        )
        .all([importId, limit])
        .map((row) => row.change_id);
    },

    /** Removes changes from their import: they were undone, or cannot be. */
    release(changeIds: readonly string[]): void {
      const free = database.statement('UPDATE sync_queue SET batch_id = NULL WHERE change_id = ?');
      for (const changeId of changeIds) free.run([changeId]);
    },

    /** Deletes imports without changes in the queue. */
    prune(): void {
      database
        .statement(
          'DELETE FROM batches WHERE NOT EXISTS (SELECT 1 FROM sync_queue WHERE sync_queue.batch_id = batches.batch_id)',
        )
        .run();
    },
  };
}
