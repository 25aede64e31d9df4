import { readFile } from 'node:fs/promises';
import type { OperationHandlers, OperationOutput } from '#app/contract/operations.ts';
import type { DeskOperations } from '#app/sync/desk-types.ts';
import type { Backups } from '../data/backups.ts';
import type { SalvageOperations } from '../data/salvage.ts';
import type { ProxyLogin } from '../network/proxy-login.ts';
import type { Lock } from '../session/lock.ts';
import type { SessionOperations } from '../session/session.ts';
import type { SessionStore } from '../session/session-store.ts';
import { visibleStatus } from '../session/visible-status.ts';
import type { SettingsStore } from '../system/settings.ts';
import type { Updater } from '../updates/updater-types.ts';

interface HandlerDeps {
  desk: DeskOperations;
  session: SessionOperations;
  lock: Pick<Lock, 'isOpen' | 'session' | 'state'>;
  /** The window is visible. */
  noteLockSeen: () => void;
  nowMs: () => number;
  settings: SettingsStore;
  preferences: Pick<OperationHandlers, 'setPreference' | 'listRecent'>;
  sessionStore: Pick<SessionStore, 'problem' | 'dismissProblem'>;
  updater: Pick<Updater, 'state' | 'check' | 'install' | 'postpone'>;
  takeLink: OperationHandlers['takeLink'];
  takeInvitation: OperationHandlers['takeInvitation'];
  quickAdd: { shortcut: OperationHandlers['getQuickShortcut']; hide: () => void };
  /** Path of the bundled packages' licences. */
  noticesFile: string;
  appInfo: () => OperationOutput<'getAppInfo'>;
  saveFile: OperationHandlers['saveFile'];
  print: Pick<OperationHandlers, 'printPage' | 'savePdf'>;
  proxy: Pick<ProxyLogin, 'signIn'>;
  /** Call when the server may be reachable again. */
  wake: () => void;
  backups: Pick<Backups, 'list' | 'create' | 'restore'>;
  salvage: SalvageOperations;
}

/** One function per operation of the contract; a missing one does not compile. */
export function createHandlers(deps: HandlerDeps): OperationHandlers {
  const { desk, session, lock, noteLockSeen, settings, updater, takeLink, appInfo, saveFile } = deps;
  const { quickAdd, proxy, wake, backups, salvage, sessionStore } = deps;
  return {
    ...desk,
    ...session,
    getStatus: async () => visibleStatus(await desk.getStatus(), lock.isOpen()),
    getSession: lock.session,
    getLock() {
      noteLockSeen();
      return lock.state();
    },
    async saveUnsentWork() {
      const name = `ferry-unsent-${new Date(deps.nowMs()).toISOString().slice(0, 10)}.json`;
      return await saveFile({ name, content: await desk.exportChanges(), encoding: 'utf-8' });
    },
    async signInToProxy(typed) {
      await proxy.signIn(typed);
      wake();
    },
    getSettings: settings.get,
    listFileProblems: () => [settings.problem(), sessionStore.problem()].filter((problem) => problem !== null),
    dismissFileProblems() {
      settings.dismissProblem();
      sessionStore.dismissProblem();
    },
    updateSettings: settings.update,
    ...deps.preferences,
    getQuickShortcut: quickAdd.shortcut,
    hideQuickAdd: quickAdd.hide,
    getUpdateState: updater.state,
    checkForUpdate: updater.check,
    installUpdate: updater.install,
    postponeUpdate: updater.postpone,
    takeLink,
    takeInvitation: deps.takeInvitation,
    getAppInfo: appInfo,
    getNotices: () => readFile(deps.noticesFile, 'utf8'),
    saveFile,
    ...deps.print,
    listBackups: backups.list,
    createBackup: backups.create,
    restoreBackup: backups.restore,
    ...salvage,
  };
}
