import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { garbleHeader } from '../../support/damage.ts';
import { aDataFolder, type DataFolder, saveClients } from '../../support/data-folder.ts';
import { canMount, makeReadOnly } from '../../support/disk.ts';

const SALVAGER = path.join(import.meta.dirname, '../../kill/salvager.ts');

/** A database with unsent work, and a backup from before most of it. */
async function aFolderWithWork() {
  const data = aDataFolder();
  const { desk } = await data.start();
  const before = await saveClients(desk, ['before']);
  const { name } = await data.backups().create();
  const after = await saveClients(desk, ['c-1', 'c-2', 'c-3']);
  data.signIn();
  await data.stop();
  return { data, backup: name, changeIds: [...before, ...after] };
}

/** Read by plain SQL from the file that is in use in the end. */
function unsentIn({ database }: DataFolder): unknown[] {
  const connection = new BetterSqlite3(database, { readonly: true });
  try {
    return connection.prepare('SELECT change_id FROM sync_queue WHERE synced = 0 ORDER BY id').pluck().all();
  } finally {
    connection.close();
  }
}

it('a restore that meets a full disk, then a kill, and then begins anew loses nothing', async () => {
  const { data: original, backup, changeIds } = await aFolderWithWork();
  let wasKilled = 0;
  for (const [full, kill] of [
    [1, 3],
    [4, 1],
    [6, 6],
    [9, 9],
    [12, 12],
    [15, 18],
    [20, 24],
    [30, 30],
  ] as const) {
    const data = aDataFolder();
    cpSync(original.folder, data.folder, { recursive: true });
    data.ask({ kind: 'restore', backup: path.join(data.folder, 'backups', backup) });
    spawnSync(process.execPath, [SALVAGER, data.folder, 'full', `${full}`]);
    if (!existsSync(path.join(data.folder, 'restore.json')))
      data.ask({ kind: 'restore', backup: path.join(data.folder, 'backups', backup) });
    const { signal } = spawnSync(process.execPath, [SALVAGER, data.folder, 'kill', `${kill}`]);
    if (signal === 'SIGKILL') wasKilled += 1;
    const { desk } = await data.start();
    expect(desk.storeError(), `full at ${full}, killed at ${kill}`).toBeNull();
    expect(unsentIn(data), `full at ${full}, killed at ${kill}`).toEqual(changeIds);
    await data.stop();
  }
  expect(wasKilled).toBeGreaterThan(3);
});

it('a list of backups with files that cannot be read gives the newest that can', async () => {
  const { data, changeIds } = await aFolderWithWork();
  const inBackups = (name: string) => path.join(data.folder, 'backups', name);
  mkdirSync(inBackups('ferry-2026-04-01T09-00-00-manual-n7.db'));
  symlinkSync('/nowhere/at/all', inBackups('ferry-2026-04-01T10-00-00-manual-n8.db'));
  writeFileSync(inBackups('ferry-2026-04-01T11-00-00-manual-n9.db'), '');
  mkdirSync(path.join(data.folder, 'set-aside/ferry-2026-01-01T00-00-00.db'), { recursive: true });
  garbleHeader(data.database);
  const { desk, reports } = await data.start();
  expect(desk.storeError()).toBeNull();
  expect(unsentIn(data)).toEqual(changeIds);
  expect(reports.list()[0]?.backupAt).not.toBeNull();
});

it('a clock set back by years between two repairs neither mixes nor overwrites what is set aside', async () => {
  const { data, changeIds } = await aFolderWithWork();
  const right = data.clock.nowMs();
  for (const nowMs of [right, right - 10 * 365 * 86_400_000, right]) {
    vi.spyOn(data.clock, 'nowMs').mockReturnValue(nowMs);
    garbleHeader(data.database);
    const { desk, setAside } = await data.start();
    expect(desk.storeError()).toBeNull();
    expect(unsentIn(data)).toEqual(changeIds);
    expect(new Set(setAside.list().map(({ path: file }) => file)).size).toBe(setAside.list().length);
    await data.stop();
  }
  expect((await data.start()).setAside.list()).toHaveLength(3);
});

it('a replacement that was interrupted is not forgotten because its request is held at the next start', async () => {
  const { data, changeIds } = await aFolderWithWork();
  const request = path.join(data.folder, 'restore.json');
  const keptAs = path.join(data.folder, 'backups/ferry-2026-03-31T09-00-00-replaced-n2.db');
  data.ask({ kind: 'restore', swap: { keptAs, report: null, changeIds } });
  renameSync(request, `${request}.held`);
  mkdirSync(request);
  // The data was moved, the new database not yet put in its place.
  cpSync(data.database, `${data.database}.new`);
  renameSync(data.database, keptAs);
  const { desk } = await data.start();
  expect(desk.storeError()).toMatchObject({ code: 'file.unreadable' });
  expect(existsSync(`${data.database}.new`)).toBe(true);
  rmdirSync(request);
  renameSync(`${request}.held`, request);
  await vi.waitFor(async () => {
    await data.clock.advance(15_000);
    expect(desk.storeError()).toBeNull();
  });
  expect(unsentIn(data)).toEqual(changeIds);
});

it.each(['salvage.json', 'restore.json'])(
  'damaged data beside %s that is held is repaired as soon as that can be read',
  async (name) => {
    const { data, changeIds } = await aFolderWithWork();
    garbleHeader(data.database);
    mkdirSync(path.join(data.folder, name));
    const { desk } = await data.start();
    expect(desk.storeError()).toMatchObject({ code: 'file.unreadable' });
    rmdirSync(path.join(data.folder, name));
    await vi.waitFor(async () => {
      await data.clock.advance(15_000);
      expect(desk.storeError()).toBeNull();
    });
    expect(unsentIn(data)).toEqual(changeIds);
  },
);

it.runIf(canMount)('damaged data in a folder that is read-only for a while goes on with all the work', async () => {
  const { data, changeIds } = await aFolderWithWork();
  garbleHeader(data.database);
  const makeWritable = makeReadOnly(data.folder);
  let isReadOnly = true;
  const release = () => {
    if (isReadOnly) makeWritable();
    isReadOnly = false;
  };
  onTestFinished(release);
  const { desk } = await data.start();
  expect(desk.storeError()?.code).toMatch(/^store\.(readOnly|noPermission)$/);
  release();
  await vi.waitFor(async () => {
    await data.clock.advance(15_000);
    expect(desk.storeError()).toBeNull();
  });
  expect(unsentIn(data)).toEqual(changeIds);
});
