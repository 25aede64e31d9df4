import os from 'node:os';
import path from 'node:path';
import { app, autoUpdater, net, powerMonitor, protocol, safeStorage, session } from 'electron';
import { createAppProblems } from './app-problems.ts';
import { createShell } from './create-shell.ts';
import { createAppUpdater } from './create-updater.ts';
import { developmentAddon } from './data/development-addon.ts';
import { followAppEvents } from './lifecycle/app-events.ts';
import { createQuitConfirmation } from './lifecycle/confirm-quit.ts';
import { giveUp } from './lifecycle/give-up.ts';
import { offerToMove } from './lifecycle/offer-to-move.ts';
import { quitInOrder } from './lifecycle/quit.ts';
import { relaunch } from './lifecycle/relaunch.ts';
import { createNetwork } from './network/index.ts';
import { prepareProcess, type Start } from './prepare-process.ts';
import { serveRenderer } from './security/app-scheme.ts';
import { hardenContents, hardenSession } from './security/security.ts';
import { createServices } from './services.ts';
import { createEncryption } from './session/credentials.ts';
import { linkIn } from './shell/deep-link.ts';
import { createHints } from './shell/hints.ts';
import { textIn } from './shell/i18n.ts';
import { systemLocale } from './shell/system-locale.ts';
import { applySettings } from './system/apply-settings.ts';
import { readBuildInfo } from './system/build-info.ts';
import { systemClock as clock } from './system/clock.ts';
import { installGlobalErrorHandlers } from './system/global-error-handlers.ts';
import { electronSettings, wasOpenedAtLogin } from './system/os-settings.ts';
import { watchPower } from './system/power.ts';

const buildInfo = readBuildInfo(app.getAppPath());
const asked = prepareProcess(buildInfo);
if (asked !== null) {
  const started = app.whenReady().then(() => start(asked));
  started.catch(giveUp);
}

/** The composition root: builds the parts, connects them and returns. */
async function start({ server, isHidden, link }: Start): Promise<void> {
  const dataFolder = app.getPath('userData');
  const appFolder = app.getAppPath();
  const services = await createServices({
    dataFolder,
    appFolder,
    nativeBinding: developmentAddon({ isPackaged: app.isPackaged, resourcesFolder: process.resourcesPath }),
    connect: (needs) => createNetwork({ net, sessionOf: (partition) => session.fromPartition(partition), ...needs }),
    encryption: createEncryption(safeStorage, process.platform),
    deviceName: os.hostname(),
    idleMs: () => powerMonitor.getSystemIdleTime() * 1000,
    restart() {
      quitConfirmation.stopAsking();
      updater.holdBack();
      relaunch();
      app.quit();
    },
    clearPageData: () => session.defaultSession.clearStorageData(),
    clock,
  });
  const { desk, settings, backups, withdrawal, log } = services;
  const problems = createAppProblems({ dataFolder, settings, clock, log });
  installGlobalErrorHandlers(log, problems.unexpected);
  const { electron } = process.versions;
  log.info('app.started', { version: app.getVersion(), electron, platform: process.platform });

  hardenContents(app, log);
  hardenSession(session.defaultSession, log);
  serveRenderer(protocol, path.join(appFolder, 'dist/renderer'));
  applySettings(settings, { ...electronSettings(), setSyncInterval: desk.setSyncInterval });
  desk.onStatus(({ regions }) => {
    if (regions.reach === 'online' && regions.auth === 'ok') void services.session.refresh();
  });

  const shutdownHooks: (() => void | Promise<void>)[] = [];
  const quitConfirmation = createQuitConfirmation({
    counts: () => desk.status().regions.counts,
    show: (options) => shell.ask(options),
    language: () => settings.get().language,
    systemLocale: systemLocale(app),
    onStay: () => shell.window.open(),
  });
  const lastAct = () => updater.finish().then(log.flush);
  const quitting = quitInOrder({ app, shutdownHooks, mayQuit: quitConfirmation.mayQuit, lastAct, clock, log });
  const isQuitting = quitting.isUnderWay;
  function markQuitting() {
    quitConfirmation.stopAsking();
    quitting.markUnderWay();
  }
  const { updates } = buildInfo;
  const updater = createAppUpdater({ updates, dataFolder, desk, settings, markQuitting, clock, log });
  const text = () => textIn(settings.get().language, systemLocale(app));
  const hints = createHints({ file: path.join(dataFolder, 'hints.json'), clock, log });
  const place = { dataFolder, appFolder, server };
  const shell = createShell({ services, updater, problems, hints, text, ...place, isQuitting, clock });
  const stopWatchingPower = watchPower({ powerMonitor, app, net, desk, clock });
  shutdownHooks.push(
    stopWatchingPower,
    updater.dispose,
    withdrawal.dispose,
    backups.dispose,
    services.preferences.dispose,
    shell.dispose,
    desk.dispose,
    log.flush,
  );

  followAppEvents({
    ...{
      app,
      autoUpdater,
      powerMonitor,
      platform: process.platform,
      openLink: shell.openLink,
      onUpdateQuits: markQuitting,
    },
    open: (argv) => shell.openLink(linkIn(argv)),
    onShutdown() {
      quitConfirmation.stopAsking();
      updater.holdBack();
    },
  });
  desk.onStatus(({ regions }) => updater.onServerDemand(regions.store === 'updateRequired'));
  if (isHidden || wasOpenedAtLogin()) await shell.startHidden();
  else {
    const { ask } = shell;
    const beforeMove = () => {
      quitConfirmation.stopAsking();
      updater.holdBack();
    };
    if (await offerToMove({ platform: process.platform, app, hints, ask, text: text(), beforeMove, log })) return;
    shell.openLink(link);
  }
  desk.start();
}
