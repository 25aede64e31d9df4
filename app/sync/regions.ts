import type { Clock } from '#app/contract/ports.ts';
import type { StatusRegions, SyncStatus } from '#app/contract/status.ts';
import { displayStatus, isSyncing } from './status.ts';

/** Many changes in a moment are told as one. */
const TELL_AFTER_MS = 20;
/** Counting what waits, and showing it, takes its time where that is much: no more than a part in so many goes into it. */
const COST_SHARE = 10;
const MOST_DELAY_MS = 250;

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
  let costMs = 0;

  function status(): SyncStatus {
    const regions: StatusRegions = { ...current, counts: counts(), lastFullPullAt: lastFullPullAt() };
    return { display: displayStatus(regions, clock.nowMs(), intervalMs()), regions, isSyncing: isSyncing(regions) };
  }

  function tell(): void {
    cancelTelling = null;
    const startedAt = clock.monotonicMs();
    const next = status();
    const text = JSON.stringify(next);
    if (text !== told) for (const listener of listeners) listener(next);
    told = text;
    costMs = clock.monotonicMs() - startedAt;
  }

  const delayMs = () => Math.min(MOST_DELAY_MS, Math.max(TELL_AFTER_MS, COST_SHARE * costMs));

  return {
    status,
    get: (): Settable => current,

    set(values: Partial<Settable>): void {
      current = { ...current, ...values };
      this.changed();
    },

    /** Something the status is derived from may have changed; listeners are told once for many such changes. */
    changed(): void {
      if (!isDisposed) cancelTelling ??= clock.setTimer(delayMs(), tell);
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
