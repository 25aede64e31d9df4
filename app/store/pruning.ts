import type { Database } from './database.ts';

/** However old they are: the proof of that much work stays, whatever a clock says. */
const RECEIPTS_KEPT = 50_000;

export interface PruneBefore {
  /** ms since the epoch, by this computer's clock. */
  settled: number;
  receipts: number;
}

/** What bounds the growth of the file beyond the queue; never anything that still waits for the server or for a person. */
export function createPruning(database: Database) {
  const remove = (sql: string, before: number): number => database.statement(sql).run([before]);

  return {
    /**
     * Lets go of conflicts settled before `settled` whose change is no longer in the queue, of changes that were saved before
     * it and discarded, and of receipts from before `receipts` beyond the newest 50,000. Returns how many went.
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
