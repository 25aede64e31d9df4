import type { OperationHandlers, OperationOutput } from '#app/contract/operations.ts';
import type { UpdateState } from '#app/contract/settings.ts';
import type { DeskOperations } from '#app/sync/desk-contract.ts';
import type { Backups } from './backups.ts';
import type { SessionOperations } from './session.ts';
import type { SettingsStore } from './settings.ts';

interface HandlerDeps {
  desk: DeskOperations;
  session: SessionOperations;
  settings: SettingsStore;
  updater: { state(): UpdateState; check(): Promise<UpdateState>; install(): void };
  appInfo: () => OperationOutput<'getAppInfo'>;
  saveFile: OperationHandlers['saveFile'];
  backups: Pick<Backups, 'list' | 'create' | 'restore'>;
}

/** One function for each operation of the contract; forgetting one does not compile. */
export function createHandlers(deps: HandlerDeps): OperationHandlers {
  const { desk, session, settings, updater, appInfo, saveFile, backups } = deps;
  return {
    ...desk,
    ...session,
    getSettings: settings.get,
    updateSettings: settings.update,
    getUpdateState: updater.state,
    checkForUpdate: updater.check,
    installUpdate: updater.install,
    getAppInfo: appInfo,
    saveFile,
    listBackups: backups.list,
    createBackup: backups.create,
    restoreBackup: backups.restore,
  };
}
