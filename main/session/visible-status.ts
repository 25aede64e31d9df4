import type { SyncStatus } from '#app/contract/status.ts';

/** The status as the window may know it: where records are locked, without the details of an error, which may quote one. */
export function visibleStatus(status: SyncStatus, isOpen: boolean): SyncStatus {
  const { lastError } = status.regions;
  if (isOpen || lastError === null) return status;
  const { code, action } = lastError;
  return { ...status, regions: { ...status.regions, lastError: { code, action } } };
}
