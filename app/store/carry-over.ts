import { FerryFailure } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import type { Connection } from './database.ts';

/** What belongs to the person and the device rather than to the copy of the firm's records. */
const TABLES = ['sync_queue', 'batches', 'sync_conflicts', 'sync_history', 'drafts', 'receipts'];
const STATE_KEYS = ['deviceId', 'ticket', 'round', 'ackedThrough', 'owner', 'personId'];

/**
 * After a backup took the place of the data: brings the outbox, the conflicts and the device's identity over from the
 * replaced file, which is of the same line but later. So nothing that was saved is lost, and nothing is sent twice.
 * Returns false where the replaced file cannot be read; the backup's own outbox then stays.
 */
export function carryOver(connection: Connection, replacedFile: string, log: Log): boolean {
  try {
    connection.prepare('ATTACH DATABASE ? AS replaced').run(replacedFile);
  } catch (thrown) {
    log.warn('backup.replacedUnreadable', { reason: String(thrown) });
    return false;
  }
  try {
    connection.transaction(() => {
      requireSameSchema(connection);
      for (const table of TABLES) {
        connection.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM replaced.${table}`);
      }
      const keys = STATE_KEYS.map(() => '?').join(', ');
      connection
        .prepare(`INSERT OR REPLACE INTO main.sync_state SELECT * FROM replaced.sync_state WHERE key IN (${keys})`)
        .run(STATE_KEYS);
    })();
    return true;
  } catch (thrown) {
    log.warn('backup.replacedUnreadable', { reason: String(thrown) });
    return false;
  } finally {
    connection.exec('DETACH DATABASE replaced');
  }
}

function requireSameSchema(connection: Connection): void {
  const versionOf = (name: string): unknown => connection.pragma(`${name}.user_version`, { simple: true });
  if (versionOf('main') === versionOf('replaced')) return;
  throw new FerryFailure('store.failed', 'The replaced data is of another version.', 'none');
}
