import type { Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { DigestStore } from './digests.ts';
import type { Queue } from './queue.ts';
import type { SearchIndex } from './search-index.ts';

/**
 * Tables of one firm, besides the cached records: history and receipts refer to its sequences, conflicts to its people.
 */
const TABLES = ['sync_queue', 'batches', 'sync_conflicts', 'sync_history', 'receipts', 'drafts'];
const PAGE = 500;

export interface FirmDataOptions {
  database: Database;
  schema: Schema;
  queue: Queue;
  digests: DigestStore;
  searchIndex: SearchIndex;
  onChanged: (table: string, id: string) => void;
}

/** Deletes all data of a firm, in the caller's transaction. The caller has kept a copy. */
export function createFirmData({ database, schema, queue, digests, searchIndex, onChanged }: FirmDataOptions) {
  return {
    remove(): void {
      // Ends each change by id first, so that the outbox journal does not restore it.
      for (let page = queue.pendingPage(PAGE, 0); page.length > 0; page = queue.pendingPage(PAGE, 0)) {
        for (const { changeId } of page) queue.setState(changeId, 'discarded');
      }
      for (const { table } of schema.entities) {
        for (const { id } of database.statement<{ id: string }>(`SELECT id FROM cached_${table}`).all()) {
          onChanged(table, id);
        }
        database.statement(`DELETE FROM cached_${table}`).run();
        searchIndex.clear(table);
      }
      for (const table of TABLES) database.statement(`DELETE FROM ${table}`).run();
      queue.recount();
      digests.reset();
    },
  };
}
