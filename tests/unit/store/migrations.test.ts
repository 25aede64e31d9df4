import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import { createDatabase } from '#app/store/database.ts';
import { type Migration, openConnection, readMigrations } from '#app/store/open.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { aWorkbench } from '../../support/workbench.ts';

const migrations = readMigrations(clientMigrations);
const addsColour: Migration = {
  number: migrations.length + 1,
  name: 'adds-colour.sql',
  sql: `ALTER TABLE sync_queue ADD COLUMN colour TEXT; UPDATE sync_queue SET colour = 'blue'`,
};
const breaksHalfway: Migration = {
  number: migrations.length + 1,
  name: 'breaks-halfway.sql',
  sql: `DELETE FROM sync_queue; CREATE TABLE new_one (id INTEGER); INSERT INTO no_such_table VALUES (1)`,
};

function open(file: string, all: readonly Migration[] = migrations) {
  return openConnection({ file, migrations: all, log: quietLog });
}

function errorOf(work: () => unknown) {
  try {
    work();
    return null;
  } catch (thrown) {
    return toFerryError(thrown);
  }
}

/** A data file with a client and an edit in its outbox, closed. */
function aFileWithWork(): string {
  const file = path.join(temporaryFolder(), 'ferry.db');
  const desk = aWorkbench('ana', { file });
  desk.newClient('c-1', { name: 'Nordwind' });
  desk.connection.pragma('wal_checkpoint(TRUNCATE)');
  return file;
}

function dump(file: string): unknown {
  const connection = new BetterSqlite3(file, { readonly: true });
  const rows = ['sync_queue', 'cached_clients', 'sync_state'].map((table) =>
    connection.prepare(`SELECT * FROM ${table}`).all(),
  );
  connection.close();
  return rows;
}

const copiesBeside = (file: string) =>
  readdirSync(path.dirname(file)).filter((name) => name.includes('before-migration'));

describe('opening the database', () => {
  it('is durable and checked', () => {
    const connection = open(path.join(temporaryFolder(), 'new', 'ferry.db'));
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(connection.pragma('synchronous', { simple: true })).toBe(2);
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(connection.pragma('quick_check(1)', { simple: true })).toBe('ok');
    connection.close();
  });

  it('brings a file of the version before, with data in it, to this one and keeps a copy', () => {
    const file = aFileWithWork();
    const before = dump(file);
    const connection = open(file, [...migrations, addsColour]);
    expect(connection.prepare('SELECT record_id, colour FROM sync_queue').all()).toEqual([
      { record_id: 'c-1', colour: 'blue' },
    ]);
    connection.close();
    const [copy = ''] = copiesBeside(file);
    expect(dump(path.join(path.dirname(file), copy))).toEqual(before);
  });

  it('opens a current file as it is, without a copy', () => {
    const file = aFileWithWork();
    const before = dump(file);
    open(file).close();
    expect(dump(file)).toEqual(before);
    expect(copiesBeside(file)).toEqual([]);
  });

  it('keeps the three latest copies', () => {
    const file = aFileWithWork();
    const all = [...migrations];
    for (let step = 0; step < 5; step += 1) {
      all.push({ number: all.length + 1, name: `step-${step}`, sql: `CREATE TABLE step_${step} (id INTEGER)` });
      open(file, all).close();
    }
    expect(copiesBeside(file)).toHaveLength(3);
    expect(copiesBeside(file).at(-1)).toContain(String(all.length).padStart(4, '0'));
  });

  it('leaves everything as it was when a migration breaks halfway', () => {
    const file = aFileWithWork();
    const before = dump(file);
    expect(errorOf(() => open(file, [...migrations, breaksHalfway]))?.code).toBe('store.failed');
    expect(dump(file)).toEqual(before);
    open(file).close();
  });

  it('refuses the file of a newer Ferry, and does not touch it', () => {
    const file = aFileWithWork();
    open(file, [...migrations, addsColour]).close();
    const bytes = readFileSync(file);
    expect(errorOf(() => open(file))).toMatchObject({ code: 'store.newerDatabase', action: 'update' });
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('says so of a file that is no database, and leaves it as it is', () => {
    const file = path.join(temporaryFolder(), 'ferry.db');
    writeFileSync(
      file,
      'this is a letter, not a database, and it is long enough to be read as a header of one'.repeat(20),
    );
    const bytes = readFileSync(file);
    expect(errorOf(() => open(file))).toMatchObject({ code: 'store.corrupt', action: 'restoreBackup' });
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('says so of a file whose middle is damaged', () => {
    const file = aFileWithWork();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096 * 3, 4096 * 12);
    writeFileSync(file, bytes);
    const error = errorOf(() => {
      const connection = open(file);
      try {
        const database = createDatabase({ connection, monotonicMs: () => 0, log: quietLog });
        const tables = database.statement<{ name: string }>(
          "SELECT name FROM sqlite_schema WHERE sql LIKE '%) STRICT%'",
        );
        for (const { name } of tables.all()) database.statement(`SELECT * FROM ${name}`).all();
      } finally {
        connection.close();
      }
    });
    expect(error?.code).toBe('store.corrupt');
  });

  it('says so where there is a folder in its place', () => {
    const folder = temporaryFolder();
    expect(errorOf(() => open(folder))?.code).toBe('store.readOnly');
    expect(existsSync(folder)).toBe(true);
  });
});

describe('the numbers of migrations', () => {
  it('have no gaps and no repeats', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, '0001-a.sql'), '');
    writeFileSync(path.join(folder, '0003-b.sql'), '');
    expect(() => readMigrations(folder)).toThrow('0003-b.sql');
  });
});
