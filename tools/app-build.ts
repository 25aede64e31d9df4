import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BuildPurpose, buildPurpose } from './build-targets.ts';
import { localTool, projectFolder, runInTerminal } from './child-process.ts';
import { withLock } from './electron-runtime/cache.ts';
import type { ElectronRuntime } from './electron-runtime/index.ts';
import { writeNotices } from './shipped/notices.ts';

const sources = [
  'app',
  'main',
  'preload',
  'renderer',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'tools/build-targets.ts',
];
const lockFile = path.join(projectFolder, 'node_modules/.ferry-build.lock');
const stampFile = path.join(projectFolder, 'dist/.built');

/**
 * Builds the app into dist/ for a runtime, unless dist/ was built for it and is newer than every source. Throws as
 * `build` does.
 */
export async function ensureBuilt(runtime: Pick<ElectronRuntime, 'kind'>): Promise<void> {
  const purpose = buildPurpose(runtime);
  await withLock(lockFile, async () => {
    const isCurrent = (await newestChangeMs()) < (await modifiedAtMs(stampFile));
    if (!isCurrent || (await builtFor()) !== purpose) await buildUnlocked(purpose);
  });
}

/**
 * Builds the shipped app into dist/. Concurrent calls wait for each other.
 * @throws if the build fails; the reason is on the terminal
 */
export async function build(): Promise<void> {
  await withLock(lockFile, () => buildUnlocked('shipped'));
}

/** Invalidates dist/, which will contain a development build, so that the next `ensureBuilt` builds again. */
export async function discardBuild(): Promise<void> {
  await withLock(lockFile, () => rm(stampFile, { force: true }));
}

async function buildUnlocked(purpose: BuildPurpose): Promise<void> {
  const startedAt = new Date();
  const code = await runInTerminal(localTool('electron-vite'), ['build', '--logLevel', 'warn'], {
    ...process.env,
    FERRY_BUILD_FOR: purpose,
  });
  if (code !== 0) throw new Error('The build failed');
  writeNotices(projectFolder);
  // The time before the build, so that a source saved meanwhile counts as newer.
  await writeFile(stampFile, purpose);
  await utimes(stampFile, startedAt, startedAt);
}

async function builtFor(): Promise<string> {
  return readFile(stampFile, 'utf8').catch(() => '');
}

async function newestChangeMs(): Promise<number> {
  const times = await Promise.all(sources.map((source) => newestInMs(path.join(projectFolder, source))));
  return Math.max(...times);
}

/** Folder times count too: they change when files are removed. */
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
