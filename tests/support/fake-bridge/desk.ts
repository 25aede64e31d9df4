import { type FerryError, failed, ok, type Result } from '#app/contract/errors.ts';
import type { CachedRecord } from '#app/contract/lists.ts';
import type { Seen } from '#app/contract/operations.ts';
import type { QueuedChange, StoredConflict } from '#app/contract/queue.ts';
import type { Counts, DisplayStatus, StatusRegions, SyncStatus } from '#app/contract/status.ts';
import { ferrySchema, type RecordData } from '#app/schema/index.ts';
import { createListeners } from './listeners.ts';
import { type SampleSize, sampleFirm } from './sample.ts';

export interface FakeOptions {
  size: SampleSize;
  today: string;
  isOnline: boolean;
  /** How long one uploaded change takes. */
  uploadMs: number;
}

/** The records, outbox and status of a pretended desk. */
export function createFakeDesk(options: FakeOptions) {
  const tables = new Map<string, Map<string, CachedRecord>>();
  for (const [table, rows] of Object.entries(sampleFirm(options.size, options.today))) {
    const records = rows.map(({ id, data }, index): [string, CachedRecord] => [
      id,
      { table, id, data, version: index + 1, deleted: false, badge: 'synced' },
    ]);
    tables.set(table, new Map(records));
  }
  const statusListeners = createListeners<SyncStatus>();
  const recordListeners = createListeners<{ table: string; ids: string[] | null }[]>();
  const outbox: QueuedChange[] = [];
  const done = new Map<string, QueuedChange>();
  const conflicts: StoredConflict[] = [];
  let isOnline = options.isOnline;
  let storeRegion: StatusRegions['store'] = 'ok';
  let pausedUntil: number | null | undefined;
  let position = 0;
  let lastPullAt = Date.now();
  let running: { done: number; total: number } | null = null;

  const counts = (): Counts => ({
    pending: outbox.filter(({ state }) => state === 'pending' || state === 'sent').length,
    parked: outbox.filter(({ state }) => state === 'parked').length,
    conflicts: conflicts.filter(({ resolution }) => resolution === null).length,
  });

  const display = (): DisplayStatus => {
    const { pending, parked, conflicts: open } = counts();
    if (parked + open > 0) return { kind: 'needsAttention', parked, conflicts: open, pending };
    if (pausedUntil !== undefined) return { kind: 'paused', until: pausedUntil, pending };
    if (!isOnline) return { kind: 'offline', pending };
    if (running !== null) return { kind: 'uploading', ...running, pending };
    return pending > 0 ? { kind: 'pending', pending } : { kind: 'upToDate', at: lastPullAt };
  };

  const status = (): SyncStatus => ({
    display: display(),
    regions: {
      reach: isOnline ? 'online' : 'offline',
      auth: 'ok',
      run:
        pausedUntil !== undefined
          ? { kind: 'paused', until: pausedUntil }
          : running === null
            ? { kind: 'idle' }
            : { kind: 'pushing', ...running },
      store: storeRegion,
      counts: counts(),
      lastFullPullAt: lastPullAt,
      broughtBack: null,
      lastError: null,
    },
    isSyncing: running !== null,
  });

  const emitStatus = () => statusListeners.emit(status());
  const record = (table: string, id: string) => tables.get(table)?.get(id);
  const refuse = (code: FerryError['code']) => failed({ code, action: 'fix' });

  function write(
    table: string,
    operation: QueuedChange['operation'],
    recordId: string,
    data: RecordData,
    seen?: Seen,
  ): Result<QueuedChange> {
    const entity = ferrySchema.entity(table);
    const before = record(table, recordId);
    if (entity === undefined) return refuse('table.unknown');
    if (operation === 'insert' && before !== undefined && !before.deleted) return refuse('record.exists');
    if (operation !== 'insert' && before === undefined) return refuse('record.unknown');
    const checked = (operation === 'insert' ? entity.record : entity.changes).safeParse(data);
    if (!checked.success) return refuse('validation.failed');
    const base = Object.fromEntries(Object.keys(data).map((field) => [field, before?.data[field] ?? null]));
    position += 1;
    const change: QueuedChange = {
      id: position,
      changeId: crypto.randomUUID(),
      txnId: null,
      table,
      operation,
      recordId,
      data,
      base: seen?.base ?? (operation === 'update' ? base : operation === 'delete' ? (before?.data ?? {}) : {}),
      baseVersion: before?.version ?? 0,
      schemaVersion: 1,
      createdAt: Date.now(),
      state: 'pending',
      synced: false,
      attempts: 0,
      nextAttemptAt: null,
      lastError: null,
    };
    outbox.push(change);
    tables.get(table)?.set(recordId, {
      table,
      id: recordId,
      data: { ...before?.data, ...data },
      version: before?.version ?? 0,
      deleted: operation === 'delete',
      badge: 'pending',
    });
    recordListeners.emit([{ table, ids: [recordId] }]);
    emitStatus();
    return ok(change);
  }

  function settle(change: QueuedChange) {
    const row = record(change.table, change.recordId);
    outbox.splice(outbox.indexOf(change), 1);
    done.set(change.changeId, { ...change, state: 'done', synced: true });
    if (row === undefined) return;
    const isWaiting = outbox.some(({ recordId }) => recordId === change.recordId);
    tables
      .get(change.table)
      ?.set(row.id, { ...row, version: row.version + 1, badge: isWaiting ? 'pending' : 'synced' });
    recordListeners.emit([{ table: change.table, ids: [row.id] }]);
  }

  async function sync() {
    const waiting = outbox.filter(({ state }) => state === 'pending');
    const startedAt = Date.now();
    if (isOnline && running === null) {
      for (const [index, change] of waiting.entries()) {
        running = { done: index, total: waiting.length };
        emitStatus();
        await new Promise((resolve) => setTimeout(resolve, options.uploadMs));
        settle(change);
      }
      running = null;
      lastPullAt = Date.now();
      emitStatus();
    }
    const syncedCount = isOnline ? waiting.length : 0;
    return {
      startedAt,
      durationMs: Date.now() - startedAt,
      syncedCount,
      pulledCount: 0,
      merged: 0,
      conflicts: 0,
      parked: 0,
      error: null,
    };
  }

  return {
    tables,
    outbox,
    done,
    conflicts,
    statusListeners,
    recordListeners,
    status,
    emitStatus,
    record,
    write,
    sync,
    setStore(next: StatusRegions['store']) {
      storeRegion = next;
      emitStatus();
    },
    setOnline(next: boolean) {
      isOnline = next;
      emitStatus();
    },
    pause(until: number | null | undefined) {
      pausedUntil = until;
      emitStatus();
    },
    /** As if a colleague's edit arrived. */
    remoteEdit(table: string, id: string, data: RecordData) {
      const row = record(table, id);
      if (row === undefined) return;
      tables.get(table)?.set(id, { ...row, data: { ...row.data, ...data }, version: row.version + 1 });
      recordListeners.emit([{ table, ids: [id] }]);
    },
  };
}

export type FakeDesk = ReturnType<typeof createFakeDesk>;
