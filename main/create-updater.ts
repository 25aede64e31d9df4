import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { app, autoUpdater, session } from 'electron';
import type { Clock, Log } from '#app/contract/ports.ts';
import { relaunch } from './lifecycle/relaunch.ts';
import { ownAppImage } from './system/app-image.ts';
import type { BuildInfo } from './system/build-info.ts';
import { createJsonFile } from './system/json-file.ts';
import type { SettingsStore } from './system/settings.ts';
import { createElectronEngine } from './updates/electron-engine.ts';
import { createFeedClient } from './updates/feed-client.ts';
import { updateObstacle, updateTarget } from './updates/obstacle.ts';
import { createUpdateMemory, updateMemorySchema } from './updates/update-memory.ts';
import { confineToOrigin, UPDATE_PARTITION } from './updates/update-session.ts';
import { createUpdater } from './updates/updater.ts';
import type { Updater } from './updates/updater-types.ts';

interface AppUpdaterDeps {
  updates: BuildInfo['updates'];
  dataFolder: string;
  desk: { deviceId(): string };
  settings: Pick<SettingsStore, 'get' | 'onChange'>;
  markQuitting: () => void;
  clock: Clock;
  log: Log;
}

/** The updater for the way this copy was built and installed. */
export function createAppUpdater(deps: AppUpdaterDeps): Updater {
  const { updates, dataFolder, desk, clock, log } = deps;
  const appImage = ownAppImage(process.env, process.execPath);
  const packageType = readPackageType();
  const target = updateTarget(process.platform, packageType);
  const obstacle = updateObstacle({
    isPackaged: app.isPackaged,
    hasFeed: updates !== null,
    platform: process.platform,
    appImage,
    packageType,
    isInApplications: process.platform === 'darwin' && app.isInApplicationsFolder(),
    canWrite,
  });
  const { url = 'https://none.invalid', keys = [], checkTimeoutMs = 0, stallTimeoutMs = 0 } = updates ?? {};
  const memory = createUpdateMemory(
    createJsonFile({ file: path.join(dataFolder, 'updates.json'), schema: updateMemorySchema, clock, log }),
    (reason) => log.warn('update.notRemembered', { reason }),
  );
  const ownSession = session.fromPartition(UPDATE_PARTITION, { cache: false });
  confineToOrigin(ownSession, url);
  return createUpdater({
    ...deps,
    relaunch,
    obstacle,
    memory,
    app: {
      version: app.getVersion(),
      platform: process.platform,
      arch: process.arch,
      target,
      deviceId: desk.deviceId,
    },
    feed: createFeedClient({
      url,
      keys,
      fetch: (input, init) => ownSession.fetch(String(input), init),
      memory,
      clock,
      log,
    }),
    createEngine: () => createElectronEngine({ url, target, appImage, app, nativeUpdater: autoUpdater, relaunch }),
    timings: { checkTimeoutMs, stallTimeoutMs },
  });
}

/** Package type that electron-builder writes into packages for a package manager. */
function readPackageType(): string | null {
  const file = path.join(process.resourcesPath, 'package-type');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** Replacing a file creates a new one in the same folder. */
function canWrite(file: string): boolean {
  try {
    accessSync(path.dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
