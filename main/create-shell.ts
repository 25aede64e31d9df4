import path from 'node:path';
import { app, dialog, globalShortcut, ipcMain, type MessageBoxOptions } from 'electron';
import type { Clock } from '#app/contract/ports.ts';
import type { Text } from '#app/text/text.ts';
import { sendEvents } from './ipc/forward-events.ts';
import { createHandlers } from './ipc/handlers.ts';
import { answerCalls } from './ipc/ipc.ts';
import type { Problems } from './lifecycle/problems.ts';
import type { Services } from './services.ts';
import { createAppInfo } from './shell/app-info.ts';
import { createBackground } from './shell/background.ts';
import { isInvitation, type LinkTarget, parseDeepLink } from './shell/deep-link.ts';
import { createDevTools } from './shell/dev-tools.ts';
import type { Hints } from './shell/hints.ts';
import { createPrint } from './shell/print.ts';
import { followQuickShortcut } from './shell/quick-shortcut.ts';
import { createQuickWindow } from './shell/quick-window.ts';
import { createSaveDialog } from './shell/save-dialog.ts';
import { createStatusIndicators } from './shell/status-indicators.ts';
import { systemLocale } from './shell/system-locale.ts';
import { hasTrayHost } from './shell/tray-host.ts';
import { type AppWindow, createAppWindow } from './shell/window.ts';
import { windowStateSchema } from './shell/window-state.ts';
import { createJsonFile } from './system/json-file.ts';
import type { Updater } from './updates/updater-types.ts';

interface ShellDeps {
  services: Services;
  updater: Updater;
  problems: Problems;
  hints: Hints;
  text: () => Text;
  dataFolder: string;
  appFolder: string;
  /** From the command line: initial server of the sign-in form. */
  server: string | null;
  isQuitting: () => boolean;
  clock: Clock;
}

export interface Shell {
  window: AppWindow;
  /** Shows the window and, for a Ferry link, its target. */
  openLink(link: string | null): void;
  /** Starts without a window if there is a tray, else minimised. */
  startHidden(): Promise<void>;
  /** Shows a dialog, over the window if there is one. Resolves to the button pressed. */
  ask(options: MessageBoxOptions): Promise<{ response: number }>;
  dispose(): void;
}

/** The user interface of main: window, menu, tray and updates. The window is not open yet. */
export function createShell(deps: ShellDeps): Shell {
  const { services, updater, problems, hints, text, dataFolder, appFolder, server, isQuitting, clock } = deps;
  const { desk, settings, session, lock, backups, salvage, noteDamage, log } = services;
  const hasTray = () => hasTrayHost(process.platform);
  function ask(options: MessageBoxOptions) {
    const parent = window.current();
    return parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options);
  }
  const putAway = createBackground({ platform: process.platform, hasTray, hints, ask, text, quit: () => app.quit() });
  const preload = path.join(appFolder, 'dist/preload/index.cjs');
  const quickWindow = createQuickWindow({ preload, isQuitting, allowDevTools: !app.isPackaged });
  const window = createAppWindow({
    preload,
    state: createJsonFile({ file: path.join(dataFolder, 'window.json'), schema: windowStateSchema, clock, log }),
    staysOpen: () => settings.get().keepInTray && !isQuitting(),
    putAway,
    onClosed: quickWindow.destroy,
    allowDevTools: !app.isPackaged,
    problems,
    log,
  });
  /** Without a session, the main window says what to do. */
  const quickAdd = () => (lock.isOpen() ? quickWindow.show() : window.open());
  const shortcut = followQuickShortcut({ settings, globalShortcut, press: quickAdd, log });
  const appInfo = createAppInfo({
    version: app.getVersion(),
    platform: process.platform,
    ...systemLocale(app),
    defaultServer: () => server ?? (settings.get().server || null),
    deviceId: desk.deviceId,
    dataFolder,
  });
  const saving = { dialog, window: window.current, folder: () => app.getPath('documents') };
  const saveFile = createSaveDialog(saving);
  const print = createPrint(saving);
  let link: LinkTarget | null = null;
  let invitation: string | null = null;
  const takeInvitation = () => {
    const taken = invitation;
    invitation = null;
    return taken;
  };
  const takeLink = () => {
    const taken = link;
    link = null;
    return taken;
  };
  answerCalls({
    ipcMain,
    handlers: createHandlers({
      desk: desk.operations,
      session: session.operations,
      lock,
      noteLockSeen: () => window.current()?.isVisible() && lock.noteSeen(),
      nowMs: () => clock.nowMs(),
      settings,
      preferences: services.preferences.operations,
      sessionStore: services.sessionStore,
      updater,
      takeLink,
      takeInvitation,
      quickAdd: { shortcut: shortcut.state, hide: quickWindow.hide },
      appInfo,
      noticesFile: path.join(appFolder, 'dist/third-party-notices.txt'),
      backups,
      salvage,
      saveFile,
      print,
      proxy: services.network.proxy,
      wake: () => desk.wake('manual'),
    }),
    mayCall: lock.mayCall,
    topFrames: () => [window.current(), quickWindow.current()].flatMap((shown) => shown?.webContents.mainFrame ?? []),
    onFailure: ({ code, details }) => code === 'store.corrupt' && noteDamage(String(details?.reason)),
    log,
  });
  const both: Pick<AppWindow, 'send'> = {
    send(name, payload) {
      window.send(name, payload);
      quickWindow.send(name, payload);
    },
  };
  sendEvents({ ...services, updater, clock }, both);
  const onWords = createDevTools({ window: window.current, clock });
  const indicators = createStatusIndicators({ services, updater, window, quickAdd, clock, onWords });
  return {
    window,
    ask,
    async startHidden() {
      if (!(await hasTray())) window.openMinimised();
    },
    openLink(text) {
      window.open();
      if (text !== null && isInvitation(text)) invitation = text;
      const target = text === null ? null : parseDeepLink(text);
      if (target === null && invitation === null) return;
      link = target;
      // A window that is still opening, or without a session, fetches it later.
      window.send('navigate', { view: 'link' });
    },
    dispose() {
      shortcut.dispose();
      indicators.dispose();
    },
  };
}
