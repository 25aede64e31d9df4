import { expect, type Page } from '@playwright/test';
import { test } from './fixture.ts';
import { edit, field, openClient, openView, press, statusPill, uniqueName } from './steps.ts';

/** Begins without a server: two names, and nothing else. */
async function startAlone(page: Page, firm: string): Promise<void> {
  await press(page, 'Use Ferry on this computer');
  await press(page, 'Start');
  await expect(page.getByText('Write your name.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ana Ruiz');
  await page.getByRole('textbox', { name: 'Your firm’s name' }).fill(firm);
  await press(page, 'Start');
  await expect(page.getByRole('link', { name: 'Clients' })).toBeVisible();
}

test('a person starts alone, works, undoes and comes back; nothing ever waits', async ({ openDesk }) => {
  const name = uniqueName('Nordwind');
  const { page, dataFolder, quit } = await openDesk();
  await startAlone(page, 'Ruiz & Co.');
  await expect(page.getByText('Welcome, Ana Ruiz')).toBeVisible();
  await press(page, 'Start working');
  await expect(page.getByText(/upload/i)).toHaveCount(0);
  await openView(page, 'Clients');
  await press(page, 'New client');
  await edit(page, 'Name', name);
  await edit(page, 'City', 'Kiel');
  await edit(page, 'City', 'Bremen');
  await expect(statusPill(page)).toHaveText('Saved on this computer');
  await expect(page.getByText(/waiting/i)).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Sync centre' })).toHaveCount(0);

  await page.getByRole('tab', { name: 'Activity' }).click();
  const trail = page.getByRole('tabpanel').getByRole('listitem');
  await expect(trail.first()).toContainText('Ana Ruiz changed City');
  await expect(trail.last()).toContainText('Ana Ruiz created this');
  await trail.nth(1).getByRole('button', { name: 'Restore this state' }).click();
  await page.getByRole('tab', { name: 'Details' }).click();
  await expect(field(page, 'City')).toHaveValue('Kiel');
  await page.locator('body').press('Control+z');
  await expect(field(page, 'City')).toHaveValue('Bremen');

  // No question: nothing is on its way.
  await quit();
  const later = await openDesk({ dataFolder });
  await openClient(later.page, name);
  await expect(field(later.page, 'City')).toHaveValue('Bremen');
  await openView(later.page, 'Settings');
  await expect(later.page.getByText('Without a server, on this computer')).toBeVisible();
  await press(later.page, 'Make a backup');
  await expect(later.page.getByText('Backup made')).toBeVisible();
});

test('whoever looks around sees a made-up firm, marked as one, and removes it in one step', async ({ openDesk }) => {
  const desk = await openDesk();
  const { page, app, dataFolder } = desk;
  await press(page, 'Look around');
  await expect(page.getByText('This is a made-up firm to look around in.', { exact: false })).toBeVisible();
  await openView(page, 'Clients');
  await expect(page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(5)).toBeVisible();
  await expect(statusPill(page)).toHaveText('Saved on this computer');
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await app.evaluate(({ app: electronApp }) => {
    electronApp.relaunch = () => undefined;
  });
  await press(page, 'Remove the sample');
  await ended;
  const later = await openDesk({ dataFolder });
  await expect(later.page.getByRole('button', { name: 'Look around' })).toBeVisible();
});
