import { existsSync } from 'node:fs';
import path from 'node:path';
import { toFerryError } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Rotation } from '#app/contract/protocol.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { backUpBeforeMigrating, readMigrations } from '#app/store/open.ts';
import { createBrokenDesk } from '#app/sync/broken-desk.ts';
import { createDesk } from '#app/sync/desk.ts';
import type { Desk } from '#app/sync/desk-contract.ts';
import type { Transport } from '#app/transport/transport.ts';
import { backupName } from './backup-names.ts';
import { systemIds } from './system.ts';

interface OpenDeskDeps {
  appFolder: string;
  dataFolder: string;
  /** Electron's resources folder. */
  resourcesFolder: string;
  transport: Transport;
  /** Keeps a new token of this device safe. */
  onRotation: (rotation: Rotation) => void;
  backupsFolder: string;
  /** What a restored backup has replaced, if so. */
  replacedFile: string | null;
  clock: Clock;
  log: Log;
}

/**
 * The desk on this computer's database, which is copied first where this Ferry keeps it in another way. Where it cannot be
 * copied or opened, the desk says so in its status and refuses work.
 */
export async function openDesk(deps: OpenDeskDeps): Promise<Desk> {
  const { appFolder, dataFolder, resourcesFolder, transport, onRotation, replacedFile, clock, log } = deps;
  const databaseFile = path.join(dataFolder, 'ferry.db');
  const nativeBinding = fallbackBinding(resourcesFolder);
  const migrationsFolder = path.join(appFolder, 'migrations/client');
  try {
    await backUpBeforeMigrating(
      { file: databaseFile, nativeBinding, migrations: readMigrations(migrationsFolder) },
      (version) => path.join(deps.backupsFolder, backupName({ at: clock.nowMs(), kind: 'beforeUpdate', version })),
    );
  } catch (thrown) {
    const error = toFerryError(thrown);
    log.error('store.cannotBackUp', { code: error.code, details: error.details });
    return createBrokenDesk(error);
  }
  return createDesk({
    databaseFile,
    replacedFile,
    nativeBinding,
    migrationsFolder,
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
