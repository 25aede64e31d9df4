import os from 'node:os';
import path from 'node:path';
import { app, autoUpdater, dialog, net, powerMonitor, protocol, safeStorage, session } from 'electron';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import { createEncryption } from './credentials.ts';
import { electronEnvironment } from './environment.ts';
import { followSettings } from './follow-settings.ts';
import { watchPower } from './power.ts';
import { declareScheme, serveRenderer } from './protocol.ts';
import { quitInOrder } from './quit.ts';
import { hardenContents, hardenSession } from './security.ts';
import { createServices } from './services.ts';
import { createShell } from './shell.ts';
import { logSurprises } from './surprises.ts';
import { systemClock as clock } from './system.ts';
import { createUnsentWorkQuestion } from './unsent-work.ts';

const commandLine = parseCommandLine(process.argv, process.cwd());
if (commandLine.userDataDir !== null) app.setPath('userData', commandLine.userDataDir);
// Chromium cannot sandbox processes of root, who must say --no-sandbox; the window asks for a sandboxed renderer either way.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
declareScheme(protocol);

// One desk a data folder: a second start brings the first one's window to the front and ends.
if (app.requestSingleInstanceLock()) {
  const started = app.whenReady().then(() => start(commandLine));
  started.catch(giveUp);
} else app.quit();

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
    restart() {
      unsentWork.stopAsking();
      app.relaunch();
      app.quit();
    },
    clock,
  });
  const { desk, settings, backups, log } = services;
  logSurprises(log);
  const { electron } = process.versions;
  log.info('app.started', { version: app.getVersion(), electron, platform: process.platform });

  hardenContents(app, log);
  hardenSession(session.defaultSession, log);
  serveRenderer(protocol, path.join(appFolder, 'dist/renderer'));
  followSettings(settings, { ...electronEnvironment(), setSyncInterval: desk.setSyncInterval });
  desk.onStatus(({ regions }) => {
    if (regions.reach === 'online' && regions.auth === 'ok') void services.session.refresh();
  });

  const farewells: (() => void | Promise<void>)[] = [];
  const unsentWork = createUnsentWorkQuestion({
    counts: () => desk.status().regions.counts,
    show: (options) => {
      const parent = shell.window.current();
      return parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options);
    },
    language: () => settings.get().language,
    systemLocale: app.getLocale(),
    onStay: () => shell.window.open(),
  });
  const quitting = quitInOrder({ app, farewells, mayQuit: unsentWork.mayQuit, clock, log });
  const isQuitting = quitting.isUnderWay;
  const shell = createShell({ services, dataFolder, appFolder, server, isQuitting, clock });
  const stopWatchingPower = watchPower({ powerMonitor, net, desk, clock });
  farewells.push(stopWatchingPower, backups.dispose, shell.dispose, desk.dispose, log.flush);

  powerMonitor.on('shutdown', unsentWork.stopAsking);
  autoUpdater.on('before-quit-for-update', unsentWork.stopAsking);
  app.on('second-instance', shell.window.open);
  app.on('activate', shell.window.open);
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit());
  shell.window.open();
  desk.start();
}

/** Nothing can be shown but this: a part did not even begin to work. */
function giveUp(reason: unknown): void {
  dialog.showErrorBox('Ferry cannot start', `Your saved work is untouched.\n\n${String(reason)}`);
  app.exit(1);
}
