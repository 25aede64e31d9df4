import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { aDataFolder, saveClients, waiting } from '../../support/data-folder.ts';
import { aClient } from '../../support/records.ts';

const SECRET = 'Nordwind-of-which-nothing-may-stay';

/** Every file under a folder that holds these words. */
function holdersOf(folder: string, words: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(words));
}

/** Records, work that waits, a backup, and everything that a life with damage and another firm leaves behind. */
async function aFullFolder({ hasWork = true } = {}) {
  const data = aDataFolder();
  const { desk } = await data.start();
  desk.operations.cacheEntity('clients', 'c-1', aClient({ name: SECRET }), 1);
  await data.backups().create();
  const changeIds = hasWork ? await saveClients(desk, ['unsent-1', 'unsent-2']) : [];
  data.signIn();
  await data.stop();
  for (const folder of ['set-aside', 'other-firms']) {
    mkdirSync(path.join(data.folder, folder), { recursive: true });
    copyFileSync(data.database, path.join(data.folder, folder, 'ferry-2026-01-01T00-00-00.db'));
  }
  copyFileSync(data.database, `${data.database}.before-restore-1767225600000`);
  writeFileSync(path.join(data.folder, 'salvage.json.bad-1767225600000'), SECRET);
  expect(holdersOf(data.folder, SECRET).length).toBeGreaterThanOrEqual(5);
  return { data, changeIds };
}

describe('removing the data', () => {
  it('leaves nothing: database, outbox, backups, files set aside or replaced', async () => {
    const { data } = await aFullFolder();
    data.ask({ kind: 'remove' });
    const { desk, removed, reports, backupFiles, setAside } = await data.start();
    expect(removed).toEqual({ keptChanges: 0 });
    expect([await waiting(desk), reports.list(), backupFiles.list(), setAside.list()]).toEqual([[], [], [], []]);
    expect(desk.operations.getCachedEntity('clients', 'c-1')).toBeNull();
    expect(desk.belongsTo()).toBeNull();
    expect(holdersOf(data.folder, SECRET)).toEqual([]);
    expect(holdersOf(data.folder, 'unsent-1')).toEqual([]);
  });

  it('keeps unsent work if requested, and no other record', async () => {
    const { data, changeIds } = await aFullFolder();
    data.ask({ kind: 'remove', keepsUnsent: true });
    const { desk, removed } = await data.start();
    expect(removed).toEqual({ keptChanges: 2 });
    expect(await waiting(desk)).toEqual(changeIds);
    expect(await desk.operations.exportChanges()).toContain('unsent-2');
    expect(desk.belongsTo()).toMatchObject({ firmId: 'f-1' });
    expect(holdersOf(data.folder, SECRET)).toEqual([]);
    await data.stop();
    const again = await data.start();
    expect(await waiting(again.desk)).toEqual(changeIds);
    expect(again.removed).toBeNull();
  });

  it('removes everything if nothing waits, even if unsent work was to be kept', async () => {
    const { data } = await aFullFolder({ hasWork: false });
    data.ask({ kind: 'remove', keepsUnsent: true });
    const { removed } = await data.start();
    expect(removed).toEqual({ keptChanges: 0 });
    expect(holdersOf(data.folder, SECRET)).toEqual([]);
  });

  it.each([false, true])(
    'continues at the next start after an interruption (keeps unsent work: %s)',
    async (keepsUnsent) => {
      const { data, changeIds } = await aFullFolder();
      data.ask({ kind: 'remove', keepsUnsent });
      // As where Ferry was killed before it had noted what came of it: the request is still there.
      await data.start();
      await data.stop();
      data.ask({ kind: 'remove', keepsUnsent });
      const { desk } = await data.start();
      expect(await waiting(desk)).toEqual(keepsUnsent ? changeIds : []);
      expect(holdersOf(data.folder, SECRET)).toEqual([]);
    },
  );

  it('is reported and retried if another program holds a file, and nothing is opened meanwhile', async () => {
    const { data } = await aFullFolder();
    data.ask({ kind: 'remove' });
    const backups = path.join(data.folder, 'backups');
    held.file = backups;
    const { desk, removed } = await data.start();
    expect(removed).toBeNull();
    expect(desk.storeError()).toMatchObject({ code: 'data.notRemoved' });
    expect(() => desk.operations.countRecords()).toThrow();
    expect(existsSync(data.database)).toBe(false);
    await data.stop();
    held.file = '';
    expect((await data.start()).removed).toEqual({ keptChanges: 0 });
    expect(holdersOf(data.folder, SECRET)).toEqual([]);
  });

  it('asked for in a file that is held at the start is done once that can be read, and Ferry starts again', async () => {
    const { data } = await aFullFolder();
    data.ask({ kind: 'remove' });
    const request = path.join(data.folder, 'restore.json');
    renameSync(request, `${request}.held`);
    mkdirSync(request);
    const { desk } = await data.start();
    expect(desk.storeError()).toMatchObject({ code: 'file.unreadable' });
    rmdirSync(request);
    renameSync(`${request}.held`, request);
    await vi.waitFor(async () => {
      await data.clock.advance(15_000);
      expect(data.restart).toHaveBeenCalledOnce();
    });
    await data.clock.advance(60_000);
    expect(data.restart).toHaveBeenCalledOnce();
    expect(existsSync(request)).toBe(false);
    expect(holdersOf(data.folder, SECRET)).toEqual([]);
    const again = await data.start();
    expect([again.desk.storeError(), again.desk.belongsTo(), again.reports.list()]).toEqual([null, null, []]);
  });
});

const held = vi.hoisted(() => ({ file: '' }));
vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>();
  const rmSync: typeof original.rmSync = (file, options) => {
    if (held.file !== '' && String(file) === held.file) throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
    original.rmSync(file, options);
  };
  return { ...original, rmSync };
});
