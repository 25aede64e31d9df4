import type { Clock } from '#app/contract/ports.ts';
import type { StatusRegions, SyncStatus } from '#app/contract/status.ts';
import { displayStatus, isSyncing } from './status.ts';

/** Many changes in a moment are told as one. */
const TELL_AFTER_MS = 20;

export interface RegionsOptions {
  clock: Clock;
  counts: () => StatusRegions['counts'];
  lastFullPullAt: () => number | null;
  intervalMs: () => number;
}

type Settable = Omit<StatusRegions, 'counts' | 'lastFullPullAt'>;

export type Regions = ReturnType<typeof createRegions>;

/** Holds what the engine knows of the world, and tells listeners when what it amounts to has changed. */
export function createRegions({ clock, counts, lastFullPullAt, intervalMs }: RegionsOptions) {
  const listeners = new Set<(status: SyncStatus) => void>();
  let current: Settable = { reach: 'unknown', auth: 'signedOut', run: { kind: 'idle' }, store: 'ok', lastError: null };
  let told = '';
  let cancelTelling: (() => void) | null = null;
  let isDisposed = false;

  function status(): SyncStatus {
    const regions: StatusRegions = { ...current, counts: counts(), lastFullPullAt: lastFullPullAt() };
    return { display: displayStatus(regions, clock.nowMs(), intervalMs()), regions, isSyncing: isSyncing(regions) };
  }

  function tell(): void {
    cancelTelling = null;
    const next = status();
    const text = JSON.stringify(next);
    if (text === told) return;
    told = text;
    for (const listener of listeners) listener(next);
  }

  return {
    status,
    get: (): Settable => current,

    set(values: Partial<Settable>): void {
      current = { ...current, ...values };
      this.changed();
    },

    /** Something the status is derived from may have changed; listeners are told once for many such changes. */
    changed(): void {
      if (!isDisposed) cancelTelling ??= clock.setTimer(TELL_AFTER_MS, tell);
    },

    onStatus(listener: (status: SyncStatus) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    dispose(): void {
      isDisposed = true;
      cancelTelling?.();
      listeners.clear();
    },
  };
}
