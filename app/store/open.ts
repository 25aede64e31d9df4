import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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

const COPIES_KEPT = 3;

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
    migrate(connection, file, migrations, log);
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

/** Each migration in a transaction of its own, after a copy of a file that holds data already. */
export function migrate(connection: Connection, file: string, migrations: readonly Migration[], log: Log): void {
  const current = userVersion(connection);
  const missing = migrations.filter(({ number }) => number > current);
  if (missing.length > 0 && current > 0 && file !== ':memory:') keepCopy(connection, file, current);
  for (const { number, name, sql } of missing) {
    connection.transaction(() => {
      connection.exec(sql);
      connection.pragma(`user_version = ${number}`);
    })();
    log.info('store.migrated', { name });
  }
}

function keepCopy(connection: Connection, file: string, version: number): void {
  connection.pragma('wal_checkpoint(TRUNCATE)');
  const prefix = `${basename(file)}.before-migration-`;
  copyFileSync(file, join(dirname(file), `${prefix}${String(version + 1).padStart(4, '0')}`));
  const copies = readdirSync(dirname(file))
    .filter((name) => name.startsWith(prefix))
    .sort();
  for (const name of copies.slice(0, -COPIES_KEPT)) rmSync(join(dirname(file), name));
}

function userVersion(connection: Connection): number {
  return Number(connection.pragma('user_version', { simple: true }));
}
