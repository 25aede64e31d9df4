import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { failAt } from './failing.ts';
import { test } from './fixture.ts';
import { openView, signIn, upToDate } from './steps.ts';

test('a list that cannot be read never passes for an empty one, and is read again on demand', async ({
  openDesk,
  network,
}) => {
  const desk = await openDesk({ server: network.url });
  const { page } = desk;
  await signIn(page);
  await upToDate(page);
  const recover = await failAt(desk, 'listRecords');
  await page.getByRole('link', { name: 'Overview' }).click();
  const countAgain = await failAt(desk, 'countRecords');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
  await expect(page.getByText('On this computer so far')).toHaveCount(0);
  await countAgain();
  const overdue = page.getByRole('region', { name: 'Tasks: overdue' });
  await expect(overdue).toContainText('This cannot be shown just now');
  // One explanation for the page, not one for each of its lists.
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(1);
  await expect(overdue).not.toContainText('Nothing is overdue');
  await expect(overdue).not.toContainText('0');
  await page.getByRole('link', { name: 'My work' }).click();
  await expect(page.getByRole('alert')).toContainText('This cannot be shown just now');
  await expect(page.getByText('Nothing is left to do here')).toHaveCount(0);
  await openView(page, 'Tasks');
  await expect(page.getByText('This list could not be read')).toBeVisible();
  await expect(page.locator('.list__header')).not.toContainText('0');
  await page.getByRole('link', { name: 'My work' }).click();
  await recover();
  await page.getByRole('alert').first().getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: /Overdue/ })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a list of damaged data offers the repair, not another try', async ({ openDesk, network }) => {
  const desk = await openDesk({ server: network.url });
  const { app, page, dataFolder } = desk;
  await signIn(page);
  await upToDate(page);
  await failAt(desk, 'listRecords', { code: 'store.corrupt', action: 'repair' });
  await openView(page, 'Tasks');
  await expect(page.getByText('This list could not be read')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await page.getByRole('link', { name: 'My work' }).click();
  await expect(page.getByRole('alert').getByRole('button', { name: 'Repair and restart' })).toBeVisible();
  await openView(page, 'Tasks');
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await app.evaluate((electron) => {
    electron.app.relaunch = () => undefined;
  });
  await page.getByRole('button', { name: 'Repair and restart' }).click();
  await ended;
  expect(JSON.parse(readFileSync(path.join(dataFolder, 'restore.json'), 'utf8'))).toMatchObject({ kind: 'repair' });
});
