import type { Database } from './database.ts';

/** Kept regardless of age, so that a wrong clock cannot remove the proof of recent work. */
const RECEIPTS_KEPT = 50_000;

export interface PruneBefore {
  /** ms since the epoch, by this computer's clock. */
  settled: number;
  receipts: number;
}

/**
 * Bounds the growth of the file beyond the queue; never removes anything that still waits for the server or a person.
 */
export function createPruning(database: Database) {
  const remove = (sql: string, before: number): number => database.statement(sql).run([before]);

  return {
    /**
     * Removes conflicts settled before `settled` whose change has left the queue, discarded changes saved before it,
     * and receipts older than `receipts` beyond the newest 50,000. Returns how many were removed.
     */
    prune({ settled, receipts }: PruneBefore): number {
      const discarded = `SELECT change_id FROM sync_queue WHERE state = 'discarded' AND created_at < ?`;
      return (
        remove(
          `DELETE FROM sync_conflicts WHERE resolution IS NOT NULL AND resolved_at < ?
             AND change_id NOT IN (SELECT change_id FROM sync_queue)`,
          settled,
        ) +
        remove(`DELETE FROM sync_queue WHERE state = 'coalesced' AND coalesced_into IN (${discarded})`, settled) +
        remove(`DELETE FROM sync_queue WHERE change_id IN (${discarded})`, settled) +
        remove(
          `DELETE FROM receipts WHERE acked_at < ?
             AND change_id NOT IN (SELECT change_id FROM receipts ORDER BY acked_at DESC LIMIT ${RECEIPTS_KEPT})`,
          receipts,
        )
      );
    },
  };
}
