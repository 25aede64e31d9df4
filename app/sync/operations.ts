import { FerryFailure, type Result, valueOrThrow } from '#app/contract/errors.ts';
import type { SyncReport } from '#app/contract/history.ts';
import type { CachedRecord } from '#app/contract/lists.ts';
import type { ActivityPage, ActivityQuery, ServerRecord } from '#app/contract/protocol.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import type { SyncStatus } from '#app/contract/status.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { Store } from '#app/store/store.ts';
import type { DeskOperations } from './desk-types.ts';
import type { Edits } from './edits/edit.ts';
import type { ImportEdits } from './edits/imports.ts';
import type { Orphans } from './edits/orphans.ts';
import type { Parked } from './edits/parked.ts';
import type { Resolver } from './edits/resolve.ts';

const EXPORT_LIMIT = 1_000_000;

export interface OperationParts {
  store: Pick<
    Store,
    | 'badgeOf'
    | 'cache'
    | 'drafts'
    | 'history'
    | 'lists'
    | 'queue'
    | 'receipts'
    | 'recent'
    | 'record'
    | 'schema'
    | 'state'
    | 'transaction'
  >;
  edits: Edits;
  imports: ImportEdits;
  parked: Parked;
  orphans: Orphans;
  resolver: Resolver;
  restoreState: (table: string, recordId: string, seq: number) => Promise<QueuedChange | null>;
  activity: (query: ActivityQuery) => Promise<Result<ActivityPage>>;
  syncNow: () => Promise<SyncReport>;
  status: () => SyncStatus;
  nowMs: () => number;
  cleanUp: (olderThanDays: number) => Promise<number>;
  pause: (until: number | null | 'resumed') => void;
  markBroughtBackSeen: () => void;
  markSynced: DeskOperations['markChangeSynced'];
}

/** The core's part of `contract/operations.ts`. */
export function createDeskOperations(parts: OperationParts): DeskOperations {
  const { store, edits, imports, parked, orphans, resolver } = parts;

  function recordOrFail(table: string, id: string): CachedRecord {
    const record = store.record(table, id);
    if (record) return record;
    throw new FerryFailure('record.unknown', 'none', { table, id });
  }

  function titleOf({ table, recordId }: { table: string; recordId: string }): string {
    const entity = store.schema.entity(table);
    return entity ? String(store.cache.row(table, recordId)?.data[entity.title] ?? '') : '';
  }

  return {
    queueChange: (table, operation, recordId, data, seen) =>
      edits.queueChange({ table, operation, recordId, data, ...(seen ? { seen } : {}) }),
    queueChanges: (changes) => edits.queueChanges(changes),
    queueImport: (changes, label) => imports.save(changes, label),
    getPendingChanges: ({ limit, after, states }) =>
      store.queue.pendingPage(limit, after ?? 0, states).map(toQueuedChange),
    markChangeSynced: parts.markSynced,
    cacheEntity(table, id, data, version) {
      store.transaction(() => store.cache.moveShadow(serverRecord(store, table, id, data, version)));
      return recordOrFail(table, id);
    },
    getCachedEntity: (table, id) => store.record(table, id),
    cleanupSyncQueue: ({ olderThanDays }) => parts.cleanUp(olderThanDays),
    syncToServer: parts.syncNow,

    listRecords(table, query, window) {
      const { rows, ...page } = store.lists.page(table, query, window);
      return {
        rows: rows.map((row) => ({ ...row, table, deleted: false, badge: store.badgeOf(table, row.id) })),
        ...page,
      };
    },
    countRecords: () => store.lists.counts(),
    searchRecords: (words, limit) => store.lists.search(words, limit),
    findPlaces: (table, words) => store.lists.places(table, words),
    listDeadlines: (query) => store.lists.deadlines(query),
    summariseRecords: (table, query, field) => store.lists.summarise(table, query, field),
    recentChanges: (since, limit) => store.recent.since(since, store.state.get('personId'), limit),
    getDrafts: (table, recordId) => store.drafts.of(table, recordId),
    putDraft: (table, recordId, field, value) => store.drafts.put(table, recordId, field, value, parts.nowMs()),
    listReceipts: (filter) => store.receipts.list(filter).map((receipt) => ({ ...receipt, title: titleOf(receipt) })),
    deleteWithDependants: (table, recordIds) => edits.deleteWithDependants(table, recordIds),
    countDependants: (table, recordIds) => edits.countDependants(table, recordIds),
    undoChanges: (changeIds) => edits.undoChanges(changeIds),
    listImports: () => imports.list(),
    undoImport: (importId) => imports.undo(importId),

    getStatus: parts.status,
    pauseSync: (until) => parts.pause(until),
    resumeSync: () => parts.pause('resumed'),
    markBroughtBackSeen: parts.markBroughtBackSeen,
    retryChange: (changeId) => parked.retry(changeId),
    editParkedChange: (changeId, data) => parked.editAndRetry(changeId, data),
    discardChange: (changeId) => parked.discard(changeId),
    restoreDiscardedChange: (changeId) => parked.restoreDiscarded(changeId),
    getOrphan: (changeId) => orphans.describe(changeId),
    settleOrphan: (changeId, decision) => orphans.settle(changeId, decision),
    undoOrphan: (settled) => orphans.undo(settled),
    exportChanges: () => exportOf(store.queue.pendingPage(EXPORT_LIMIT, 0)),

    listConflicts: (filter) => resolver.list(filter),
    resolveConflict: (conflictId, resolution) => resolver.resolve(conflictId, resolution),
    resolveConflictsAlike: (conflictId, choice) => resolver.resolveAlike(conflictId, choice),
    undoResolution: (conflictId) => resolver.undo(conflictId),

    getHistory: ({ limit, after }) => store.history.page(limit, after),
    async getActivity(table, recordId, before) {
      return valueOrThrow(await parts.activity({ table, recordId, ...(before === undefined ? {} : { before }) }));
    },
    restoreState: parts.restoreState,
  };
}

function serverRecord(
  store: Pick<Store, 'schema' | 'cache'>,
  table: string,
  recordId: string,
  data: ServerRecord['data'],
  version: number,
): ServerRecord {
  const shadow = store.cache.row(table, recordId)?.shadow;
  return {
    table,
    recordId,
    version,
    deleted: false,
    data,
    stamps: shadow?.stamps ?? {},
    by: shadow?.by ?? '',
    at: shadow?.at ?? 0,
  };
}

/** Omits fields that only the engine needs. */
function toQueuedChange(row: QueueRow): QueuedChange {
  const { blockedBy: _b, origin: _o, isCapped: _c, outcome: _u, ackedVersion: _v, ackedAt: _a, ...change } = row;
  return change;
}

function exportOf(rows: readonly QueueRow[]): string {
  return JSON.stringify({ format: 'ferry-changes', version: 1, changes: rows.map(toQueuedChange) }, null, 2);
}
