import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import { createDatabase } from '#app/store/database.ts';
import { createFileCheck } from '#app/store/file-check.ts';
import { backUpBeforeMigrating, type Migration, openConnection, readMigrations } from '#app/store/open.ts';
import { checkWorker } from '../../support/check-worker.ts';
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

const check = createFileCheck(checkWorker, undefined);

/** Copies the file if opening it with these would change it; the names of the copies. */
async function copiesOf(file: string, all: readonly Migration[]): Promise<string[]> {
  const folder = path.join(path.dirname(file), 'copies');
  const pathFor = (version: number) => path.join(folder, `before-${version}`);
  await backUpBeforeMigrating({ file, migrations: all }, { pathFor, check });
  return existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
}

describe('opening the database', () => {
  it('is durable and checked', () => {
    const connection = open(path.join(temporaryFolder(), 'new', 'ferry.db'));
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(connection.pragma('synchronous', { simple: true })).toBe(2);
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(connection.pragma('quick_check(1)', { simple: true })).toBe('ok');
    connection.close();
  });

  it('migrates a file of the previous version, with its data', () => {
    const file = aFileWithWork();
    const connection = open(file, [...migrations, addsColour]);
    expect(connection.prepare('SELECT record_id, colour FROM sync_queue').all()).toEqual([
      { record_id: 'c-1', colour: 'blue' },
    ]);
    connection.close();
  });

  it('leaves a current file as it is', () => {
    const file = aFileWithWork();
    const before = dump(file);
    open(file).close();
    expect(dump(file)).toEqual(before);
  });

  it('changes nothing if a migration fails halfway', () => {
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

  it('reports a file that is no database, and leaves it as it is', () => {
    const file = path.join(temporaryFolder(), 'ferry.db');
    writeFileSync(
      file,
      'this is a letter, not a database, and it is long enough to be read as a header of one'.repeat(20),
    );
    const bytes = readFileSync(file);
    expect(errorOf(() => open(file))).toMatchObject({ code: 'store.corrupt', action: 'repair' });
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('reports a file whose middle is damaged', () => {
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

  it('reports a folder in its place', () => {
    const folder = temporaryFolder();
    expect(errorOf(() => open(folder))?.code).toBe('store.noPermission');
    expect(existsSync(folder)).toBe(true);
  });
});

describe('before a migration', () => {
  const newer = [...migrations, addsColour];

  it('the file is copied whole, with the content of its journal', async () => {
    const file = aFileWithWork();
    const writer = new BetterSqlite3(file);
    writer.pragma('wal_autocheckpoint = 0');
    writer.prepare(`UPDATE sync_queue SET record_id = 'only-in-the-journal'`).run();
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    const before = dump(file);
    const [copy = ''] = await copiesOf(file, newer);
    writer.close();
    expect(dump(copy)).toEqual(before);
    expect(path.basename(copy)).toBe(`before-${newer.length}`);
    expect(open(copy).pragma('quick_check', { simple: true })).toBe('ok');
  });

  it('nothing is copied if nothing changes: a current file, a new one, none, a newer one, a damaged one', async () => {
    const file = aFileWithWork();
    expect(await copiesOf(file, migrations)).toEqual([]);
    expect(await copiesOf(path.join(temporaryFolder(), 'none.db'), newer)).toEqual([]);
    const empty = path.join(temporaryFolder(), 'empty.db');
    new BetterSqlite3(empty).close();
    expect(await copiesOf(empty, newer)).toEqual([]);
    expect(await copiesOf(file, migrations.slice(0, -1))).toEqual([]);
    const letter = path.join(temporaryFolder(), 'letter.db');
    writeFileSync(letter, 'no database at all, but long enough to look at '.repeat(40));
    expect(await copiesOf(letter, newer)).toEqual([]);
  });

  it('a copy that cannot be written stops it, and is removed', async () => {
    const file = aFileWithWork();
    const folder = path.join(path.dirname(file), 'copies');
    mkdirSync(path.join(folder, 'taken', 'by-a-folder'), { recursive: true });
    const pathFor = () => path.join(folder, 'taken');
    const copying = backUpBeforeMigrating({ file, migrations: newer }, { pathFor, check });
    await expect(copying).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
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
