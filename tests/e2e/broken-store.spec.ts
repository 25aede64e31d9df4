import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import BetterSqlite3 from 'better-sqlite3';
import { garbleHeader } from '../support/damage.ts';
import { canMount, fillDisk, makeReadOnly, mountSmallDisk } from '../support/disk.ts';
import { test } from './fixture.ts';
import { picture, pictures } from './pictures.ts';
import { clients, createClient, signIn, signInAgain, statusPill, uniqueName, uploaded, upToDate } from './steps.ts';

const databaseOf = (dataFolder: string) => path.join(dataFolder, 'ferry.db');
const fingerprint = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** What an edit is answered now. */
async function tryToSave(page: Page) {
  return await page.evaluate(() => window.ferry.queueChange('clients', 'insert', crypto.randomUUID(), { name: 'New' }));
}

test('a database of a newer Ferry is not touched by this one', async ({ openDesk, network }) => {
  const desk = await openDesk({ server: network.url });
  await signIn(desk.page);
  await upToDate(desk.page);
  await desk.quit();
  const file = databaseOf(desk.dataFolder);
  const database = new BetterSqlite3(file);
  database.pragma('user_version = 9999');
  database.close();
  const before = fingerprint(file);

  const again = await openDesk({ dataFolder: desk.dataFolder });
  await expect(statusPill(again.page)).toContainText('Update Ferry');
  await expect(again.page.getByText('This data was written by a newer Ferry').first()).toBeVisible();
  await expect(again.page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await pictures(again, 'newer-database');
  expect(await tryToSave(again.page)).toMatchObject({
    ok: false,
    error: { code: 'store.newerDatabase', action: 'update' },
  });
  await again.quit();
  expect(fingerprint(file)).toBe(before);
});

if (canMount) {
  test('a read-only database is reported as such', async ({ openDesk, network }) => {
    const desk = await openDesk({ server: network.url });
    await signIn(desk.page);
    await upToDate(desk.page);
    await desk.quit();
    const file = databaseOf(desk.dataFolder);
    const makeWritable = makeReadOnly(file);
    try {
      const again = await openDesk({ dataFolder: desk.dataFolder });
      await expect(statusPill(again.page)).toContainText('read-only');
      await pictures(again, 'read-only');
      expect(await tryToSave(again.page)).toMatchObject({ ok: false, error: { code: 'store.readOnly' } });
      await again.quit();
    } finally {
      makeWritable();
    }
    const later = await openDesk({ dataFolder: desk.dataFolder });
    expect(await tryToSave(later.page)).toMatchObject({ ok: true });
  });

  test('on a full disk nothing is half-written, and with room again work goes on', async ({
    openDesk,
    newFolder,
    network,
  }) => {
    const dataFolder = await newFolder();
    const unmount = mountSmallDisk(dataFolder, 96);
    try {
      const name = uniqueName('Cramped');
      const desk = await openDesk({ dataFolder, server: network.url });
      const { page, kill } = desk;
      await signIn(page);
      await createClient(page, name);
      await uploaded(page, name);
      const filler = fillDisk(dataFolder);
      // More than the room SQLite keeps in its log for small changes.
      const answer = await page.evaluate(() => {
        const notes = 'x'.repeat(100_000);
        const changes = Array.from({ length: 100 }, (_none, index) => ({
          table: 'clients',
          operation: 'insert' as const,
          recordId: crypto.randomUUID(),
          data: { name: `Too much ${index}`, notes },
        }));
        return window.ferry.queueChanges(changes);
      });
      expect(answer).toMatchObject({ ok: false, error: { code: 'store.diskFull', action: 'freeDiskSpace' } });
      await expect(statusPill(page)).toContainText('Disk full');
      // Other settings cannot be kept now.
      await picture(page, 'edges/disk-full');
      rmSync(filler);
      expect(await tryToSave(page)).toMatchObject({ ok: true });
      await upToDate(page);
      const found = await page.evaluate(() =>
        window.ferry.listRecords('clients', { search: 'Too much' }, { limit: 10 }),
      );
      expect(found).toMatchObject({ ok: true, value: { total: 0 } });
      await kill();
    } finally {
      unmount();
    }
  });

  test('damaged data that a full disk keeps from being repaired is repaired as soon as there is room', async ({
    openDesk,
    newFolder,
    network,
  }) => {
    const dataFolder = await newFolder();
    const unmount = mountSmallDisk(dataFolder, 96);
    try {
      const name = uniqueName('Roomy');
      const desk = await openDesk({ dataFolder, server: network.url });
      await signIn(desk.page);
      await upToDate(desk.page);
      await network.goDown();
      await createClient(desk.page, name);
      await expect(statusPill(desk.page)).toContainText('1 change waiting to upload');
      await desk.quit();
      garbleHeader(databaseOf(dataFolder));
      const filler = fillDisk(dataFolder);

      const later = await openDesk({ dataFolder });
      const { page, kill } = later;
      await expect(statusPill(page)).toContainText('Disk full');
      await pictures(later, 'disk-full-at-start');
      rmSync(filler);
      const dialog = page.getByRole('alertdialog', { name: /has been repaired/ });
      await expect(dialog).toContainText('1 change is saved here and waits to upload.', { timeout: 40_000 });
      await dialog.getByRole('button', { name: 'Close' }).click();
      await expect(page.getByText('Free some space')).toHaveCount(0);
      await expect.poll(async () => (await clients(page, name)).map(({ badge }) => badge)).toEqual(['pending']);
      await network.comeUp();
      await signInAgain(page);
      await uploaded(page, name);
      await kill();
    } finally {
      unmount();
    }
  });
}
