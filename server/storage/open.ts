import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { createSqliteDatabase } from './sqlite.ts';

/** Opens and migrates the storage the options name. */
export async function openStorage({ db }: { db: string; postgres: string | undefined }): Promise<Database> {
  const storage = createSqliteDatabase({ file: db });
  await migrate(storage);
  return storage;
}
