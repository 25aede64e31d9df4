import type { SyncStatus } from '#app/contract/status.ts';
import type { MessageKey, MessageValues } from '#app/text/index.ts';

/** What to know before the network is left behind. */
export function readiness({ regions, display }: SyncStatus): {
  isReady: boolean;
  key: MessageKey;
  values?: MessageValues;
} {
  if (regions.run.kind === 'filling') return { isReady: false, key: 'sync.ready.filling' };
  if (regions.counts.pending > 0) {
    return { isReady: false, key: 'sync.ready.waiting', values: { count: regions.counts.pending } };
  }
  if (regions.counts.parked + regions.counts.conflicts > 0) return { isReady: true, key: 'sync.ready.attention' };
  return display.kind === 'upToDate'
    ? { isReady: true, key: 'sync.ready.yes' }
    : { isReady: false, key: 'sync.ready.stale' };
}
