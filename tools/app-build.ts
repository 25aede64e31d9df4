import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { localTool, projectFolder, runInTerminal } from './child-process.ts';
import { withLock } from './electron-runtime/cache.ts';

const sources = ['app', 'main', 'preload', 'renderer', 'package.json', 'package-lock.json', 'electron.vite.config.ts'];
const lockFile = path.join(projectFolder, 'node_modules/.ferry-build.lock');
const stampFile = path.join(projectFolder, 'dist/.built');

/** Builds the app into dist/ unless what is there is newer than every source. Throws as `build` does. */
export async function ensureBuilt(): Promise<void> {
  await withLock(lockFile, async () => {
    if ((await newestChangeMs()) >= (await modifiedAtMs(stampFile))) await buildUnlocked();
  });
}

/**
 * Builds the app into dist/. Two commands started together take turns.
 *
 * @throws when the build fails; why is on the terminal by then
 */
export async function build(): Promise<void> {
  await withLock(lockFile, buildUnlocked);
}

async function buildUnlocked(): Promise<void> {
  const startedAt = new Date();
  const code = await runInTerminal(localTool('electron-vite'), ['build', '--logLevel', 'warn']);
  if (code !== 0) throw new Error('The build failed');
  // Dated from before the build, so that a source saved meanwhile counts as newer.
  await writeFile(stampFile, '');
  await utimes(stampFile, startedAt, startedAt);
}

async function newestChangeMs(): Promise<number> {
  const times = await Promise.all(sources.map((source) => newestInMs(path.join(projectFolder, source))));
  return Math.max(...times);
}

/** A folder's own time counts too: it tells of files that were removed. */
async function newestInMs(file: string): Promise<number> {
  const ownMs = await modifiedAtMs(file);
  const entries = await readdir(file, { withFileTypes: true }).catch(() => []);
  const times = await Promise.all(entries.map((entry) => newestInMs(path.join(file, entry.name))));
  return Math.max(ownMs, ...times);
}

async function modifiedAtMs(file: string): Promise<number> {
  return stat(file).then(
    (stats) => stats.mtimeMs,
    () => 0,
  );
}
