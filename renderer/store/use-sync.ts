import { useCallback } from 'react';
import type { SyncStatus } from '#app/contract/status.ts';
import type { FerryClient } from './ferry-client.ts';
import { useRendererState, useRendererStore } from './store-context.ts';

export interface Sync {
  isSyncing: boolean;
  /** Saved on this computer and not acknowledged by the server. */
  pendingCount: number;
  /** Uploads, then downloads, until both are done. */
  sync: FerryClient['syncToServer'];
  queueChange: FerryClient['queueChange'];
  /** Null until main answered. */
  status: SyncStatus | null;
}

/** The sync status and its actions. */
export function useSync(): Sync {
  const { client, notices } = useRendererStore();
  const status = useRendererState((state) => state.status);
  const sync = useCallback(async () => {
    const answer = await client.syncToServer();
    const error = answer.ok ? answer.value.error : answer.error;
    if (error !== null) notices.fail(error);
    return answer;
  }, [client, notices]);
  return {
    isSyncing: status?.isSyncing ?? false,
    pendingCount: status?.regions.counts.pending ?? 0,
    sync,
    queueChange: client.queueChange,
    status,
  };
}
