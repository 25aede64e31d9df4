import type { RecordsChanged } from '#app/contract/events.ts';
import type { Fold } from '#app/contract/fold.ts';
import type { Log } from '#app/contract/ports.ts';
import type { Badge, CachedRecord } from '#app/contract/records.ts';
import type { Schema } from '#app/schema/index.ts';
import { createBatches } from './batches.ts';
import { createCache } from './cache.ts';
import { createConflicts } from './conflicts.ts';
import { type Connection, createDatabase } from './database.ts';
import { createDigestStore, type DigestArithmetic } from './digests.ts';
import { createDrafts } from './drafts.ts';
import { createHistory } from './history.ts';
import { createLists } from './lists.ts';
import { createPruning } from './pruning.ts';
import { createQueue } from './queue.ts';
import { createReceipts } from './receipts.ts';
import { createRecent } from './recent.ts';
import { createSortKeys } from './sort-keys.ts';
import { createStateStore } from './state.ts';

/** Above this many records of a table in one transaction, listeners are told "read again" instead of the ids. */
const MAX_IDS_TOLD = 200;

export interface StoreOptions {
  connection: Connection;
  schema: Schema;
  fold: Fold;
  digestArithmetic: DigestArithmetic;
  monotonicMs: () => number;
  log: Log;
}

export type Store = ReturnType<typeof createStore>;

/** The desk's database, assembled: queue, cache, conflicts, history, lists and state over one connection. */
export function createStore({ connection, schema, fold, digestArithmetic, monotonicMs, log }: StoreOptions) {
  const database = createDatabase({ connection, monotonicMs, log });
  const listeners = new Set<(changes: RecordsChanged[]) => void>();
  const changed = new Map<string, Set<string>>();

  const state = createStateStore(database);
  const queue = createQueue(database);
  const conflicts = createConflicts(database);
  const digests = createDigestStore(database, schema, digestArithmetic);
  const lists = createLists(database, schema);
  const cache = createCache({ database, schema, queue, state, digests, fold, onChanged: noteChanged });

  database.afterCommit(tellChanged);
  database.afterRollback(() => changed.clear());

  function noteChanged(table: string, id: string): void {
    const ids = changed.get(table) ?? new Set();
    changed.set(table, ids.add(id));
  }

  function tellChanged(): void {
    if (changed.size === 0) return;
    lists.forgetTotals();
    const told = [...changed].map(([table, ids]) => ({ table, ids: ids.size > MAX_IDS_TOLD ? null : [...ids] }));
    changed.clear();
    for (const listener of listeners) listener(told);
  }

  function badgeOf(table: string, id: string): Badge {
    if (queue.hasParked(table, id)) return 'parked';
    if (conflicts.hasOpen(table, id)) return 'conflict';
    return queue.hasUnacknowledged(table, id) ? 'pending' : 'synced';
  }

  return {
    schema,
    state,
    queue,
    pruning: createPruning(database),
    cache,
    conflicts,
    digests,
    history: createHistory(database),
    lists,
    batches: createBatches(database),
    drafts: createDrafts(database),
    receipts: createReceipts(database),
    recent: createRecent(database, schema),
    sortKeys: createSortKeys({ database, schema, state, onChanged: noteChanged }),
    transaction: database.transaction,
    connection,
    badgeOf,
    noteChanged,

    /** The visible row with its badge; deleted ones included. */
    record(table: string, id: string): CachedRecord | null {
      const row = cache.row(table, id);
      return row
        ? { table, id, data: row.data, version: row.version, deleted: row.deleted, badge: badgeOf(table, id) }
        : null;
    },

    /** Told after each commit which records may look different. Returns the function that removes the listener. */
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
