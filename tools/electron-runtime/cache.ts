import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from './progress.ts';

/** Folder for runtimes and notes, outside every checkout, so that a fresh clone starts at once. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return path.join(env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'ferry');
}

/**
 * Creates `folder` atomically: `build` fills a temporary sibling that is then renamed. Two processes build the same
 * folder only once; the second waits. An existing folder is left as it is.
 */
export async function buildFolderOnce(folder: string, build: (unfinished: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(path.dirname(folder), { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    await removeLeftovers(folder);
    const unfinished = await mkdtemp(`${folder}.unfinished-`);
    try {
      await build(unfinished);
      await rename(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  });
}

/** Removes what a killed build left behind. Call only while holding the folder's lock. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(path.dirname(folder))) {
    if (!name.startsWith(`${path.basename(folder)}.unfinished-`)) continue;
    await rm(path.join(path.dirname(folder), name), { recursive: true, force: true });
  }
}

const LOCK_POLL_MS = 500;

/** Runs `work` exclusively among processes with the same lock file. Takes over the lock of a dead process. */
export async function withLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(lockFile), { recursive: true });
  let announced = false;
  while (!(await takeLock(lockFile))) {
    if (!announced) say(`Waiting for another process that holds ${lockFile}`);
    announced = true;
    await delay(LOCK_POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

/** Takes the lock without waiting, also from a dead process, or returns false. Remove the file to release it. */
export async function takeLock(lockFile: string): Promise<boolean> {
  if (await createLock(lockFile)) return true;
  const holder = Number(await readFile(lockFile, 'utf8').catch(() => ''));
  if (!(holder > 0) || isRunning(holder)) return false;
  await rm(lockFile, { force: true });
  return createLock(lockFile);
}

async function createLock(lockFile: string): Promise<boolean> {
  try {
    await writeFile(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
