// Names only and no imports: the sandboxed preload loads this file unbundled.

/** Every operation the renderer may call; also the method names of `window.ferry` and of the core. */
export const OPERATION_NAMES = [
  // The seven basic ones
  'queueChange',
  'getPendingChanges',
  'markChangeSynced',
  'cacheEntity',
  'getCachedEntity',
  'cleanupSyncQueue',
  'syncToServer',
  // What the screens need
  'queueChanges',
  'queueImport',
  'listRecords',
  'countRecords',
  'searchRecords',
  'findPlaces',
  'listDeadlines',
  'summariseRecords',
  'recentChanges',
  'getDrafts',
  'putDraft',
  'listReceipts',
  'deleteWithDependants',
  'countDependants',
  'undoChanges',
  'listImports',
  'undoImport',
  'getStatus',
  'pauseSync',
  'resumeSync',
  'markBroughtBackSeen',
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
  'getLock',
  'checkServer',
  'signIn',
  'startAlone',
  'lookAround',
  'takeInvitation',
  'readInvitation',
  'inspectInvitation',
  'redeemInvitation',
  'setUpFirm',
  'getTeam',
  'listPeopleActs',
  'invitePerson',
  'withdrawInvitation',
  'changeRole',
  'removePerson',
  'revokeDevice',
  'removeDeviceData',
  'getAccount',
  'changeAccount',
  'signOut',
  'saveUnsentWork',
  'signInToProxy',
  'getSettings',
  'listFileProblems',
  'dismissFileProblems',
  'updateSettings',
  'setPreference',
  'listRecent',
  'getQuickShortcut',
  'hideQuickAdd',
  'getUpdateState',
  'checkForUpdate',
  'installUpdate',
  'postponeUpdate',
  'takeLink',
  'getAppInfo',
  'getNotices',
  'saveFile',
  'printPage',
  'savePdf',
  'listBackups',
  'createBackup',
  'restoreBackup',
  'listSalvageReports',
  'markSalvageSeen',
  'listSetAside',
  'lookIntoSetAside',
  'repairData',
] as const;

export type OperationName = (typeof OPERATION_NAMES)[number];

/** Events that main sends to the renderer. */
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
