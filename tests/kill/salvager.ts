import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { failed } from '#app/contract/errors.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { createDesk } from '#app/sync/desk.ts';
import type { Transport } from '#app/transport/transport.ts';
import { openData } from '../../main/data/open-data.ts';
import { systemClock, systemIds, yieldToLoop } from '../../server/system.ts';
import { checkWorker } from '../support/check-worker.ts';
import { checkpointWorker } from '../support/checkpoint-worker.ts';
import { clientMigrations } from '../support/client-migrations.ts';
import { quietLog } from '../support/quiet-log.ts';

/**
 * Opens a data folder as the app does at its start, and is killed just before the step `at` that changes a file, or finds the
 * disk full from that step on. Exits with 0 where there were fewer steps, or where the full disk was met and told.
 */
const [folder = '', how = 'kill', at = '1'] = process.argv.slice(2);
const WRITING = ['writeFileSync', 'writeSync', 'fsyncSync'] as const;
const CHANGING = [...WRITING, 'renameSync', 'rmSync'] as const;

let steps = 0;
const writes = new Set<string>(WRITING);
const functions = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
for (const name of CHANGING) {
  const real = functions[name];
  functions[name] = (...args) => {
    steps += 1;
    if (how === 'kill' && steps === Number(at)) process.kill(process.pid, 'SIGKILL');
    if (how === 'full' && steps >= Number(at) && writes.has(name))
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    return real?.(...args);
  };
}
syncBuiltinESMExports();

const unheard = async () => failed({ code: 'network.failed', action: 'wait' } as const);
const transport = new Proxy({} as Transport, {
  get: (_none, name) => (name === 'subscribe' ? () => () => undefined : unheard),
});
const { desk } = await openData({
  dataFolder: folder,
  migrationsFolder: clientMigrations,
  checkWorker,
  nativeBinding: undefined,
  session: () => null,
  hasServer: true,
  isRemovalDue: () => false,
  noteRemoved: async () => undefined,
  restart: () => undefined,
  open: async () =>
    createDesk({
      databaseFile: path.join(folder, 'ferry.db'),
      migrationsFolder: clientMigrations,
      checkpointWorker,
      schema: ferrySchema,
      transport,
      clock: systemClock,
      random: Math.random,
      ids: systemIds,
      log: quietLog,
      yieldToLoop,
      onRotation: () => undefined,
    }),
  clock: systemClock,
  log: quietLog,
});
process.stdout.write(JSON.stringify({ steps, code: desk.storeError()?.code ?? null }));
process.exit(0);
