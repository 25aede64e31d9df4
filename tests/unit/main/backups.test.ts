import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { createBackups } from '../../../main/backups.ts';
import { createPendingRestore } from '../../../main/restore.ts';
import { manualClock, recordingLog, temporaryFolder } from './support.ts';

const DAY_MS = 86_400_000;

function aDesk({ isAutomatic = true } = {}) {
  const folder = temporaryFolder();
  const clock = manualClock();
  const log = recordingLog();
  const database = path.join(folder, 'ferry.db');
  writeFileSync(database, 'today');
  const pendingRestore = createPendingRestore({ file: path.join(folder, 'restore.json'), database, clock, log });
  const restart = vi.fn();
  const backUp = vi.fn(async (file: string) => writeFileSync(file, 'a copy'));
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
  expect(desk.backups.list().every(({ isAutomatic }) => isAutomatic)).toBe(true);
});

test('none is made by itself where that is switched off, and by hand still', async () => {
  const desk = aDesk({ isAutomatic: false });
  desk.clock.advance(DAY_MS);
  const made = await desk.backups.create();
  expect(desk.backups.list()).toEqual([made]);
  expect(made).toMatchObject({ isAutomatic: false, bytes: 6 });
});

test('a restored backup takes the place of the data at the next start, and the data is kept', async () => {
  const desk = aDesk();
  const { name } = await desk.backups.create();
  desk.backups.restore(name);
  expect(desk.restart).toHaveBeenCalledOnce();
  expect(readFileSync(desk.database, 'utf8')).toBe('today');

  const replaced = desk.pendingRestore.carryOut();
  expect(readFileSync(desk.database, 'utf8')).toBe('a copy');
  expect(replaced && readFileSync(replaced, 'utf8')).toBe('today');
  desk.pendingRestore.finish();
  expect(desk.pendingRestore.carryOut()).toBeNull();
});

test('a restore that was cut short goes on at the next start, and still knows what it replaced', async () => {
  const desk = aDesk();
  desk.backups.restore((await desk.backups.create()).name);
  const replaced = desk.pendingRestore.carryOut();
  expect(desk.pendingRestore.carryOut()).toBe(replaced);
  expect(replaced && readFileSync(replaced, 'utf8')).toBe('today');
});

test('a backup that is not in the list is not restored', () => {
  const desk = aDesk();
  expect(() => desk.backups.restore('../../etc/passwd')).toThrow('no longer there');
  expect(existsSync(path.join(desk.folder, 'restore.json'))).toBe(false);
  expect(desk.restart).not.toHaveBeenCalled();
});
