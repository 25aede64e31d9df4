import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Rotation } from '#app/contract/protocol.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { createDesk } from '#app/sync/desk.ts';
import type { Desk } from '#app/sync/desk-contract.ts';
import type { Transport } from '#app/transport/transport.ts';
import { systemIds } from './system.ts';

interface OpenDeskDeps {
  appFolder: string;
  dataFolder: string;
  /** Electron's resources folder. */
  resourcesFolder: string;
  transport: Transport;
  /** Keeps a new token of this device safe. */
  onRotation: (rotation: Rotation) => void;
  /** What a restored backup has replaced, if so. */
  replacedFile: string | null;
  clock: Clock;
  log: Log;
}

/** The desk on this computer's database. Where that cannot be opened, the desk says so in its status and refuses work. */
export function openDesk(deps: OpenDeskDeps): Desk {
  const { appFolder, dataFolder, resourcesFolder, transport, onRotation, replacedFile, clock, log } = deps;
  return createDesk({
    databaseFile: path.join(dataFolder, 'ferry.db'),
    replacedFile,
    nativeBinding: fallbackBinding(resourcesFolder),
    migrationsFolder: path.join(appFolder, 'migrations/client'),
    checkpointWorker: path.join(appFolder, 'dist/main/checkpoint-worker.js'),
    schema: ferrySchema,
    transport,
    clock,
    random: Math.random,
    ids: systemIds,
    log,
    onRotation,
    yieldToLoop: () => new Promise((resolve) => setImmediate(resolve)),
  });
}

/** A development runtime older than the packaged addon brings its own build of it. */
function fallbackBinding(resourcesFolder: string): string | undefined {
  const file = path.join(resourcesFolder, 'better_sqlite3.node');
  return existsSync(file) ? file : undefined;
}
