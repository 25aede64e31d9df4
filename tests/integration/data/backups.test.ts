import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { readBackupName } from '../../../main/data/backup-names.ts';
import { createBackups } from '../../../main/data/backups.ts';
import { garbleHeader, garblePage, pagesOf } from '../../support/damage.ts';
import { aDataFolder, type DataFolder, saveClients, waiting } from '../../support/data-folder.ts';
import { quietLog } from '../../support/quiet-log.ts';

const DAY_MS = 86_400_000;
/** Another thread reads the copy, on a machine that may be busy. */
const PATIENCE = { timeout: 10_000 };

/** Three clients that wait, and a backup from before them. */
async function aDeskWithBackup() {
  const data = aDataFolder();
  const { desk } = await data.start();
  data.signIn();
  const { name } = await data.backups().create();
  const changeIds = await saveClients(desk, ['c-1', 'c-2', 'c-3']);
  return { data, name, changeIds };
}

/** As in Settings: asked for, and done at the next start. */
async function restore(data: DataFolder, name: string) {
  await data.backups().restore(name);
  return await data.start();
}

describe('a restored backup', () => {
  it('restores its records, and waiting work is carried over', async () => {
    const { data, name, changeIds } = await aDeskWithBackup();
    const { desk, backupFiles, reports } = await restore(data, name);
    expect(await waiting(desk)).toEqual(changeIds);
    const [replaced, backup] = backupFiles.list();
    expect([replaced?.kind, backup?.kind]).toEqual(['beforeRestore', 'manual']);
    expect(reports.list()).toMatchObject([
      { cause: 'soundRestored', backupAt: backup?.at, keptAs: replaced?.path, saved: { changes: 3 }, isSeen: false },
    ]);
  });

  it.each(['sync_history', 'batches', 'receipts', 'cached_clients', 'drafts'])(
    'carries work over from data in which %s is damaged',
    async (table) => {
      const { data, name, changeIds } = await aDeskWithBackup();
      await data.backups().restore(name);
      await data.stop();
      for (const page of pagesOf(data.database, table)) garblePage(data.database, page);
      const { desk, setAside, reports } = await data.start();
      expect(await waiting(desk)).toEqual(changeIds);
      expect(setAside.list()).toHaveLength(1);
      expect(reports.list()).toMatchObject([{ cause: 'restored', saved: { changes: 3 } }]);
    },
  );

  it('is refused if it is damaged, and nothing changes', async () => {
    const { data, name, changeIds } = await aDeskWithBackup();
    garblePage(path.join(data.folder, 'backups', name), 2);
    await expect(data.backups().restore(name)).rejects.toMatchObject({ error: { code: 'backup.damaged' } });
    const { desk } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
  });

  it('that proves damaged, like the one before it, loses nothing', async () => {
    const { data, name, changeIds } = await aDeskWithBackup();
    const newest = await data.backups().create();
    await data.backups().restore(newest.name);
    await data.stop();
    garbleHeader(path.join(data.folder, 'backups', newest.name));
    const { desk, reports } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(reports.list()).toMatchObject([{ cause: 'failed' }]);
    expect(await waiting((await restore(data, name)).desk)).toEqual(changeIds);
  });

  it('waits while another program holds the data it replaces, which is neither damaged nor abandoned', async () => {
    const { data, name, changeIds } = await aDeskWithBackup();
    await data.backups().restore(name);
    await data.stop();
    const other = new BetterSqlite3(data.database);
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE; CREATE TABLE held (a)');
    const { desk, reports, setAside, backupFiles } = await data.start();
    expect(desk.storeError()).toMatchObject({ code: 'store.busy' });
    other.exec('ROLLBACK');
    other.close();
    await vi.waitFor(async () => {
      await data.clock.advance(15_000);
      expect(desk.storeError()).toBeNull();
    }, PATIENCE);
    expect(await waiting(desk)).toEqual(changeIds);
    expect(reports.list().map(({ cause }) => cause)).toEqual(['soundRestored']);
    expect(setAside.list()).toEqual([]);
    expect(backupFiles.list().map(({ kind }) => kind)).toEqual(['beforeRestore', 'manual']);
  });

  it('is not restored if the data it replaces cannot be moved, and can be requested again', async () => {
    const { data, name, changeIds } = await aDeskWithBackup();
    await data.backups().restore(name);
    await data.stop();
    // The folder that the replaced data goes to is not there to move anything into.
    const [folder, hidden] = [path.join(data.folder, 'backups'), path.join(data.folder, 'hidden')];
    data.ask({ kind: 'restore', backup: path.join(hidden, name) });
    renameSync(folder, hidden);
    writeFileSync(folder, 'in the way');
    const { desk, reports } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(reports.list()).toMatchObject([{ cause: 'failed' }]);
  });

  it('can be undone: the replaced data returns, with the work saved since', async () => {
    const { data, name, changeIds } = await aDeskWithBackup();
    const { desk, backupFiles } = await restore(data, name);
    const later = await saveClients(desk, ['later']);
    const replaced = backupFiles.list().find(({ kind }) => kind === 'beforeRestore');
    const again = await restore(data, replaced?.name ?? '');
    expect(await waiting(again.desk)).toEqual([...changeIds, ...later]);
  });

  it('is in the list', async () => {
    const { data } = await aDeskWithBackup();
    await expect(data.backups().restore('../../etc/passwd')).rejects.toMatchObject({
      error: { code: 'backup.unknown' },
    });
    expect(existsSync(path.join(data.folder, 'restore.json'))).toBe(false);
  });
});

describe('a file that was set aside', () => {
  it('is salvaged again, and yields what is missing here, once', async () => {
    const { data, changeIds } = await aDeskWithBackup();
    await data.stop();
    const whole = readFileSync(data.database);
    garbleHeader(data.database);
    const { setAside } = await data.start();
    const [file] = setAside.list();
    // After a repair by hand one more change can be read.
    writeFileSync(file?.path ?? '', whole);
    data.ask({ kind: 'lookInto', setAside: file?.path ?? null });
    const { desk, reports } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(reports.list()[0]).toMatchObject({ cause: 'lookedInto', foundElsewhere: 0, saved: { changes: 3 } });
  });
});

describe('daily backups', () => {
  function daily(data: DataFolder, opened: Awaited<ReturnType<DataFolder['start']>>, isAutomatic = true) {
    const onDamage = vi.fn();
    const backups = createBackups({
      files: opened.backupFiles,
      desk: opened.desk,
      check: opened.check,
      isAutomatic: () => isAutomatic,
      onDamage,
      restartFor: data.ask,
      clock: data.clock,
      log: quietLog,
    });
    return { ...backups, onDamage };
  }

  it('are automatic, unless switched off', async () => {
    const data = aDataFolder();
    const opened = await data.start();
    const off = daily(data, opened, false);
    await data.clock.advance(2 * DAY_MS);
    expect(opened.backupFiles.list()).toEqual([]);
    off.dispose();
    const on = daily(data, opened);
    await data.clock.advance(1);
    await vi.waitFor(() => expect(on.list()).toMatchObject([{ kind: 'daily' }]), PATIENCE);
    on.dispose();
  });

  it('are not made of damaged data, and displace no intact one', async () => {
    const data = aDataFolder();
    const opened = await data.start();
    await saveClients(opened.desk, ['c-1']);
    await data.stop();
    for (const page of pagesOf(data.database, 'receipts')) garblePage(data.database, page);
    const again = await data.start();
    const backups = daily(data, again);
    await data.clock.advance(1);
    await vi.waitFor(() => expect(backups.onDamage).toHaveBeenCalled(), PATIENCE);
    expect(backups.list()).toEqual([]);
    await expect(backups.create()).rejects.toMatchObject({ error: { code: 'store.corrupt', action: 'repair' } });
    backups.dispose();
  });

  it.each(['ENOSPC', 'SQLITE_FULL'])(
    'that find the disk full (%s) report it, and leave nothing behind',
    async (code) => {
      const data = aDataFolder();
      const opened = await data.start();
      const backUp = async (file: string) => {
        writeFileSync(file, 'half a copy');
        throw Object.assign(new Error('database or disk is full'), { code });
      };
      const backups = daily(data, { ...opened, desk: { ...opened.desk, backUp } }, false);
      mkdirSync(path.join(data.folder, 'backups'), { recursive: true });
      await expect(backups.create()).rejects.toMatchObject({
        error: { code: 'store.diskFull', action: 'freeDiskSpace' },
      });
      expect(readdirSync(path.join(data.folder, 'backups'))).toEqual([]);
      backups.dispose();
    },
  );

  it('are numbered, so that their order does not depend on a clock', async () => {
    const data = aDataFolder();
    const { backupFiles } = await data.start();
    const backups = data.backups();
    const first = await backups.create();
    data.clock.jump(-400 * DAY_MS);
    const second = await backups.create();
    expect(backupFiles.list().map(({ name }) => name)).toEqual([second.name, first.name]);
    expect(readBackupName('ferry-2026-03-31T09-00-00-auto.db')).toMatchObject({ kind: 'daily', number: 0 });
  });
});
