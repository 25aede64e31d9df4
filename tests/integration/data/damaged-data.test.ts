import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { outboxJournalOf } from '#app/sync/desk.ts';
import { createSalvage } from '../../../main/data/salvage.ts';
import { cutOff, empty, garble, garbleHeader, garblePage, pagesOf } from '../../support/damage.ts';
import { aDataFolder, ana, saveClients, waiting } from '../../support/data-folder.ts';
import { canMount, fillDisk, mountSmallDisk } from '../../support/disk.ts';

const garbleAll = (name: string) => (file: string) => {
  for (const page of pagesOf(file, name)) garblePage(file, page);
};

/** Where damage stops the desk from opening: what it does to the closed file. */
const damages: [string, (file: string) => void][] = [
  ['the header', garbleHeader],
  ['the schema', (file) => garblePage(file, 1)],
  ['the root of the outbox', (file) => garblePage(file, pagesOf(file, 'sync_queue')[0] ?? 0)],
  ['an index of the outbox', garbleAll('sync_queue_outbox')],
];

/** More than a page of them. */
const CLIENTS = Array.from({ length: 60 }, (_none, index) => `c-${index}`);

async function aDeskWithWork({ hasBackup = true } = {}) {
  const data = aDataFolder();
  const { desk } = await data.start();
  const before = await saveClients(desk, ['before']);
  if (hasBackup) await data.backups().create();
  const after = await saveClients(desk, CLIENTS);
  desk.operations.putDraft('clients', 'c-1', 'email', 'ana@');
  const deviceId = desk.deviceId();
  data.signIn();
  await data.stop();
  return { data, changeIds: [...before, ...after], deviceId };
}

describe('a database that is damaged in', () => {
  it.each(damages)('%s is set aside whole, and work continues', async (_what, damage) => {
    const { data, changeIds, deviceId } = await aDeskWithWork();
    damage(data.database);
    const damaged = readFileSync(data.database);

    const { desk, setAside, reports } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(desk.operations.getDrafts('clients', 'c-1')).toMatchObject([{ field: 'email', value: 'ana@' }]);
    expect(desk.operations.getCachedEntity('clients', 'c-3')).toMatchObject({ badge: 'pending' });
    expect(desk.deviceId()).toBe(deviceId);
    const [file] = setAside.list();
    expect(readFileSync(file?.path ?? '').equals(damaged)).toBe(true);
    expect(reports.list()).toMatchObject([
      { cause: 'damaged', keptAs: file?.path, saved: { changes: 61, drafts: 1, conflicts: 0 }, isSeen: false },
    ]);
  });

  it('the outbox, without any backup, is replaced by an empty copy of the records and all unsent work', async () => {
    const { data, changeIds } = await aDeskWithWork({ hasBackup: false });
    garbleHeader(data.database);
    const { desk, reports } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(reports.list()).toMatchObject([{ backupAt: null, saved: { changes: 61 } }]);
    expect(desk.belongsTo()).toEqual({ server: ana.server, firmId: ana.firm.id, personId: ana.person.id });
  });

  it('half, cut off, loses nothing, since the outbox has a second copy', async () => {
    const { data, changeIds } = await aDeskWithWork();
    cutOff(data.database, 0.5);
    const { desk, reports } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(reports.list()).toMatchObject([{ cause: 'damaged', isComplete: { changes: true, drafts: false } }]);
  });

  it.each(['damaged', 'gone'])(
    'half, cut off, with the second copy %s as well, reports that work may be missing',
    async (state) => {
      const { data, changeIds } = await aDeskWithWork();
      cutOff(data.database, 0.5);
      const journal = outboxJournalOf(data.database);
      if (state === 'gone') rmSync(journal);
      else garble(journal, 0, 20_000);
      const { desk, reports, setAside } = await data.start();
      const kept = await waiting(desk);
      expect(changeIds).toEqual(expect.arrayContaining(kept));
      expect(kept).toContain(changeIds[0]);
      expect(reports.list()).toMatchObject([{ cause: 'damaged', isComplete: { changes: false } }]);
      expect(setAside.list()).toHaveLength(1);
    },
  );

  it.each(damages)('%s, with its second copy missing, loses nothing either', async (_what, damage) => {
    const { data, changeIds } = await aDeskWithWork();
    damage(data.database);
    rmSync(outboxJournalOf(data.database));
    expect(await waiting((await data.start()).desk)).toEqual(changeIds);
  });

  it('every page loses nothing but records that the server has', async () => {
    const { data, changeIds } = await aDeskWithWork();
    const bytes = readFileSync(data.database).length;
    garble(data.database, 0, bytes);
    const { desk, reports } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(reports.list()).toMatchObject([{ saved: { changes: 61 }, foundElsewhere: 61 }]);
  });

  it('again is salvaged again: nothing is carried over twice', async () => {
    const { data, changeIds } = await aDeskWithWork();
    for (let time = 0; time < 3; time += 1) {
      garbleHeader(data.database);
      const { desk } = await data.start();
      expect(await waiting(desk)).toEqual(changeIds);
      await data.stop();
    }
    const { setAside } = await data.start();
    expect(setAside.list()).toHaveLength(3);
  });

  it('its backup as well falls back to the backup before', async () => {
    const { data, changeIds } = await aDeskWithWork();
    await data.start();
    const newest = (await data.backups().create()).name;
    await data.stop();
    garblePage(path.join(data.folder, 'backups', newest), 3);
    garbleHeader(data.database);
    const { desk, reports, backupFiles } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(reports.list()[0]?.backupAt).toBe(backupFiles.list().at(-1)?.at);
  });
});

describe('a missing database', () => {
  const removeAll = (file: string) => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  };

  it.each([
    ['empty', empty],
    ['gone', removeAll],
  ])('because it is %s is detected; the newest backup replaces it, with the work since', async (_what, lose) => {
    const { data, changeIds } = await aDeskWithWork();
    lose(data.database);
    const { desk, reports } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(reports.list()).toMatchObject([{ cause: 'missing', isComplete: { changes: true }, saved: { changes: 61 } }]);
  });

  it('is detected with its second copy missing, and the report says that work may be missing', async () => {
    const { data, changeIds } = await aDeskWithWork();
    removeAll(data.database);
    rmSync(outboxJournalOf(data.database));
    const { desk, reports } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds.slice(0, 1));
    expect(reports.list()).toMatchObject([{ cause: 'missing', isComplete: { changes: false }, saved: { changes: 1 } }]);
  });

  it('is detected by the signed-in person, without any backup', async () => {
    const data = aDataFolder();
    data.signIn();
    const { reports } = await data.start();
    expect(reports.list()).toMatchObject([{ cause: 'missing', backupAt: null }]);
  });

  it('is no problem if nobody has ever worked here', async () => {
    const data = aDataFolder();
    const { desk, reports } = await data.start();
    expect(desk.storeError()).toBeNull();
    expect(reports.list()).toEqual([]);
  });

  it('is restored from its log if that is left', async () => {
    const data = aDataFolder();
    const { desk } = await data.start();
    const changeIds = await saveClients(desk, ['c-1', 'c-2']);
    const log = readFileSync(`${data.database}-wal`);
    await data.stop();
    removeAll(data.database);
    writeFileSync(`${data.database}-wal`, log);
    const { desk: later, reports, setAside } = await data.start();
    expect(await waiting(later)).toEqual(changeIds);
    const keptAs = reports.list()[0]?.keptAs ?? '';
    expect(readFileSync(keptAs).equals(log)).toBe(true);
    const salvage = createSalvage({ reports, setAside, restartFor: data.ask });
    const [listed] = await salvage.listSetAside();
    expect(listed).toMatchObject({ path: keptAs });
    data.signIn();
    await data.stop();
    await salvage.lookIntoSetAside(listed?.name ?? '');
    const looked = await data.start();
    expect(looked.reports.list()[0]).toMatchObject({ cause: 'lookedInto', keptAs });
  });
});

describe('an interrupted repair', () => {
  it('before the new database is ready starts again', async () => {
    const { data, changeIds } = await aDeskWithWork();
    garbleHeader(data.database);
    copyFileSync(data.database, `${data.database}.new`);
    expect(await waiting((await data.start()).desk)).toEqual(changeIds);
    expect(existsSync(`${data.database}.new`)).toBe(false);
  });

  it.each(['log', 'database'])('after the %s was moved continues', async (last) => {
    const { data, changeIds } = await aDeskWithWork();
    const sound = readFileSync(data.database);
    const keptAs = path.join(data.folder, 'set-aside.db');
    writeFileSync(`${data.database}.new`, sound);
    writeFileSync(`${data.database}-wal`, 'log');
    garbleHeader(data.database);
    data.ask({ kind: 'repair', swap: { keptAs, report: null, changeIds } });
    copyFileSync(`${data.database}-wal`, `${keptAs}-wal`);
    rmSync(`${data.database}-wal`);
    if (last === 'database') {
      copyFileSync(data.database, keptAs);
      rmSync(data.database);
    }
    const { desk, request } = await data.start();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(existsSync(keptAs)).toBe(true);
    expect(readFileSync(`${keptAs}-wal`, 'utf8')).toBe('log');
    expect(request.read()).toBeNull();
  });

  it.runIf(canMount).each([
    ['damaged', garbleHeader],
    ['missing', rmSync],
  ] as const)(
    'for want of room, of data that is %s, is made without a restart once there is room',
    async (cause, damage) => {
      const data = aDataFolder();
      const unmount = mountSmallDisk(data.folder, 24);
      onTestFinished(unmount);
      const changeIds = await saveClients((await data.start()).desk, CLIENTS);
      data.signIn();
      await data.stop();
      damage(data.database);
      const filler = fillDisk(data.folder);
      const { desk, reports } = await data.start();
      expect(desk.storeError()).toMatchObject({ code: 'store.diskFull' });
      const tables: string[] = [];
      desk.onRecords((changes) => tables.push(...changes.map(({ table }) => table)));
      await data.clock.advance(60_000);
      expect(desk.storeError()).toMatchObject({ code: 'store.diskFull' });

      rmSync(filler);
      await vi.waitFor(async () => {
        await data.clock.advance(15_000);
        expect(desk.storeError()).toBeNull();
      });
      expect(await waiting(desk)).toEqual(changeIds);
      expect(reports.list()).toMatchObject([{ cause, saved: { changes: CLIENTS.length } }]);
      expect(tables).toContain('clients');
    },
  );

  it('because the damaged file cannot be moved changes nothing, and reports it', async () => {
    const { data } = await aDeskWithWork();
    garbleHeader(data.database);
    const damaged = readFileSync(data.database);
    writeFileSync(path.join(data.folder, 'set-aside'), 'in the way');
    const { desk } = await data.start();
    expect(desk.storeError()).not.toBeNull();
    expect(readFileSync(data.database).equals(damaged)).toBe(true);
    rmSync(path.join(data.folder, 'set-aside'));
    expect((await data.start()).desk.storeError()).toBeNull();
  });
});

it('files of the desk are readable by nobody else', async () => {
  const { data } = await aDeskWithWork();
  garbleHeader(data.database);
  await data.start();
  await data.backups().create();
  const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);
  const modes = readdirSync(data.folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(data.folder, file), modeOf(file)];
  });
  expect(modes.filter(([, mode]) => mode !== '600' && mode !== '700')).toEqual([]);
});
