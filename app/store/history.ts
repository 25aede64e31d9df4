import type { FerryError } from '#app/contract/errors.ts';
import type { HistoryEntry } from '#app/contract/history.ts';
import type { Database } from './database.ts';

interface StoredRow {
  id: number;
  started_at: number;
  duration_ms: number;
  reason: string;
  pushed: number;
  pulled: number;
  merged: number;
  conflicts: number;
  parked: number;
  error: string | null;
  details: string | null;
}

const ENTRIES_KEPT = 1000;

export type History = ReturnType<typeof createHistory>;

/** `sync_history`: one row per run; the last thousand are kept. */
export function createHistory(database: Database) {
  return {
    add(entry: Omit<HistoryEntry, 'id'>): void {
      database
        .statement(
          `INSERT INTO sync_history (started_at, duration_ms, reason, pushed, pulled, merged, conflicts, parked, error, details)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run([
          entry.startedAt,
          entry.durationMs,
          entry.reason,
          entry.syncedCount,
          entry.pulledCount,
          entry.merged,
          entry.conflicts,
          entry.parked,
          entry.error && JSON.stringify(entry.error),
          entry.details && JSON.stringify(entry.details),
        ]);
      database
        .statement('DELETE FROM sync_history WHERE id <= (SELECT max(id) FROM sync_history) - ?')
        .run([ENTRIES_KEPT]);
    },

    /** Newest first, starting before the entry `before`. */
    page(limit: number, before: number | undefined): HistoryEntry[] {
      return database
        .statement<StoredRow>('SELECT * FROM sync_history WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT ?')
        .all([before ?? null, before ?? null, limit])
        .map((row) => ({
          id: row.id,
          startedAt: row.started_at,
          durationMs: row.duration_ms,
          reason: row.reason,
          syncedCount: row.pushed,
          pulledCount: row.pulled,
          merged: row.merged,
          conflicts: row.conflicts,
          parked: row.parked,
          error: row.error === null ? null : (JSON.parse(row.error) as FerryError),
          details: row.details === null ? null : (JSON.parse(row.details) as Record<string, unknown>),
        }));
    },
  };
}
