import path from 'node:path';
import { app, dialog, ipcMain } from 'electron';
import type { Clock } from '#app/contract/ports.ts';
import { createAppInfo } from './app-info.ts';
import { createDeveloperAids } from './developer-aids.ts';
import { sendEvents } from './events.ts';
import { createHandlers } from './handlers.ts';
import { answerCalls } from './ipc.ts';
import { createJsonFile } from './json-file.ts';
import { createPresence } from './presence.ts';
import { createSaveFile } from './save-file.ts';
import type { Services } from './services.ts';
import { createUpdater } from './updater.ts';
import { type AppWindow, createAppWindow } from './window.ts';
import { windowStateSchema } from './window-state.ts';

interface ShellDeps {
  services: Services;
  dataFolder: string;
  appFolder: string;
  /** From the command line: the server the sign-in form starts with. */
  server: string | null;
  isQuitting: () => boolean;
  clock: Clock;
}

/** What a person sees and touches: the window behind its gate, menu, tray and updates. The window is not open yet. */
export function createShell(deps: ShellDeps): { window: AppWindow; dispose(): void } {
  const { services, dataFolder, appFolder, server, isQuitting, clock } = deps;
  const { desk, settings, session, backups, log } = services;
  const updater = createUpdater({ settings, clock, log });
  const window = createAppWindow({
    preload: path.join(appFolder, 'dist/preload/index.cjs'),
    state: createJsonFile({ file: path.join(dataFolder, 'window.json'), schema: windowStateSchema, clock, log }),
    staysOpen: () => settings.get().keepInTray && !isQuitting(),
    allowDevTools: !app.isPackaged,
    log,
  });
  const appInfo = createAppInfo({
    version: app.getVersion(),
    platform: process.platform,
    locale: app.getLocale(),
    defaultServer: () => server ?? (settings.get().server || null),
    deviceId: desk.deviceId,
    dataFolder,
  });
  const saveFile = createSaveFile({ dialog, window: window.current, folder: () => app.getPath('documents') });
  answerCalls({
    ipcMain,
    handlers: createHandlers({
      desk: desk.operations,
      session: session.operations,
      settings,
      updater,
      appInfo,
      backups,
      saveFile,
    }),
    mainFrame: () => window.current()?.webContents.mainFrame ?? null,
    log,
  });
  sendEvents({ ...services, updater, clock }, window);
  const onWords = createDeveloperAids({ window: window.current, clock });
  const presence = createPresence({ services, window, clock, onWords });
  return {
    window,
    dispose() {
      presence.dispose();
      updater.dispose();
    },
  };
}
