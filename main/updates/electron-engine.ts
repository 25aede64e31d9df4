import { rm } from 'node:fs/promises';
import type { App, AutoUpdater } from 'electron';
import type { AppUpdater, ResolvedUpdateFileInfo, UpdateInfo } from 'electron-updater';
import type { FeedFile } from './feed.ts';
import { replaceAppImage } from './replace-app-image.ts';
import type { UpdateEngine } from './update-engine.ts';
import { UpdateProblem } from './update-problem.ts';

/** Squirrel copies the file and checks its signature, which takes time for a large app on a slow disk. */
const STAGE_TIMEOUT_MS = 5 * 60_000;

interface ElectronEngineDeps {
  /** The feed's folder. */
  url: string;
  target: FeedFile['target'];
  /** The running AppImage, if any. */
  appImage: string | undefined;
  app: Pick<App, 'quit'>;
  /** Electron's own updater, driven by electron-updater on macOS. */
  nativeUpdater: AutoUpdater;
  /** Restarts the app after this process ends. */
  relaunch: () => void;
}

/**
 * electron-updater, configured to fetch one given file. The signed feed makes its other decisions (version, source,
 * when to install). It fetches whole files, because differential downloads rely on an unsigned block map.
 */
export async function createElectronEngine(deps: ElectronEngineDeps): Promise<UpdateEngine> {
  const { target, appImage, app, nativeUpdater, relaunch } = deps;
  // Loaded on demand: it is a large part of what would load before the window opens.
  const { default: electronUpdater } = await import('electron-updater');
  const { CancellationToken } = electronUpdater;
  const updater = newUpdater(target, electronUpdater);
  const token = new CancellationToken();
  let path: string | null = null;
  let lastError: Error | null = null;
  let isStaged = false;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.disableDifferentialDownload = true;
  updater.disableWebInstaller = true;
  updater.logger = null;
  updater.on('error', (error) => {
    lastError = error;
  });

  return {
    async download({ version, ...file }, { signal, onBytes }) {
      updater.setFeedURL(oneFile({ ...deps, version, file }));
      updater.on('download-progress', ({ transferred }) => onBytes(transferred));
      signal.addEventListener('abort', () => token.cancel());
      const found = await updater.checkForUpdates();
      if (!found?.isUpdateAvailable) throw new UpdateProblem('noFile', 'electron-updater does not take it');
      const [downloaded] = await updater.downloadUpdate(token);
      if (downloaded === undefined) throw new UpdateProblem('damaged', 'nothing was downloaded');
      path = downloaded;
      return downloaded;
    },
    async stage() {
      if (target !== 'zip' || isStaged) return;
      await stageWithSquirrel(nativeUpdater);
      isStaged = true;
    },
    quit() {
      if (isStaged) nativeUpdater.quitAndInstall();
      else app.quit();
    },
    async install({ relaunch: isWanted }) {
      // Squirrel waits for this process to end.
      if (isStaged) return;
      if (path === null) throw new UpdateProblem('installFailed', 'nothing was downloaded');
      if (target === 'AppImage') {
        await replaceAppImage(appImage ?? '', path);
        if (isWanted) relaunch();
        return;
      }
      lastError = null;
      // Silent; the deb's installer asks for a password itself. Failures arrive as events, before this returns.
      updater.quitAndInstall(true, isWanted);
      if (lastError !== null) throw lastError;
    },
    async discard() {
      token.cancel();
      if (path !== null) await rm(path, { force: true });
    },
  };
}

type ElectronUpdater = typeof import('electron-updater');
type FeedOptions = Parameters<AppUpdater['setFeedURL']>[0];

function newUpdater(target: FeedFile['target'], engines: ElectronUpdater): AppUpdater {
  switch (target) {
    case 'zip':
      return new engines.MacUpdater();
    case 'nsis':
      return new engines.NsisUpdater();
    case 'deb':
      return new engines.DebUpdater();
    case 'AppImage':
      return new engines.AppImageUpdater();
  }
}

/** A provider of one file: the one named by the signed feed. */
function oneFile(deps: { url: string; version: string; file: FeedFile }): FeedOptions {
  const { url, version, file } = deps;
  const base = new URL(url.endsWith('/') ? url : `${url}/`);
  const info: UpdateInfo = {
    version,
    files: [{ url: file.name, sha512: file.sha512, size: file.bytes }],
    path: file.name,
    sha512: file.sha512,
    releaseDate: '',
  };
  class OneFileProvider {
    readonly fileExtraDownloadHeaders = null;
    readonly isUseMultipleRangeRequest = false;
    setRequestHeaders(): void {}
    async getLatestVersion(): Promise<UpdateInfo> {
      return info;
    }
    resolveFiles(): ResolvedUpdateFileInfo[] {
      return info.files.map((one) => ({ url: new URL(one.url, base), info: one }));
    }
  }
  return { provider: 'custom', updateProvider: OneFileProvider as never };
}

/**
 * electron-updater has passed the downloaded file to Squirrel; this makes Squirrel fetch it and check its signature.
 */
function stageWithSquirrel(nativeUpdater: AutoUpdater): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new UpdateProblem('installFailed', 'Squirrel did not answer')),
      STAGE_TIMEOUT_MS,
    );
    nativeUpdater.once('update-downloaded', () => {
      clearTimeout(timer);
      resolve();
    });
    nativeUpdater.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    nativeUpdater.checkForUpdates();
  });
}
