import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { StatusRegions, SyncStatus } from '#app/contract/status.ts';
import { displayStatus, isSyncing } from './status.ts';
import { storeRegionOf } from './store-region.ts';

/** Changes within this time are emitted as one. */
const MIN_EMIT_DELAY_MS = 20;
/** Counting many waiting changes is slow; limits it to this fraction of the time. */
const COST_SHARE = 10;
const MAX_EMIT_DELAY_MS = 250;

/** What is read from the database each time. */
type Stored = Pick<StatusRegions, 'counts' | 'lastFullPullAt' | 'broughtBack'>;

const NOTHING_READ: Stored = {
  counts: { pending: 0, parked: 0, conflicts: 0 },
  lastFullPullAt: null,
  broughtBack: null,
};

export interface StatusStoreOptions {
  clock: Clock;
  /** May throw if the database is unreadable; the status then says so. */
  stored: () => Stored;
  intervalMs: () => number;
}

type Settable = Omit<StatusRegions, keyof Stored>;

export type StatusStore = ReturnType<typeof createStatusStore>;

/** Holds the status regions, and calls listeners when the derived status has changed. */
export function createStatusStore({ clock, stored, intervalMs }: StatusStoreOptions) {
  const listeners = new Set<(status: SyncStatus) => void>();
  let current: Settable = { reach: 'unknown', auth: 'signedOut', run: { kind: 'idle' }, store: 'ok', lastError: null };
  let journalError: FerryError | null = null;
  let lastRead = NOTHING_READ;
  let emitted = '';
  let cancelEmit: (() => void) | null = null;
  let isDisposed = false;
  let costMs = 0;

  function status(): SyncStatus {
    const regions: StatusRegions = { ...withJournal(current), ...read() };
    return { display: displayStatus(regions, clock.nowMs(), intervalMs()), regions, isSyncing: isSyncing(regions) };
  }

  /** If the journal fails, a working database may be the only copy of the work. */
  function withJournal(settable: Settable): Settable {
    if (settable.store !== 'ok' || journalError === null) return settable;
    return { ...settable, store: 'journalFailed', lastError: settable.lastError ?? journalError };
  }

  /** With a damaged outbox nothing can be counted; the status still shows the damage. */
  function read(): Stored & Partial<Settable> {
    try {
      lastRead = stored();
      return lastRead;
    } catch (thrown) {
      const lastError = toFerryError(thrown);
      return { ...lastRead, store: storeRegionOf(lastError) ?? 'deviceFailed', lastError };
    }
  }

  function emit(): void {
    cancelEmit = null;
    const startedAt = clock.monotonicMs();
    const next = status();
    const text = JSON.stringify(next);
    if (text !== emitted) for (const listener of listeners) listener(next);
    emitted = text;
    costMs = clock.monotonicMs() - startedAt;
  }

  const delayMs = () => Math.min(MAX_EMIT_DELAY_MS, Math.max(MIN_EMIT_DELAY_MS, COST_SHARE * costMs));

  return {
    status,
    get: (): Settable => current,

    set(values: Partial<Settable>): void {
      current = { ...current, ...values };
      this.changed();
    },

    /** Why the outbox journal cannot be written; null if it can. */
    setJournalError(error: FerryError | null): void {
      journalError = error;
      this.changed();
    },

    /** An input of the status may have changed; listeners are called once for many such changes. */
    changed(): void {
      if (!isDisposed) cancelEmit ??= clock.setTimer(delayMs(), emit);
    },

    onStatus(listener: (status: SyncStatus) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    dispose(): void {
      isDisposed = true;
      cancelEmit?.();
      listeners.clear();
    },
  };
}
