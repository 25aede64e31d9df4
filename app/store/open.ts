import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import type { Connection } from './database.ts';
import type { FileCheck } from './file-check.ts';
import { toStoreFailure } from './storage-error.ts';

export interface Migration {
  /** Position in the line; becomes `PRAGMA user_version`. */
  number: number;
  name: string;
  sql: string;
}

/** Nobody can do anything while main waits for another program; who saves tries again later. */
const BUSY_WAIT_MS = 100;
/** Readable by nobody but the person who runs Ferry. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

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

/** Each migration in a transaction of its own; what the file held before is kept by `backUpBeforeMigrating`. */
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

/** A migration knows only the indexes of those before it; the others come back when they are asked for (`orders.ts`). */
function dropMadeOrders(connection: Connection): void {
  const sql = `SELECT name FROM sqlite_master WHERE type = 'index' AND name GLOB 'cached_*_sorted_by_*'`;
  for (const { name } of connection.prepare<[], { name: string }>(sql).all()) connection.exec(`DROP INDEX ${name}`);
}

/** What holds work that is nowhere else. */
const WORK_TABLES = ['sync_queue', 'drafts', 'sync_conflicts', 'sync_state'];

/** Reads the tables that hold unsent work through. @throws FerryFailure `store.corrupt` where one is damaged */
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
 * Where opening the file would change its schema: writes a copy first, by SQLite's online backup, which takes what is
 * still in the journal, too. (`VACUUM INTO` would not do: it may number rows anew, and the search index goes by them.)
 * A file that cannot be read is left to `openConnection`, which says what is wrong with it.
 * @param pathFor the path of the copy, by the version the data is brought to; it appears there when it is whole
 * @throws FerryFailure `store.diskFull`, `store.readOnly`, `store.corrupt`; nothing must be migrated then.
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

/** A copy is as sound as the data it was made of. */
async function refuseDamaged(copy: string, check: FileCheck): Promise<void> {
  const result = await check(copy);
  if (result.kind !== 'damaged') return;
  rmSync(copy);
  throw damaged({ reason: result.reason });
}

/** A copy of an open database while work goes on; a part of one never lies under its name. */
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
