import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import type { Connection } from './database.ts';
import type { FileCheck } from './file-check.ts';
import { toStoreFailure } from './storage-error.ts';

export interface Migration {
  /** Position in the sequence; becomes `PRAGMA user_version`. */
  number: number;
  name: string;
  sql: string;
}

/** Waiting for another program blocks main completely; the saver retries later instead. */
const BUSY_WAIT_MS = 100;
/** Readable only by the person who runs Ferry. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Suffix of a copy while it is being written. */
const UNFINISHED = '.unfinished';

/** Reads `NNNN-name.sql` files. @throws if numbers are missing or repeated. */
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
  /** The addon to load if the packaged one does not fit the runtime. */
  nativeBinding?: string | undefined;
  migrations: readonly Migration[];
  log: Log;
}

/**
 * Opens the desk's database, checks it and migrates it to the current schema.
 * @throws FerryFailure `store.newerDatabase`, `store.corrupt`, `store.readOnly`, `store.diskFull`; the file is
 * unchanged then.
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
    connection.pragma(`busy_timeout = ${BUSY_WAIT_MS}`);
    migrate(connection, migrations, log);
    return connection;
  } catch (thrown) {
    connection?.close();
    throw toStoreFailure(thrown, file === ':memory:' ? undefined : file);
  }
}

function refuseNewer(connection: Connection, migrations: readonly Migration[]): void {
  const found = userVersion(connection);
  if (found <= migrations.length) return;
  throw new FerryFailure('store.newerDatabase', 'update', { found, known: migrations.length });
}

/** Runs each migration in its own transaction; `backUpBeforeMigrating` keeps the previous state. */
export function migrate(connection: Connection, migrations: readonly Migration[], log: Log): void {
  const current = userVersion(connection);
  for (const { number, name, sql } of migrations.filter((migration) => migration.number > current)) {
    connection.transaction(() => {
      dropMadeOrders(connection);
      connection.exec(sql);
      connection.pragma(`user_version = ${number}`);
    })();
    log.info('store.migrated', { name });
  }
}

/** A migration knows only indexes of earlier migrations; the others are recreated on demand (`orders.ts`). */
function dropMadeOrders(connection: Connection): void {
  const sql = `SELECT name FROM sqlite_master WHERE type = 'index' AND name GLOB 'cached_*_sorted_by_*'`;
  for (const { name } of connection.prepare<[], { name: string }>(sql).all()) connection.exec(`DROP INDEX ${name}`);
}

/** Tables whose data exists nowhere else. */
const WORK_TABLES = ['sync_queue', 'drafts', 'sync_conflicts', 'sync_state'];

/** Reads all tables with unsent work. @throws FerryFailure `store.corrupt` if one is damaged */
export function refuseDamagedWork(connection: Connection): void {
  try {
    for (const table of WORK_TABLES) {
      const found = connection.pragma(`quick_check(${table})`, { simple: true });
      if (found !== 'ok') throw damaged({ table, reason: found });
    }
  } catch (thrown) {
    throw toStoreFailure(thrown);
  }
}

function damaged(details: Record<string, unknown>): FerryFailure {
  return new FerryFailure('store.corrupt', 'repair', details);
}

/**
 * If opening the file would change its schema, writes a copy first, by SQLite's online backup, which includes the
 * write-ahead log. (`VACUUM INTO` may renumber rows, which the search index refers to.) A file that cannot be read is
 * left to `openConnection`, which reports the cause.
 * @param pathFor path of the copy, by the target version; the copy appears there only when complete
 * @throws FerryFailure `store.diskFull`, `store.readOnly`, `store.corrupt`; do not migrate then.
 */
export async function backUpBeforeMigrating(
  { file, nativeBinding, migrations }: Pick<OpenOptions, 'file' | 'nativeBinding' | 'migrations'>,
  { pathFor, check }: { pathFor: (version: number) => string; check: FileCheck },
): Promise<void> {
  const connection = openToRead(file, nativeBinding);
  try {
    const version = connection === null ? null : versionIfReadable(connection);
    if (connection === null || version === null || version === 0 || version >= migrations.length) return;
    const copy = pathFor(migrations.length);
    await writeCopy(connection, copy);
    await refuseDamaged(copy, check);
  } catch (thrown) {
    throw toStoreFailure(thrown, file);
  } finally {
    connection?.close();
  }
}

/** Refuses a damaged copy: it is as damaged as its source. */
async function refuseDamaged(copy: string, check: FileCheck): Promise<void> {
  const result = await check(copy);
  if (result.kind !== 'damaged') return;
  rmSync(copy);
  throw damaged({ reason: result.reason });
}

/** Copies an open database while it is in use; a partial copy never has the final name. */
export async function writeCopy(connection: Connection, file: string): Promise<void> {
  const unfinished = `${file}${UNFINISHED}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
    rmSync(unfinished, { force: true });
    await connection.backup(unfinished);
    chmodSync(unfinished, PRIVATE_FILE);
    renameSync(unfinished, file);
  } catch (thrown) {
    rmSync(unfinished, { force: true });
    throw toStoreFailure(thrown);
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
