import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import type { Connection } from './database.ts';
import { toStoreFailure } from './sqlite-error.ts';

export interface Migration {
  /** Position in the line; becomes `PRAGMA user_version`. */
  number: number;
  name: string;
  sql: string;
}

/** What a copy is called while it is written. */
const UNFINISHED = '.unfinished';

/** Reads `NNNN-name.sql` files. @throws if the numbers have gaps or repeat. */
export function readMigrations(folder: string): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  return files.map((file, index) => {
    const number = Number.parseInt(file, 10);
    if (number !== index + 1) throw new Error(`Migration ${file} stands at place ${index + 1}.`);
    return { number, name: file, sql: readFileSync(join(folder, file), 'utf8') };
  });
}

export interface OpenOptions {
  /** Path of `ferry.db`, or `:memory:`. */
  file: string;
  /** The addon to load where the one in the package does not fit the runtime. */
  nativeBinding?: string | undefined;
  migrations: readonly Migration[];
  log: Log;
}

/**
 * Opens the desk's database, durable and checked, and brings it to the current schema.
 * @throws FerryFailure `store.newerDatabase`, `store.corrupt`, `store.readOnly`, `store.diskFull`; the file is then as it was.
 */
export function openConnection({ file, nativeBinding, migrations, log }: OpenOptions): Connection {
  let connection: Connection | undefined;
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    connection = new BetterSqlite3(file, nativeBinding ? { nativeBinding } : {});
    refuseNewer(connection, migrations);
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('busy_timeout = 5000');
    migrate(connection, migrations, log);
    return connection;
  } catch (thrown) {
    connection?.close();
    throw toStoreFailure(thrown);
  }
}

function refuseNewer(connection: Connection, migrations: readonly Migration[]): void {
  const found = userVersion(connection);
  if (found <= migrations.length) return;
  throw new FerryFailure(
    'store.newerDatabase',
    'This data was written by a newer Ferry. Update Ferry on this computer to open it; nothing was changed.',
    'update',
    { found, known: migrations.length },
  );
}

/** Each migration in a transaction of its own; what the file held before is kept by `backUpBeforeMigrating`. */
export function migrate(connection: Connection, migrations: readonly Migration[], log: Log): void {
  const current = userVersion(connection);
  for (const { number, name, sql } of migrations.filter((migration) => migration.number > current)) {
    connection.transaction(() => {
      connection.exec(sql);
      connection.pragma(`user_version = ${number}`);
    })();
    log.info('store.migrated', { name });
  }
}

/**
 * Where opening the file would change its schema: writes a copy first, by SQLite's online backup, which takes what is
 * still in the journal, too. (`VACUUM INTO` would not do: it may number rows anew, and the search index goes by them.)
 * A file that cannot be read is left to `openConnection`, which says what is wrong with it.
 * @param copyFor the path of the copy, by the version the data is brought to; it appears there when it is whole
 * @throws FerryFailure `store.diskFull`, `store.readOnly`; nothing must be migrated then.
 */
export async function backUpBeforeMigrating(
  { file, nativeBinding, migrations }: Pick<OpenOptions, 'file' | 'nativeBinding' | 'migrations'>,
  copyFor: (version: number) => string,
): Promise<void> {
  const connection = openToRead(file, nativeBinding);
  try {
    const version = connection === null ? null : versionIfReadable(connection);
    if (connection === null || version === null || version === 0 || version >= migrations.length) return;
    await writeCopy(connection, copyFor(migrations.length));
  } catch (thrown) {
    throw toStoreFailure(thrown);
  } finally {
    connection?.close();
  }
}

/** A copy of an open database while work goes on; a part of one never lies under its name. */
export async function writeCopy(connection: Connection, file: string): Promise<void> {
  const unfinished = `${file}${UNFINISHED}`;
  mkdirSync(dirname(file), { recursive: true });
  rmSync(unfinished, { force: true });
  try {
    await connection.backup(unfinished);
    renameSync(unfinished, file);
  } catch (thrown) {
    rmSync(unfinished, { force: true });
    throw thrown;
  }
}

function openToRead(file: string, nativeBinding: string | undefined): Connection | null {
  try {
    return new BetterSqlite3(file, {
      readonly: true,
      fileMustExist: true,
      ...(nativeBinding ? { nativeBinding } : {}),
    });
  } catch {
    return null;
  }
}

function versionIfReadable(connection: Connection): number | null {
  try {
    return userVersion(connection);
  } catch {
    return null;
  }
}

function userVersion(connection: Connection): number {
  return Number(connection.pragma('user_version', { simple: true }));
}
