import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder } from './child-process.ts';
import { takeLock } from './electron-runtime/cache.ts';
import { say } from './electron-runtime/progress.ts';
import { startSampleServer } from './sample-server.ts';

/**
 * Runs `work` beside a sample firm's server, with the switches for a desk connected to it. Both keep their data in
 * .ferry/; `isFresh` deletes it first.
 * @throws if a desk of this checkout is running already
 */
export async function withSampleFirm<T>(
  { isFresh }: { isFresh: boolean },
  work: (switches: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = path.join(projectFolder, '.ferry');
  const lockFile = path.join(projectFolder, 'node_modules/.ferry-start.lock');
  if (!(await takeLock(lockFile))) throw new Error('A sample desk is running in this checkout already: quit it first');
  try {
    if (isFresh) await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const databaseFile = path.join(folder, 'server.db');
    const server = await startSampleServer({ databaseFile, isNew: !existsSync(databaseFile) });
    try {
      say(`Sample server: ${server.url}`);
      say('Sign in as owner@sample.test or staff@sample.test, password: sample');
      return await work([`--user-data-dir=${path.join(folder, 'desk')}`, `--server=${server.url}`]);
    } finally {
      await server.dispose();
    }
  } finally {
    await rm(lockFile);
  }
}
