import type { Log } from '#app/contract/ports.ts';
import type { Database } from './database.ts';
import { migrate, newestMigration } from './migrate.ts';
import { createPostgresDatabase } from './postgres.ts';
import { saveBeforeMigration } from './save-before-migration.ts';
import { createSqliteDatabase } from './sqlite.ts';

export interface StorageOptions {
  /** File of the SQLite database; ignored with `postgres`. */
  db: string;
  /** `postgres://…`, for a server shared by several processes. */
  postgres: string | undefined;
}

/** Opens and migrates the storage that the options name. A SQLite file of an older version is copied first. */
export async function openStorage({ db, postgres }: StorageOptions, log: Log): Promise<Database> {
  if (postgres === undefined) {
    const copy = await saveBeforeMigration(db, newestMigration('sqlite'));
    if (copy !== null) log.warn('storage.savedBeforeMigration', { copy });
  }
  const storage =
    postgres === undefined ? createSqliteDatabase({ file: db }) : createPostgresDatabase({ url: postgres, log });
  try {
    await migrate(storage);
    return storage;
  } catch (error) {
    await storage.dispose();
    throw error;
  }
}
