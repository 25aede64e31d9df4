import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import { carryOver } from '#app/store/carry-over.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { createBrokenDesk } from './broken-desk.ts';
import type { Desk } from './desk-contract.ts';
import { createWorkingDesk, type WorkingDeskOptions } from './working-desk.ts';

export interface DeskOptions extends Omit<WorkingDeskOptions, 'connection'> {
  /** Path of `ferry.db`. */
  databaseFile: string;
  /** The addon to load where the one in the package does not fit the runtime. */
  nativeBinding?: string | undefined;
  migrationsFolder: string;
  /** After a restore: the file a backup has replaced, whose outbox is brought over. */
  replacedFile?: string | null;
}

/**
 * Opens the database and assembles a desk over it. Where it cannot be opened, the desk says why in its status and
 * refuses work with that error; the file stays as it is.
 */
export function createDesk(options: DeskOptions): Desk {
  const { databaseFile: file, nativeBinding, migrationsFolder, replacedFile = null, ...rest } = options;
  try {
    const connection = openConnection({
      file,
      nativeBinding,
      migrations: readMigrations(migrationsFolder),
      log: rest.log,
    });
    if (replacedFile !== null) carryOver(connection, replacedFile, rest.log);
    return createWorkingDesk({ ...rest, connection, refoldsOutbox: replacedFile !== null });
  } catch (thrown) {
    const error: FerryError = toFerryError(thrown);
    rest.log.error('store.cannotOpen', { code: error.code, details: error.details });
    return createBrokenDesk(error);
  }
}
