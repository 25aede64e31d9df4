import type { SyncStatus } from '#app/contract/status.ts';

/** The status as shown to the window: without error details while records are locked, as they may quote one. */
export function visibleStatus(status: SyncStatus, isOpen: boolean): SyncStatus {
  const { lastError } = status.regions;
  if (isOpen || lastError === null) return status;
  const { code, action } = lastError;
  return { ...status, regions: { ...status.regions, lastError: { code, action } } };
}
