import path from 'node:path';
import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import { type Checkpoints, createCheckpoints } from '#app/store/checkpoints.ts';
import type { Connection } from '#app/store/database.ts';
import { openConnection, readMigrations, refuseDamagedWork } from '#app/store/open.ts';
import { createJournalFile } from '#app/store/outbox-journal/file.ts';
import type { Desk } from './desk-types.ts';
import { createUnavailableDesk } from './unavailable-desk.ts';
import { createWorkingDesk, type WorkingDeskOptions } from './working-desk.ts';

/** Path of the outbox journal for a database path. */
export const outboxJournalOf = (databaseFile: string): string =>
  path.join(path.dirname(databaseFile), 'outbox', 'outbox.journal');

export interface DeskOptions extends Omit<WorkingDeskOptions, 'connection' | 'checkpoints'> {
  /** Path of `ferry.db`. */
  databaseFile: string;
  /** The addon to load if the packaged one does not fit the runtime. */
  nativeBinding?: string | undefined;
  migrationsFolder: string;
  /** Path of the built `checkpoint-worker`. */
  checkpointWorker: string;
}

/**
 * Opens the database and assembles a desk over it. If that fails, the desk reports why in its status and refuses work
 * with that error; the file is unchanged.
 */
export function createDesk(options: DeskOptions): Desk {
  const { databaseFile: file, nativeBinding, migrationsFolder, checkpointWorker, ...rest } = options;
  let connection: Connection | undefined;
  let checkpoints: Checkpoints | undefined;
  try {
    connection = openConnection({
      file,
      nativeBinding,
      migrations: readMigrations(migrationsFolder),
      log: rest.log,
    });
    refuseDamagedWork(connection);
    const { clock, log } = rest;
    checkpoints = createCheckpoints({ connection, file, nativeBinding, worker: checkpointWorker, clock, log });
    const journalFile = createJournalFile(outboxJournalOf(file));
    return createWorkingDesk({ ...rest, connection, checkpoints, journalFile });
  } catch (thrown) {
    void checkpoints?.dispose();
    connection?.close();
    const error: FerryError = toFerryError(thrown);
    rest.log.error('store.cannotOpen', { code: error.code, details: error.details });
    return createUnavailableDesk(error);
  }
}
