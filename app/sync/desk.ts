import { type FerryError, toFerryError } from '#app/contract/errors.ts';
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
}

/**
 * Opens the database and assembles a desk over it. Where it cannot be opened, the desk says why in its status and
 * refuses work with that error; the file stays as it is.
 */
export function createDesk(options: DeskOptions): Desk {
  const { databaseFile: file, nativeBinding, migrationsFolder, ...rest } = options;
  try {
    const connection = openConnection({
      file,
      nativeBinding,
      migrations: readMigrations(migrationsFolder),
      log: rest.log,
    });
    return createWorkingDesk({ ...rest, connection });
  } catch (thrown) {
    const error: FerryError = toFerryError(thrown);
    rest.log.error('store.cannotOpen', { code: error.code, details: error.details });
    return createBrokenDesk(error);
  }
}
