import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { type Migration, openConnection } from '../open.ts';
import { toStoreFailure } from '../storage-error.ts';
import { bringWorkOver, type Rebuilt, type WorkSources } from './bring-work-over.ts';

export interface RebuildOptions extends WorkSources {
  /** Path of the new database; an existing file is replaced. */
  target: string;
  /** A sound database whose records to start with; null to fetch them from the server. */
  base: string | null;
  migrations: readonly Migration[];
}

/**
 * Builds a database from a backup's records (or none) and everything personal: outbox, drafts, conflicts, receipts, the
 * device's identity. Writes only the target, so a failure changes nothing else.
 * @throws FerryFailure `store.*`; the target is removed then
 */
export async function rebuildDatabase(options: RebuildOptions): Promise<Rebuilt> {
  const { target } = options;
  removeDatabase(target);
  try {
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
    if (options.base !== null) await copyDatabase(options.base, target, options.nativeBinding);
    const rebuilt = fill(options);
    chmodSync(target, 0o600);
    flush(target);
    return rebuilt;
  } catch (thrown) {
    removeDatabase(target);
    throw toStoreFailure(thrown);
  }
}

function fill(options: RebuildOptions): Rebuilt {
  const { target: file, nativeBinding, migrations, log } = options;
  const connection = openConnection({ file, nativeBinding, migrations, log });
  try {
    const rebuilt = bringWorkOver(connection, options);
    connection.pragma('wal_checkpoint(TRUNCATE)');
    return rebuilt;
  } finally {
    connection.close();
  }
}

/** SQLite's online backup includes the write-ahead log. */
async function copyDatabase(from: string, to: string, nativeBinding: string | undefined): Promise<void> {
  const connection = new BetterSqlite3(from, { fileMustExist: true, ...(nativeBinding ? { nativeBinding } : {}) });
  try {
    await connection.backup(to);
  } finally {
    connection.close();
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}

function flush(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
