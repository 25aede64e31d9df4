import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { backupName } from '../../../main/backup-names.ts';
import { createBackups } from '../../../main/backups.ts';
import { createPendingRestore } from '../../../main/restore.ts';
import { manualClock, recordingLog, temporaryFolder } from './support.ts';

/** As every database begins. */
const SQLITE = 'SQLite format 3\0';
const DAY_MS = 86_400_000;

function aDesk({ isAutomatic = true } = {}) {
  const folder = temporaryFolder();
  const clock = manualClock();
  const log = recordingLog();
  const database = path.join(folder, 'ferry.db');
  writeFileSync(database, `${SQLITE} today`);
  const pendingRestore = createPendingRestore({
    file: path.join(folder, 'restore.json'),
    database,
    backupsFolder: path.join(folder, 'backups'),
    clock,
    log,
  });
  const restart = vi.fn();
  const backUp = vi.fn(async (file: string) => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'a copy');
  });
  const backups = createBackups({
    folder: path.join(folder, 'backups'),
    desk: { backUp, storeError: () => null },
    isAutomatic: () => isAutomatic,
    pendingRestore,
    restart,
    clock,
    log,
  });
  return { folder, database, clock, backups, pendingRestore, restart };
}

async function aDayPasses(desk: ReturnType<typeof aDesk>): Promise<void> {
  desk.clock.advance(DAY_MS + 1);
  await vi.waitFor(() => expect(desk.backups.list()[0]?.at).toBe(Math.floor(desk.clock.nowMs() / 1000) * 1000));
}

test('one backup a day is made by itself, and fourteen are kept', async () => {
  const desk = aDesk();
  for (let day = 0; day < 17; day += 1) await aDayPasses(desk);
  await vi.waitFor(() => expect(desk.backups.list()).toHaveLength(14));
  expect(desk.backups.list().every(({ kind }) => kind === 'daily')).toBe(true);
});

test('none is made by itself where that is switched off, and by hand still', async () => {
  const desk = aDesk({ isAutomatic: false });
  desk.clock.advance(DAY_MS);
  const made = await desk.backups.create();
  expect(desk.backups.list()).toEqual([made]);
  expect(made).toMatchObject({ kind: 'manual', bytes: 6 });
});

test('a restored backup takes the place of the data at the next start, and the data is kept', async () => {
  const desk = aDesk();
  const { name } = await desk.backups.create();
  desk.backups.restore(name);
  expect(desk.restart).toHaveBeenCalledOnce();
  expect(readFileSync(desk.database, 'utf8')).toBe(`${SQLITE} today`);

  const replaced = desk.pendingRestore.carryOut();
  expect(readFileSync(desk.database, 'utf8')).toBe('a copy');
  expect(replaced && readFileSync(replaced, 'utf8')).toBe(`${SQLITE} today`);
  desk.pendingRestore.finish();
  expect(desk.pendingRestore.carryOut()).toBeNull();
});

test('what a restored backup has replaced is a backup itself, and can come back', async () => {
  const desk = aDesk();
  desk.backups.restore((await desk.backups.create()).name);
  desk.pendingRestore.carryOut();
  desk.pendingRestore.finish();
  const replaced = desk.backups.list().find(({ kind }) => kind === 'beforeRestore');
  desk.backups.restore(replaced?.name ?? '');
  desk.pendingRestore.carryOut();
  expect(readFileSync(desk.database, 'utf8')).toBe(`${SQLITE} today`);
});

test('replaced data that was damaged is kept, and not offered as a backup', async () => {
  const desk = aDesk();
  writeFileSync(desk.database, 'damaged beyond repair');
  desk.backups.restore((await desk.backups.create()).name);
  desk.pendingRestore.carryOut();
  desk.pendingRestore.finish();
  expect(desk.backups.list().map(({ kind }) => kind)).toEqual(['manual']);
  expect(readdirSync(desk.folder).filter((name) => name.includes('before-restore'))).toHaveLength(1);
});

test('three copies from before updates are kept beside those of each day', async () => {
  const desk = aDesk();
  await aDayPasses(desk);
  for (const version of [4, 5, 6, 7]) {
    const name = backupName({ at: desk.clock.nowMs() + version * 1000, kind: 'beforeUpdate', version });
    writeFileSync(path.join(desk.folder, 'backups', name), 'earlier');
  }
  await aDayPasses(desk);
  const versions = () => desk.backups.list().flatMap(({ version }) => version ?? []);
  await vi.waitFor(() => expect(versions()).toEqual([7, 6, 5]));
  expect(desk.backups.list().filter(({ kind }) => kind === 'daily')).toHaveLength(2);
});

test('a restore that was cut short goes on at the next start, and still knows what it replaced', async () => {
  const desk = aDesk();
  desk.backups.restore((await desk.backups.create()).name);
  const replaced = desk.pendingRestore.carryOut();
  expect(desk.pendingRestore.carryOut()).toBe(replaced);
  expect(replaced && readFileSync(replaced, 'utf8')).toBe(`${SQLITE} today`);
});

test('a backup that is not in the list is not restored', () => {
  const desk = aDesk();
  expect(() => desk.backups.restore('../../etc/passwd')).toThrow('no longer there');
  expect(existsSync(path.join(desk.folder, 'restore.json'))).toBe(false);
  expect(desk.restart).not.toHaveBeenCalled();
});
