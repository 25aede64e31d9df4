import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import { carryOver } from '#app/store/carry-over.ts';
import { type Checkpoints, createCheckpoints } from '#app/store/checkpoints.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { createBrokenDesk } from './broken-desk.ts';
import type { Desk } from './desk-contract.ts';
import { createWorkingDesk, type WorkingDeskOptions } from './working-desk.ts';

export interface DeskOptions extends Omit<WorkingDeskOptions, 'connection' | 'checkpoints' | 'refoldsOutbox'> {
  /** Path of `ferry.db`. */
  databaseFile: string;
  /** The addon to load where the one in the package does not fit the runtime. */
  nativeBinding?: string | undefined;
  migrationsFolder: string;
  /** Path of the built `checkpoint-worker`. */
  checkpointWorker: string;
  /** After a restore: the file a backup has replaced, whose outbox is brought over. */
  replacedFile?: string | null;
}

/**
 * Opens the database and assembles a desk over it. Where it cannot be opened, the desk says why in its status and
 * refuses work with that error; the file stays as it is.
 */
export function createDesk(options: DeskOptions): Desk {
  const {
    databaseFile: file,
    nativeBinding,
    migrationsFolder,
    checkpointWorker,
    replacedFile = null,
    ...rest
  } = options;
  let checkpoints: Checkpoints | undefined;
  try {
    const connection = openConnection({
      file,
      nativeBinding,
      migrations: readMigrations(migrationsFolder),
      log: rest.log,
    });
    if (replacedFile !== null) carryOver(connection, replacedFile, rest.log);
    const { clock, log } = rest;
    checkpoints = createCheckpoints({ connection, file, nativeBinding, worker: checkpointWorker, clock, log });
    return createWorkingDesk({ ...rest, connection, checkpoints, refoldsOutbox: replacedFile !== null });
  } catch (thrown) {
    void checkpoints?.dispose();
    const error: FerryError = toFerryError(thrown);
    rest.log.error('store.cannotOpen', { code: error.code, details: error.details });
    return createBrokenDesk(error);
  }
}
