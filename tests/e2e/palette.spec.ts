import { expect, type Page } from '@playwright/test';
import { failAt } from './failing.ts';
import { test } from './fixture.ts';
import { clients, createClient, field, grid, openView, search, signIn, uniqueName, upToDate } from './steps.ts';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Command palette' });
const lines = (page: Page) => palette(page).getByRole('option');

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette(page).getByRole('combobox')).toBeFocused();
}

/** Opens the palette, types and presses Enter without waiting for anything. */
async function command(page: Page, words: string): Promise<void> {
  await openPalette(page);
  await page.keyboard.insertText(words);
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeHidden();
}

test('words and Enter typed at once open the record of these words, never that of the words before', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  const word = uniqueName('Quick').replaceAll(/[^a-z0-9]/gi, '');
  for (const name of ['Alpha', 'Beta', 'Gamma']) await createClient(page, `${word}${name}`);
  for (const name of ['Beta', 'Gamma', 'Alpha']) {
    await command(page, `${word}${name}`);
    await expect(field(page, 'Name')).toHaveValue(`${word}${name}`);
  }
  // Lines of the words before are in sight when the next words and Enter come.
  await openPalette(page);
  await page.keyboard.insertText(`${word}A`);
  await expect(lines(page).first()).toContainText(`${word}Alpha`);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(`${word}B`);
  await page.keyboard.press('Enter');
  await expect(field(page, 'Name')).toHaveValue(`${word}Beta`);
});

test('the first line is taken by Enter from the start, the last one is reached and in sight', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await openPalette(page);
  await expect(palette(page).getByRole('group', { name: 'Actions' })).toBeVisible();
  await expect(lines(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(lines(page).last()).toHaveAttribute('aria-selected', 'true');
  await expect(lines(page).last()).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('ArrowDown');
  await expect(lines(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'New client' })).toBeVisible();
});

test('what can be done by hand can be done by the palette', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const name = uniqueName('Palette');
  await createClient(page, name);
  await command(page, 'delete the open');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(async () => (await clients(page, name)).length).toBe(0);
  await command(page, 'undo');
  await expect.poll(async () => (await clients(page, name)).length).toBe(1);

  await command(page, 'tasks');
  await expect(grid(page, 'Tasks')).toBeVisible();
  // Tasks start with the open ones.
  await expect(page.getByRole('button', { name: 'Remove filter Status' })).toBeVisible();
  await command(page, 'clear search');
  await expect(page.getByRole('button', { name: 'Remove filter Status' })).toHaveCount(0);
  const all = await grid(page, 'Tasks').getAttribute('aria-rowcount');
  await command(page, 'filter priority urgent');
  await expect(page.getByRole('button', { name: 'Remove filter Priority' })).toBeVisible();
  await expect(grid(page, 'Tasks')).not.toHaveAttribute('aria-rowcount', String(all));
  await command(page, 'group by status');
  await expect(grid(page, 'Tasks').getByRole('button', { expanded: true }).first()).toBeVisible();
  await command(page, 'save as view');
  await page.getByRole('textbox', { name: 'View name' }).fill('Burning');
  await page.keyboard.press('Enter');
  await command(page, 'clear search');
  await command(page, 'do not group');
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', String(all));
  await command(page, 'sort due date descending');
  await expect(grid(page, 'Tasks').getByRole('columnheader', { name: 'Due date' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await command(page, 'hide column priority');
  await expect(grid(page, 'Tasks').getByRole('columnheader', { name: 'Priority' })).toHaveCount(0);
  await command(page, 'go to overview');
  await command(page, 'view burning');
  await expect(page.getByRole('button', { name: 'Remove filter Priority' })).toBeVisible();
  await expect(grid(page, 'Tasks').getByRole('button', { expanded: true }).first()).toBeVisible();

  await command(page, 'search tasks');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await command(page, 'conflicts');
  await expect(page.getByRole('tab', { name: 'Conflicts' })).toHaveAttribute('aria-selected', 'true');
  await command(page, 'pause 4');
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await command(page, 'resume');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await command(page, 'back up now');
  await expect(page.getByText('Backup made')).toBeVisible();
  await command(page, 'dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await command(page, 'language deutsch');
  await expect(page.getByRole('link', { name: 'Mandanten' })).toBeVisible();
});

test('selected records are edited and deleted by the palette, and signing out asks first', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  const word = uniqueName('Several').replaceAll(' ', '-');
  for (const number of [1, 2]) await createClient(page, `${word} ${number}`);
  await page.getByRole('button', { name: 'Close' }).click();
  await openView(page, 'Clients');
  await search(page, word);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', '3');
  await command(page, 'select all');
  await expect(page.getByRole('toolbar', { name: '2 selected' })).toBeVisible();
  await command(page, 'edit the selected');
  await expect(page.getByRole('dialog', { name: /Edit 2 clients/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await command(page, 'delete the selected');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(async () => (await clients(page, word)).length).toBe(0);
  await command(page, 'sign out');
  await expect(page.getByRole('alertdialog')).toBeVisible();
});

test('a search that fails says so and is made again; whether one may leave the network is asked from anywhere', async ({
  openDesk,
  server,
}) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  await upToDate(page);
  const name = uniqueName('Sought').replaceAll(/[^a-z0-9]/gi, '');
  await createClient(page, name);
  const restore = await failAt(desk, 'searchRecords');
  await openPalette(page);
  await page.keyboard.insertText(name);
  const alert = palette(page).getByRole('alert');
  await expect(alert).toContainText('This cannot be shown just now');
  await expect(palette(page).getByText('Nothing found')).toHaveCount(0);
  await restore();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(lines(page).first()).toContainText(name);
  await expect(alert).toHaveCount(0);
  await expect(palette(page).getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');

  await command(page, 'Ready to go offline');
  await expect(page.getByRole('heading', { name: 'Ready to go offline?' })).toBeVisible();
});
