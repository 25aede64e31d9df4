import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import BetterSqlite3 from 'better-sqlite3';
import { test } from './fixture.ts';
import { pictures, setTheme } from './pictures.ts';
import {
  clients,
  createClient,
  edit,
  field,
  grid,
  longName,
  search,
  signIn,
  statusPill,
  uniqueName,
  uploaded,
} from './steps.ts';

const databaseOf = (dataFolder: string) => path.join(dataFolder, 'ferry.db');

test('while another program holds the data, nothing passes for saved; afterwards it is saved by itself', async ({
  openDesk,
  network,
}) => {
  const name = longName('Held');
  const desk = await openDesk({ server: network.url });
  const { page, dataFolder } = desk;
  await signIn(page);
  await createClient(page, name);
  await edit(page, 'City', 'Bath');
  await uploaded(page, name);
  await search(page, name);
  const row = grid(page, 'Clients').getByRole('row').filter({ hasText: name });
  const other = new BetterSqlite3(databaseOf(dataFolder));
  other.exec('BEGIN IMMEDIATE');
  await edit(page, 'City', 'Bristol');
  await expect(page.getByRole('alert')).toContainText('Another program is using Ferry’s data file');
  await expect(statusPill(page)).toContainText('Not saved yet: another program holds the data');
  await expect(row).toContainText('Not saved yet');
  await expect(field(page, 'City')).toHaveValue('Bristol');
  await pictures(desk, 'busy-file');
  other.exec('COMMIT');
  other.close();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect.poll(async () => (await clients(page, name))[0]?.data.city).toBe('Bristol');
  await expect(row).not.toContainText('Not saved yet');
  await uploaded(page, name);
});

test('what a lost write-ahead log held comes back from the second copy, and the person is informed', async ({
  openDesk,
  network,
}) => {
  const name = uniqueName('Came back');
  const desk = await openDesk({ server: network.url });
  await signIn(desk.page);
  await network.goDown();
  await createClient(desk.page, name);
  await expect(statusPill(desk.page)).toContainText('1 change waiting to upload');
  await desk.kill();
  rmSync(`${databaseOf(desk.dataFolder)}-wal`);

  const again = await openDesk({ dataFolder: desk.dataFolder });
  const reported = again.page.getByText(/Ferry brought back \d+ changes? from its second copy/);
  await expect(reported).toBeVisible();
  expect((await clients(again.page, name)).map(({ data }) => data.name)).toEqual([name]);
  await pictures(again, 'brought-back');
  await setTheme(again.page, 'dark');
  await again.page.evaluate(() => window.ferry.updateSettings({ language: 'de' }));
  await expect(again.page.getByText(/aus der zweiten Kopie zurückgeholt/)).toBeVisible();
  await again.page.getByRole('button', { name: 'Schließen' }).last().click();
  await expect(again.page.getByText(/aus der zweiten Kopie zurückgeholt/)).toHaveCount(0);
  await again.quit();

  const last = await openDesk({ dataFolder: desk.dataFolder });
  await expect(last.page.getByRole('link', { name: 'Mandanten' })).toBeVisible();
  await expect(last.page.getByText(/aus der zweiten Kopie/)).toHaveCount(0);
});
