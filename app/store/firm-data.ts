import type { Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { DigestStore } from './digests.ts';
import type { Queue } from './queue.ts';
import type { SearchIndex } from './search-index.ts';

/** What is of one firm, beside the cached records: history and receipts name its sequences, conflicts its people. */
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

/** Takes everything of a firm out of the database, in the caller's transaction. The caller has kept a copy. */
export function createFirmData({ database, schema, queue, digests, searchIndex, onChanged }: FirmDataOptions) {
  return {
    remove(): void {
      // Each change ends by its own name first, so that what else keeps the outbox does not bring it back.
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
