import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './app-build.ts';
import { exitOf, projectFolder } from './child-process.ts';
import { takeLock } from './electron-runtime/cache.ts';
import { say } from './electron-runtime/progress.ts';
import { launchDesk } from './launch-desk.ts';
import { runTool } from './run-tool.ts';
import { startSampleServer } from './sample-server.ts';

// npm start [-- --fresh]: a sample firm's server and a desk pointed at it. Both keep what was done in .ferry/.
await runTool(async () => {
  const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
  const folder = path.join(projectFolder, '.ferry');
  const lockFile = path.join(projectFolder, 'node_modules/.ferry-start.lock');
  if (!(await takeLock(lockFile))) throw new Error('npm start is running in this checkout already: quit it first');
  if (values.fresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  await ensureBuilt();
  const databaseFile = path.join(folder, 'server.db');
  const server = await startSampleServer({ databaseFile, isNew: !existsSync(databaseFile) });
  try {
    say(`Sample server: ${server.url}`);
    say('Sign in as owner@sample.test or staff@sample.test, password: sample');
    const desk = await launchDesk([`--user-data-dir=${path.join(folder, 'desk')}`, `--server=${server.url}`]);
    const code = await exitOf(desk.process);
    await desk.dispose();
    return code ?? 0;
  } finally {
    await server.dispose();
    await rm(lockFile);
  }
});
