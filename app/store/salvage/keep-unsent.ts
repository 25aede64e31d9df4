import { type OpenOptions, openConnection } from '../open.ts';
import { toStoreFailure } from '../storage-error.ts';

/**
 * Removes everything from a closed database (rebuilt without records) except work that never reached the server: unsent
 * changes, drafts, open conflicts. Deleted data leaves no bytes behind. @throws FerryFailure `store.*`
 */
export function keepUnsentAlone(options: OpenOptions): void {
  const connection = openConnection(options);
  try {
    connection.transaction(() => {
      connection.exec('DELETE FROM receipts; DELETE FROM sync_history; DELETE FROM batches');
      connection.exec("DELETE FROM sync_queue WHERE state = 'discarded' OR (synced = 1 AND state <> 'conflict')");
      const carriers = 'SELECT change_id FROM sync_queue';
      connection.exec(`DELETE FROM sync_queue WHERE state = 'coalesced' AND coalesced_into NOT IN (${carriers})`);
      connection.exec('DELETE FROM sync_conflicts WHERE resolution IS NOT NULL');
    })();
    connection.exec('VACUUM');
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch (thrown) {
    throw toStoreFailure(thrown);
  } finally {
    connection.close();
  }
}
