import path from 'node:path';
import { toFerryError } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Rotation } from '#app/contract/protocol.ts';
import { ferrySchema } from '#app/schema/index.ts';
import type { FileCheck } from '#app/store/file-check.ts';
import { backUpBeforeMigrating, readMigrations } from '#app/store/open.ts';
import { createDesk, type DeskOptions } from '#app/sync/desk.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import { createReopeningDesk, mayPass } from '#app/sync/reopening-desk.ts';
import { createUnavailableDesk } from '#app/sync/unavailable-desk.ts';
import type { Transport } from '#app/transport/transport.ts';
import { systemIds } from '../system/clock.ts';
import type { BackupFiles } from './backup-files.ts';

interface OpenDeskDeps {
  appFolder: string;
  dataFolder: string;
  /** See `developmentAddon`. */
  nativeBinding: string | undefined;
  transport: Transport;
  /** Stores a new token of this device. */
  onRotation: (rotation: Rotation) => void;
  onRemovalAsked: DeskOptions['onRemovalAsked'];
  backupFiles: BackupFiles;
  check: FileCheck;
  clock: Clock;
  log: Log;
}

/**
 * Opens the desk over this computer's database. If that fails, the desk reports why, refuses work, and retries as long
 * as the cause may pass.
 */
export async function openDesk(deps: OpenDeskDeps): Promise<Desk> {
  const desk = await openOnce(deps);
  const error = desk.storeError();
  if (error === null || !mayPass(error)) return desk;
  const open = () => openOnce(deps);
  return createReopeningDesk({ unavailable: desk, open, schema: ferrySchema, clock: deps.clock });
}

/** Copies the database first if this version migrates it; without a copy it is not opened. */
async function openOnce(deps: OpenDeskDeps): Promise<Desk> {
  const { appFolder, dataFolder, nativeBinding, backupFiles, transport, clock, log } = deps;
  const databaseFile = path.join(dataFolder, 'ferry.db');
  const migrationsFolder = path.join(appFolder, 'migrations/client');
  try {
    const migrations = readMigrations(migrationsFolder);
    await backUpBeforeMigrating(
      { file: databaseFile, nativeBinding, migrations },
      {
        pathFor: (version) => backupFiles.newPath('beforeUpdate', clock.nowMs(), version),
        check: deps.check,
      },
    );
  } catch (thrown) {
    const error = toFerryError(thrown);
    log.error('store.cannotBackUp', { code: error.code, details: error.details });
    return createUnavailableDesk(error);
  }
  return createDesk({
    databaseFile,
    nativeBinding,
    migrationsFolder,
    checkpointWorker: path.join(appFolder, 'dist/main/checkpoint-worker.js'),
    schema: ferrySchema,
    transport,
    clock,
    random: Math.random,
    ids: systemIds,
    log,
    onRotation: deps.onRotation,
    onRemovalAsked: deps.onRemovalAsked,
    yieldToLoop: () => new Promise((resolve) => setImmediate(resolve)),
  });
}
