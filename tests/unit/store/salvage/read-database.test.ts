import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptShapes } from '#app/store/salvage/kept-tables.ts';
import { readDatabase } from '#app/store/salvage/read-database.ts';
import { cutOff, garble, garbleHeader, garblePage, pagesOf } from '../../../support/damage.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { aWorkbench } from '../../../support/workbench.ts';

const CHANGES = 300;

/** A closed database with unsent clients, one of them longer than a page, drafts, a conflict and receipts. */
function aDatabase() {
  const file = path.join(temporaryFolder(), 'ferry.db');
  const bench = aWorkbench('ana', { file });
  bench.connection.pragma('wal_autocheckpoint = 0');
  const saved = bench.store.transaction(() =>
    Array.from({ length: CHANGES }, (_none, index) =>
      bench.newClient(`c-${index}`, { notes: index === 7 ? 'long '.repeat(4_000) : `note ${index}` }),
    ),
  );
  bench.store.transaction(() => {
    for (let index = 0; index < 40; index += 1)
      bench.store.drafts.put('clients', `c-${index}`, 'email', `not an address ${index}`, 1_700_000_000_000);
    bench.store.conflicts.add(
      { conflictId: 'k-1', fields: [], theirsBy: 'p-1', theirsAt: 1 },
      { changeId: saved[0]?.changeId ?? '', table: 'clients', recordId: 'c-0' },
      2,
    );
    bench.store.state.set({ round: 41, ticket: '41.x' });
  });
  const shapes = keptShapes(bench.connection);
  const changeIds = saved.map(({ changeId }) => changeId);
  return { file, bench, shapes, changeIds, deviceId: bench.store.state.get('deviceId') };
}

const readIds = ({ file, shapes }: Pick<ReturnType<typeof aDatabase>, 'file' | 'shapes'>) =>
  readDatabase(file, shapes).sync_queue.rows.map(({ change_id }) => change_id);

describe('an intact database', () => {
  it('is read whole by SQL', () => {
    const database = aDatabase();
    database.bench.store.close();
    const tables = readDatabase(database.file, database.shapes);
    expect(Object.values(tables).every(({ isComplete }) => isComplete)).toBe(true);
    expect(tables.sync_queue.rows.map(({ change_id }) => change_id)).toEqual(database.changeIds);
    expect(tables.drafts.rows).toHaveLength(40);
  });

  it('is read with its write-ahead log, which is not changed', () => {
    const database = aDatabase();
    const copy = path.join(temporaryFolder(), 'copy.db');
    for (const suffix of ['', '-wal']) copyFileSync(database.file + suffix, copy + suffix);
    const before = readFileSync(`${copy}-wal`);
    expect(readIds({ ...database, file: copy })).toEqual(database.changeIds);
    expect(readFileSync(`${copy}-wal`).equals(before)).toBe(true);
    expect(existsSync(`${copy}-shm`)).toBe(false);
  });
});

const garbleAll = (name: string) => (file: string) => {
  for (const page of pagesOf(file, name)) garblePage(file, page);
};

/** What is damaged → what is done to the closed file. */
const damages: Record<string, (file: string) => void> = {
  'the header': garbleHeader,
  'the schema': (file) => garblePage(file, 1),
  'the root of the outbox': (file) => garblePage(file, pagesOf(file, 'sync_queue')[0] ?? 0),
  'an index of the outbox': garbleAll('sync_queue_outbox'),
  'the index of the change ids': garbleAll('sqlite_autoindex_sync_queue_1'),
  history: garbleAll('sync_history'),
  batches: garbleAll('batches'),
  receipts: garbleAll('receipts'),
  'the records': garbleAll('cached_clients'),
};

describe('every unsent change is read although', () => {
  it.each(Object.keys(damages))('%s is damaged', (what) => {
    const database = aDatabase();
    database.bench.store.close();
    damages[what]?.(database.file);
    const before = readFileSync(database.file);
    const tables = readDatabase(database.file, database.shapes);
    expect(tables.sync_queue.rows.map(({ change_id }) => change_id).toSorted()).toEqual(database.changeIds);
    const seventh = tables.sync_queue.rows.find(({ record_id }) => record_id === 'c-7');
    expect(seventh).toMatchObject({ table_name: 'clients', synced: 0 });
    expect(tables.drafts.rows).toHaveLength(40);
    expect(tables.sync_conflicts.rows).toMatchObject([{ conflict_id: 'k-1' }]);
    const state = new Map(tables.sync_state.rows.map(({ key, value }) => [key, value]));
    expect(state.get('round')).toBe('41');
    expect(state.get('deviceId')).toBe(JSON.stringify(database.deviceId));
    expect(readFileSync(database.file).equals(before)).toBe(true);
  });
});

describe('unreadable parts are reported, and the rest is read,', () => {
  it('if a page of the outbox is damaged', () => {
    const database = aDatabase();
    database.bench.store.close();
    const pages = pagesOf(database.file, 'sync_queue');
    garblePage(database.file, pages[Math.floor(pages.length / 2)] ?? 0);
    const { rows, isComplete } = readDatabase(database.file, database.shapes).sync_queue;
    expect(isComplete).toBe(false);
    expect(rows.length).toBeGreaterThan(CHANGES * 0.8);
    expect(rows.length).toBeLessThan(CHANGES);
    expect(database.changeIds).toEqual(expect.arrayContaining(rows.map(({ change_id }) => change_id)));
  });

  it('if several pages of the outbox are damaged', () => {
    const database = aDatabase();
    database.bench.store.close();
    const pages = pagesOf(database.file, 'sync_queue');
    for (const part of [0.2, 0.5, 0.8]) garblePage(database.file, pages[Math.floor(pages.length * part)] ?? 0);
    const { rows, isComplete } = readDatabase(database.file, database.shapes).sync_queue;
    expect(isComplete).toBe(false);
    expect(rows.length).toBeGreaterThan(CHANGES * 0.6);
  });

  it('if a part of the file is cut off', () => {
    const database = aDatabase();
    database.bench.store.close();
    cutOff(database.file, 0.75);
    const { rows, isComplete } = readDatabase(database.file, database.shapes).sync_queue;
    expect(isComplete).toBe(false);
    expect(rows.length).toBeGreaterThan(CHANGES * 0.2);
  });

  it('if the database is missing and only its log is left', () => {
    const database = aDatabase();
    const lone = path.join(temporaryFolder(), 'lone.db');
    copyFileSync(`${database.file}-wal`, `${lone}-wal`);
    const { rows, isComplete } = readDatabase(lone, database.shapes).sync_queue;
    expect(isComplete).toBe(false);
    expect(rows).toHaveLength(CHANGES);
  });

  it('if a frame of the log is damaged, which SQLite would not report', () => {
    const database = aDatabase();
    const copy = path.join(temporaryFolder(), 'copy.db');
    for (const suffix of ['', '-wal']) copyFileSync(database.file + suffix, copy + suffix);
    garbleHeader(copy);
    garble(`${copy}-wal`, 32 + 40 * (4096 + 24) + 500, 300);
    const { rows } = readDatabase(copy, database.shapes).sync_queue;
    expect(rows.length).toBeGreaterThan(CHANGES * 0.9);
  });
});

it('deleted rows do not return with a table that is damaged elsewhere', () => {
  const database = aDatabase();
  const { bench } = database;
  bench.connection.exec('UPDATE sync_queue SET synced = 1 WHERE id <= 200; DELETE FROM sync_queue WHERE id <= 200');
  bench.store.close();
  const pages = pagesOf(database.file, 'sync_queue');
  garblePage(database.file, pages.at(-1) ?? 0);
  expect(readIds(database).filter((id) => database.changeIds.indexOf(String(id)) < 200)).toEqual([]);
});
