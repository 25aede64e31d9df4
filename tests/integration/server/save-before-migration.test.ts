import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate, newestMigration, readMigrations } from '../../../server/storage/migrate.ts';
import { openStorage } from '../../../server/storage/open.ts';
import { createSqliteDatabase } from '../../../server/storage/sqlite.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const newest = newestMigration('sqlite');

async function aDatabaseOf(version: number): Promise<string> {
  const file = path.join(temporaryFolder(), 'ferry.db');
  const storage = createSqliteDatabase({ file });
  await migrate(
    storage,
    readMigrations('sqlite').filter((each) => each.version <= version),
  );
  await storage.dispose();
  return file;
}

const versionIn = (file: string): unknown =>
  new Sqlite(file, { readonly: true }).prepare('SELECT MAX(version) FROM schema_migrations').pluck().get();

const open = async (db: string) => (await openStorage({ db, postgres: undefined }, quietLog)).dispose();

it('copies a database of an older version before it is migrated, once', async () => {
  const file = await aDatabaseOf(newest - 1);
  await open(file);
  const copy = `${file}.before-migration-${newest - 1}`;
  expect([versionIn(file), versionIn(copy)]).toEqual([newest, newest - 1]);
  await open(file);
  expect(existsSync(`${file}.before-migration-${newest}`)).toBe(false);
});

it('migrates nothing if the copy cannot be written', async () => {
  const file = await aDatabaseOf(newest - 1);
  mkdirSync(`${file}.before-migration-${newest - 1}.${process.pid}`);
  await expect(open(file)).rejects.toThrow(/could not be copied .* Nothing was changed/);
  expect(versionIn(file)).toBe(newest - 1);
});

it('copies neither a new database nor a current one', async () => {
  const file = await aDatabaseOf(newest);
  await open(file);
  await open(path.join(path.dirname(file), 'new.db'));
  expect(existsSync(`${file}.before-migration-${newest}`)).toBe(false);
  expect(existsSync(path.join(path.dirname(file), 'new.db.before-migration-0'))).toBe(false);
});
