// Names only and no imports: the sandboxed preload loads this file as it is.

/** Every operation the renderer may call; the same names are methods of `window.ferry` and of the core. */
export const OPERATION_NAMES = [
  // The seven
  'queueChange',
  'getPendingChanges',
  'markChangeSynced',
  'cacheEntity',
  'getCachedEntity',
  'cleanupSyncQueue',
  'syncToServer',
  // What the screens need
  'queueChanges',
  'queueBatch',
  'listRecords',
  'countRecords',
  'searchRecords',
  'summariseRecords',
  'recentChanges',
  'getDrafts',
  'putDraft',
  'listReceipts',
  'deleteWithDependants',
  'undoChanges',
  'listBatches',
  'undoBatch',
  'getStatus',
  'pauseSync',
  'resumeSync',
  'retryChange',
  'editParkedChange',
  'discardChange',
  'restoreDiscardedChange',
  'getOrphan',
  'settleOrphan',
  'undoOrphan',
  'exportChanges',
  'listConflicts',
  'resolveConflict',
  'resolveConflictsAlike',
  'undoResolution',
  'getHistory',
  'getActivity',
  'restoreState',
  // The app around them
  'getSession',
  'checkServer',
  'signIn',
  'signOut',
  'getSettings',
  'updateSettings',
  'getUpdateState',
  'checkForUpdate',
  'installUpdate',
  'getAppInfo',
  'saveFile',
  'listBackups',
  'createBackup',
  'restoreBackup',
] as const;

export type OperationName = (typeof OPERATION_NAMES)[number];

/** What main tells the renderer without being asked. */
export const EVENT_NAMES = ['status', 'records', 'session', 'settings', 'update', 'navigate'] as const;

export type EventName = (typeof EVENT_NAMES)[number];

/** The IPC channel of an operation. */
export function operationChannel(name: OperationName): string {
  return `ferry:call:${name}`;
}

/** The IPC channel of an event. */
export function eventChannel(name: EventName): string {
  return `ferry:event:${name}`;
}
