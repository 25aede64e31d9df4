import { useCallback } from 'react';
import type { SyncStatus } from '#app/contract/status.ts';
import type { FerryClient } from './ferry-client.ts';
import { useRendererState, useRendererStore } from './store-context.ts';
import { useAlone } from './use-alone.ts';

export interface Sync {
  isSyncing: boolean;
  /** Saved on this computer and not acknowledged by the server. */
  pendingCount: number;
  /** Uploads, then downloads, until both are done; without a server it says that everything is saved. */
  sync: () => Promise<void>;
  queueChange: FerryClient['queueChange'];
  /** Null until main answered. */
  status: SyncStatus | null;
}

/** The sync status and its actions. */
export function useSync(): Sync {
  const { client, notices } = useRendererStore();
  const status = useRendererState((state) => state.status);
  const isAlone = useAlone();
  const sync = useCallback(async () => {
    if (isAlone) return void notices.say('status.alone');
    const answer = await client.syncToServer();
    const error = answer.ok ? answer.value.error : answer.error;
    if (error !== null) notices.fail(error);
  }, [client, notices, isAlone]);
  return {
    isSyncing: status?.isSyncing ?? false,
    pendingCount: status?.regions.counts.pending ?? 0,
    sync,
    queueChange: client.queueChange,
    status,
  };
}
