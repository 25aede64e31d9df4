import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixture.ts';
import {
  addAndOpen,
  createClient,
  edit,
  grid,
  openClient,
  openView,
  press,
  search,
  signIn,
  uniqueName,
} from './steps.ts';

/** A client with an engagement and a task, in none of whose own words the client's name stands. */
async function addWork(page: Page, client: string): Promise<void> {
  await createClient(page, client);
  await page.getByRole('tab', { name: 'Engagements' }).click();
  await addAndOpen(page, 'engagement', 'Accounts of the year');
  await page.getByRole('tab', { name: 'Tasks' }).click();
  await press(page, 'Add task');
  await page.keyboard.type('Agree balances');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel').getByRole('link', { name: 'Agree balances' })).toBeVisible();
}

async function inPalette(page: Page, words: string) {
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await palette.getByRole('combobox').fill(words);
  return palette.getByRole('group', { name: 'Records' }).getByRole('option');
}

test('work is found by its client, in the list, the palette and a picker, and by the name it has now', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('Found').replaceAll(/[^a-z0-9]/gi, '');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await addWork(page, name);

  await openView(page, 'Tasks');
  await search(page, name.slice(0, -2));
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', '2');
  await expect(grid(page, 'Tasks').getByRole('row').nth(1)).toContainText(`${name} › Accounts of the year`);
  await search(page, `balances ${name} accounts`);
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', '2');

  const hits = await inPalette(page, name);
  await expect(hits).toHaveCount(3);
  await expect(hits.nth(0)).toContainText(name);
  await expect(hits.nth(2)).toContainText(`Agree balances`);
  await expect(hits.nth(2)).toContainText(`${name} › Accounts of the year`);
  await expectAccessible(page, 'palette with work of a client');
  await page.keyboard.press('Escape');

  await press(page, 'New task');
  await edit(page, 'Title', 'Second task');
  await page.getByRole('combobox', { name: 'Engagement' }).fill(name.slice(0, -2));
  const offers = page.getByRole('listbox').getByRole('option');
  await expect(offers).toHaveCount(1);
  await expect(offers.first()).toContainText(name);
  await offers.first().click();
  await expect(page.getByRole('heading', { name: 'Second task' })).toBeVisible();

  const other = uniqueName('Renamed').replaceAll(/[^a-z0-9]/gi, '');
  await openClient(page, name);
  await edit(page, 'Name', other);
  await openView(page, 'Tasks');
  await search(page, other);
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', '3');
  await search(page, name);
  await expect(page.getByText('Nothing matches')).toBeVisible();
});

test('a client has its tasks in a tab, where more are added, and narrows the list of tasks', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('Whose').replaceAll(/[^a-z0-9]/gi, '');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await addWork(page, name);

  await openClient(page, name);
  await page.getByRole('tab', { name: 'Tasks' }).click();
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByRole('link', { name: 'Agree balances' })).toContainText('Accounts of the year');
  await press(page, 'Add task');
  await page.keyboard.type('Sign the letter');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('link', { name: 'Sign the letter' })).toContainText('Accounts of the year');
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await expectAccessible(page, 'tasks of a client');

  await openView(page, 'Tasks');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Client…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Filter by Client' });
  await page.keyboard.type(name);
  await expectAccessible(page, 'filter by client');
  await dialog.getByRole('option', { name }).click();
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', '3');
  await expect(page.locator('.filter-chip', { hasText: 'Client' })).toContainText(name);
  await page.getByRole('button', { name: 'Remove filter Client' }).click();
  await expect(page.locator('.filter-chip', { hasText: 'Client' })).toHaveCount(0);
});
