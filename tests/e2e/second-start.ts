import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { resolveElectron } from '../../tools/electron-runtime/index.ts';

/** Starts the app again on the same data folder, as a person does who clicks its icon; resolves when that start has ended. */
export async function spawnSecond(dataFolder: string): Promise<void> {
  const { executablePath, args, env } = await resolveElectron();
  const project = path.join(import.meta.dirname, '../..');
  const second = spawn(executablePath, [...args, project, `--user-data-dir=${dataFolder}`], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  await once(second, 'exit');
}
