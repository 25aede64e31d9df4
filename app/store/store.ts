import type { RecordsChanged } from '#app/contract/events.ts';
import type { Badge, CachedRecord } from '#app/contract/lists.ts';
import type { Log } from '#app/contract/ports.ts';
import { createFold } from '#app/rules/fold.ts';
import type { Schema } from '#app/schema/index.ts';
import { createCache } from './cache.ts';
import { createConflicts } from './conflicts.ts';
import { type Connection, createDatabase } from './database.ts';
import { createDigestStore } from './digests.ts';
import { createDrafts } from './drafts.ts';
import { createFirmData } from './firm-data.ts';
import { createHistory } from './history.ts';
import { createImports } from './imports.ts';
import { createLists } from './lists.ts';
import { createInsertNew } from './new-records.ts';
import { createTouchedChanges } from './outbox-journal/touched.ts';
import { createOvertaken } from './overtaken-changes.ts';
import { createPruning } from './pruning.ts';
import { createQueue } from './queue.ts';
import { createReceipts } from './receipts.ts';
import { createRecentChanges } from './recent-changes.ts';
import { createSearchIndex } from './search-index.ts';
import { createSortKeys } from './sort-keys.ts';
import { createStateStore } from './state.ts';

/** Above this number of records per table and transaction, listeners get `ids: null` ("read again") instead of ids. */
const MAX_IDS_EMITTED = 200;

export interface StoreOptions {
  connection: Connection;
  schema: Schema;
  monotonicMs: () => number;
  log: Log;
}

export type Store = ReturnType<typeof createStore>;

/** The desk's database: queue, cache, conflicts, history, lists and state over one connection. */
export function createStore({ connection, schema, monotonicMs, log }: StoreOptions) {
  const database = createDatabase({ connection, monotonicMs, log });
  const listeners = new Set<(changes: RecordsChanged[]) => void>();
  const changed = new Map<string, Set<string>>();
  /** Tables in which every row may have changed. */
  const wholeTables = new Set<string>();

  const state = createStateStore(database);
  const touched = createTouchedChanges();
  const queue = createQueue(database, touched);
  const conflicts = createConflicts(database);
  const digests = createDigestStore(database, schema);
  const lists = createLists(database, schema, () => searchIndex.writeWaiting());
  const searchIndex = createSearchIndex({ database, schema, state, onIndexed });
  const fold = createFold(schema, () => state.get('deviceId'));
  const overtaken = createOvertaken({ queue, conflicts, state });
  const cache = createCache({
    database,
    schema,
    queue,
    state,
    digests,
    searchIndex,
    overtaken,
    fold,
    onChanged: noteChanged,
  });

  database.afterCommit(emitChanged);
  database.afterRollback(() => {
    changed.clear();
    wholeTables.clear();
  });
  // Discards the notes if no journal takes them.
  database.afterCommit(() => touched.take());
  database.afterRollback(() => touched.take());

  function noteChanged(table: string, id: string): void {
    const ids = changed.get(table) ?? new Set();
    changed.set(table, ids.add(id));
  }

  function onIndexed(table: string, isAll: boolean): void {
    lists.forgetTotals();
    if (!isAll) return;
    wholeTables.add(table);
    changed.set(table, changed.get(table) ?? new Set());
  }

  function emitChanged(): void {
    if (changed.size === 0) return;
    lists.forgetTotals();
    const isWhole = (table: string, ids: ReadonlySet<string>) => wholeTables.has(table) || ids.size > MAX_IDS_EMITTED;
    const changes = [...changed].map(([table, ids]) => ({ table, ids: isWhole(table, ids) ? null : [...ids] }));
    changed.clear();
    wholeTables.clear();
    for (const listener of listeners) listener(changes);
  }

  function badgeOf(table: string, id: string): Badge {
    if (queue.hasParked(table, id)) return 'parked';
    if (conflicts.hasOpen(table, id)) return 'conflict';
    return state.get('alone') === null && queue.hasUnacknowledged(table, id) ? 'pending' : 'synced';
  }

  return {
    schema,
    state,
    queue,
    pruning: createPruning(database),
    cache: {
      ...cache,
      insertNew: createInsertNew({ database, schema, queue, state, digests, searchIndex, onChanged: noteChanged }),
    },
    conflicts,
    digests,
    history: createHistory(database),
    lists,
    searchIndex,
    imports: createImports(database),
    drafts: createDrafts(database),
    firmData: createFirmData({ database, schema, queue, digests, searchIndex, onChanged: noteChanged }),
    receipts: createReceipts(database),
    recent: createRecentChanges(database, schema),
    sortKeys: createSortKeys({ database, schema, state, onChanged: noteChanged }),
    transaction: database.transaction,
    database,
    touched,
    connection,
    badgeOf,
    noteChanged,

    /** Durably rewrites an existing value. @throws as any save would */
    probe: (): void => database.transaction(() => state.set({ deviceId: state.get('deviceId') })),

    /** The visible row with its badge; deleted rows included. */
    record(table: string, id: string): CachedRecord | null {
      const row = cache.row(table, id);
      return row
        ? { table, id, data: row.data, version: row.version, deleted: row.deleted, badge: badgeOf(table, id) }
        : null;
    },

    /** Called after each commit with the records that may have changed. Returns the unsubscribe function. */
    onRecords(listener: (changes: RecordsChanged[]) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    close(): void {
      listeners.clear();
      database.close();
    },
  };
}
