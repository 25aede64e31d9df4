import os from 'node:os';
import path from 'node:path';
import { app, dialog, ipcMain, net, powerMonitor, protocol, safeStorage, session } from 'electron';
import { createAppInfo } from './app-info.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import { createEncryption } from './credentials.ts';
import { createDeveloperAids } from './developer-aids.ts';
import { followSettings } from './environment.ts';
import { sendEvents } from './events.ts';
import { createHandlers } from './handlers.ts';
import { answerCalls } from './ipc.ts';
import { createJsonFile } from './json-file.ts';
import { watchPower } from './power.ts';
import { createPresence } from './presence.ts';
import { declareScheme, serveRenderer } from './protocol.ts';
import { quitInOrder } from './quit.ts';
import { createSaveFile } from './save-file.ts';
import { hardenContents, hardenSession } from './security.ts';
import { createServices } from './services.ts';
import { systemClock as clock } from './system.ts';
import { createUpdater } from './updater.ts';
import { createAppWindow } from './window.ts';
import { windowStateSchema } from './window-state.ts';

const commandLine = parseCommandLine(process.argv, process.cwd());
if (commandLine.userDataDir !== null) app.setPath('userData', commandLine.userDataDir);
// Chromium cannot sandbox processes of root, who must say --no-sandbox; the window asks for a sandboxed renderer either way.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
declareScheme(protocol);

// One desk a data folder: a second start brings the first one's window to the front and ends.
if (app.requestSingleInstanceLock())
  void app
    .whenReady()
    .then(() => start(commandLine))
    .catch(giveUp);
else app.quit();

/** The composition root: builds the parts, connects them and returns. */
async function start({ server }: CommandLine): Promise<void> {
  const dataFolder = app.getPath('userData');
  const appFolder = app.getAppPath();
  const services = await createServices({
    dataFolder,
    appFolder,
    resourcesFolder: process.resourcesPath,
    // A network session of its own, in memory: the window's can then be cut off from the network altogether.
    fetch: (input, init) => session.fromPartition('sync').fetch(input instanceof URL ? input.href : input, init),
    encryption: createEncryption(safeStorage, process.platform),
    deviceName: os.hostname(),
    restart,
    clock,
  });
  const { desk, settings, log } = services;
  log.info('app.started', {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform,
  });
  const updater = createUpdater({ settings, clock, log });

  hardenContents(app, log);
  hardenSession(session.defaultSession, log);
  serveRenderer(protocol, path.join(appFolder, 'dist/renderer'));
  const farewells: (() => void | Promise<void>)[] = [];
  const quitting = quitInOrder({ app, farewells, clock, log });
  const window = createAppWindow({
    preload: path.join(appFolder, 'dist/preload/index.cjs'),
    state: createJsonFile({ file: path.join(dataFolder, 'window.json'), schema: windowStateSchema, clock, log }),
    staysOpen: () => settings.get().keepInTray && !quitting.isUnderWay(),
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
  const handlers = createHandlers({
    desk: desk.operations,
    session: services.session.operations,
    settings,
    updater,
    appInfo,
    backups: services.backups,
    saveFile: createSaveFile({ dialog, window: window.current, folder: () => app.getPath('documents') }),
  });
  answerCalls({ ipcMain, handlers, mainFrame: () => window.current()?.webContents.mainFrame ?? null, log });
  sendEvents({ ...services, updater }, window);
  followSettings(settings, desk.setSyncInterval);
  desk.onStatus(({ regions }) => {
    if (regions.reach === 'online' && regions.auth === 'ok') void services.session.refresh();
  });

  const presence = createPresence({
    services,
    window,
    clock,
    onWords: createDeveloperAids({ window: window.current, clock }),
  });
  farewells.push(
    watchPower({ powerMonitor, net, desk, clock }),
    services.backups.dispose,
    presence.dispose,
    updater.dispose,
    desk.dispose,
    log.flush,
  );
  app.on('second-instance', window.open);
  app.on('activate', window.open);
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit());
  window.open();
  desk.start();
}

function restart(): void {
  app.relaunch();
  app.quit();
}

/** Nothing can be shown but this: a part did not even begin to work. */
function giveUp(reason: unknown): void {
  dialog.showErrorBox('Ferry cannot start', `Your saved work is untouched.\n\n${String(reason)}`);
  app.exit(1);
}
