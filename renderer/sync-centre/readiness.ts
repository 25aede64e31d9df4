import type { SyncStatus } from '#app/contract/status.ts';
import type { MessageKey, MessageValues } from '#app/text/index.ts';

/** Whether every record of the firm was downloaded once; before, an empty list proves nothing. */
export function isFilled({ regions }: SyncStatus): boolean {
  if (regions.auth === 'alone') return true;
  return regions.lastFullPullAt !== null && regions.run.kind !== 'filling';
}

/** Whether the desk is ready to work without a network. */
export function readiness({ regions, display }: SyncStatus): {
  isReady: boolean;
  key: MessageKey;
  values?: MessageValues;
} {
  if (regions.run.kind === 'filling') return { isReady: false, key: 'sync.ready.filling' };
  if (regions.counts.pending > 0) {
    return { isReady: false, key: 'sync.ready.waiting', values: { count: regions.counts.pending } };
  }
  if (regions.counts.parked > 0) return { isReady: true, key: 'sync.ready.attention' };
  if (regions.counts.conflicts > 0) return { isReady: true, key: 'sync.ready.conflicts' };
  return display.kind === 'upToDate'
    ? { isReady: true, key: 'sync.ready.yes' }
    : { isReady: false, key: 'sync.ready.stale' };
}
