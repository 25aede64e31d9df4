import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixture.ts';
import {
  clientNames,
  clients,
  edit,
  field,
  fillSignIn,
  notice,
  openClient,
  press,
  signIn,
  statusPill,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

test('a newcomer finds the way: sign in, work offline, see it arrive, settle a conflict, import a file', async ({
  openDesk,
  network,
  server,
  newFolder,
}) => {
  test.setTimeout(150_000);
  const name = uniqueName('First client');
  const word = uniqueName('Imported').replaceAll(' ', '-');

  // Only what stands on the screen leads from one step to the next.
  const desk = await openDesk({ server: network.url });
  const { page } = desk;
  await fillSignIn(page);
  await expect(page.getByRole('heading', { name: 'Welcome, Olivia Brandt' })).toBeVisible();
  await press(page, 'Start working');
  await upToDate(page);

  await network.goDown();
  await page.getByRole('link', { name: 'Clients' }).click();
  await press(page, 'New client');
  await field(page, 'Name').fill(name);
  await page.keyboard.press('Enter');
  await expect(notice(page, `“${name}” saved on this computer`)).toBeVisible();
  await expect(statusPill(page)).toContainText('1 change waiting to upload');
  await statusPill(page).getByRole('button').click();
  await expect(page.getByRole('tab', { name: 'Waiting', selected: true })).toContainText('1');
  await expect(page.getByRole('tabpanel').getByRole('link', { name })).toBeVisible();

  await network.comeUp();
  await expect(page.getByText('Nothing waits to upload', { exact: true })).toBeVisible();
  await expect(statusPill(page)).toHaveText('Up to date');
  const ben = await openDesk({ server: server.url });
  await signIn(ben.page, { email: 'staff@sample.test' });
  await openClient(ben.page, name);

  await network.goDown();
  await openClient(page, name);
  await edit(page, 'Tax ID', 'GB-MINE');
  await edit(ben.page, 'Tax ID', 'GB-THEIRS');
  await uploaded(ben.page, name);
  await network.comeUp();
  await expect(statusPill(page)).toHaveText('1 conflict to decide');
  await statusPill(page).getByRole('button').click();
  await expect(page.getByRole('cell', { name: 'GB-MINE' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /Theirs/ })).toContainText('Samir Haddad');
  await press(page, 'Keep theirs');
  await expect(statusPill(page)).toHaveText('Up to date');
  expect((await clients(page, name))[0]?.data.taxId).toBe('GB-THEIRS');

  const file = path.join(await newFolder(), 'clients.csv');
  await writeFile(file, `Name,City\n${word} One,Bath\n${word} Two,Wells\n`);
  await page.getByRole('link', { name: 'Clients' }).click();
  await press(page, 'More');
  await page.getByRole('menuitem', { name: 'Import a list' }).click();
  await page.locator('input[type=file]').setInputFiles(file);
  await press(page, 'Check the lines');
  await press(page, 'Import 2 clients');
  await expect(notice(page, '2 changes imported')).toBeVisible();
  await upToDate(page);
  await expect.poll(async () => (await clientNames(ben.page, word)).sort()).toEqual([`${word} One`, `${word} Two`]);
});
