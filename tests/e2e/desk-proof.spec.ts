import { expect } from '@playwright/test';
import { test } from './fixture.ts';
import { clients, createClient, edit, openClient, openView, signIn, uniqueName, upToDate } from './steps.ts';

test('a record shows its history, and an earlier state of it comes back', async ({ openDesk, server }) => {
  const name = uniqueName('Story');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await upToDate(page);
  await edit(page, 'City', 'Leeds');
  await upToDate(page);
  await page.getByRole('tab', { name: 'Activity' }).click();
  await expect(page.getByText('Olivia Brandt changed City')).toBeVisible();
  await expect(page.getByText('Olivia Brandt created this')).toBeVisible();
  await page.getByRole('button', { name: 'Restore this state' }).click();
  await expect.poll(async () => (await clients(page, name))[0]?.data.city).toBeNull();
});

test('what was uploaded is proven by receipts, and kept in backups', async ({ openDesk, server }) => {
  const name = uniqueName('Proof');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await upToDate(page);
  await openView(page, 'Sync centre');
  await page.getByRole('tab', { name: 'Uploads' }).click();
  await expect(page.getByRole('link', { name })).toBeVisible();
  await openView(page, 'Settings');
  await page.getByRole('button', { name: 'Make a backup' }).click();
  await expect(page.getByText('Backup made')).toBeVisible();
  await expect(page.getByText('made by hand').first()).toBeVisible();
});

test('sync is paused and goes on; what is saved meanwhile waits', async ({ openDesk, server }) => {
  const name = uniqueName('Pause');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Sync centre');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('menuitem', { name: 'Until I resume' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Sync is paused');
  await createClient(page, name);
  await expect(page.getByRole('status').first()).toHaveText('Sync is paused · 1 change waiting to upload');
  await openView(page, 'Sync centre');
  await page.getByRole('button', { name: 'Resume' }).click();
  await upToDate(page);
  await openClient(page, name);
});
