import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { colleagues } from './colleagues.ts';
import { test } from './fixture.ts';
import { picture, resize, setTheme } from './pictures.ts';
import {
  addAndOpen,
  clients,
  createClient,
  edit,
  field,
  grid,
  groupBy,
  openClient,
  openView,
  search,
  signIn,
  statusPill,
  syncNow,
  uniqueName,
  upToDate,
} from './steps.ts';

async function idOf(page: Page, name: string): Promise<string> {
  const [found] = await clients(page, name);
  if (found === undefined) throw new Error(`No client ${name}.`);
  return found.id;
}

async function pickFrom(page: Page, label: string, choice: string): Promise<void> {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(label) })
    .click();
  await page.getByRole('option', { name: choice, exact: true }).click();
}

const rowOf = (page: Page, name: string) => grid(page, 'Clients').getByRole('row', { name });

test('everything about a record can be done by key alone', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await openView(page, 'Clients');
  const name = uniqueName('Keys');
  await page.keyboard.press('ControlOrMeta+n');
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`“${name}” saved on this computer`)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+f');
  await page.keyboard.type(name);
  await expect(rowOf(page, name)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(grid(page, 'Clients')).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Name')).toHaveValue(name);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(rowOf(page, name)).toBeHidden();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});

test('several records are changed at once, and undone at once', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  const word = uniqueName('Bulk').replaceAll(' ', '-');
  for (const number of [1, 2, 3]) await createClient(page, `${word} ${number}`);
  await page.getByRole('button', { name: 'Close' }).click();
  await search(page, word);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', '4');
  await grid(page, 'Clients').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.getByRole('button', { name: 'Edit' }).click();
  await pickFrom(page, 'Field', 'Status');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('Choose what they are to have.')).toBeVisible();
  await pickFrom(page, 'New value', 'Archived');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('3 clients changed')).toBeVisible();
  const states = async () => (await clients(page, word)).map(({ data }) => data.status);
  expect(await states()).toEqual(['archived', 'archived', 'archived']);
  await page.getByText('3 clients changed').locator('..').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(states).toEqual(['active', 'active', 'active']);
  await page.getByRole('button', { name: 'Delete selected' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(async () => (await clients(page, word)).length).toBe(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(async () => (await clients(page, word)).length).toBe(3);
});

test('a list is narrowed, grouped and kept as a view that outlives a restart', async ({ openDesk, server }) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Tasks');
  const all = Number(await grid(page, 'Tasks').getAttribute('aria-rowcount'));
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Priority' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Urgent' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(grid(page, 'Tasks')).not.toHaveAttribute('aria-rowcount', String(all));
  await page.getByRole('button', { name: 'Save as view' }).click();
  await page.getByRole('textbox', { name: 'View name' }).fill('Fires');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await groupBy(page, 'Due date');
  await expect(grid(page, 'Tasks').getByRole('button', { name: /Overdue/ })).toBeAttached();
  await desk.quit();
  const later = await openDesk({ dataFolder: desk.dataFolder });
  await openView(later.page, 'Tasks');
  await later.page.getByRole('button', { name: 'Fires', exact: true }).click();
  await expect(later.page.getByText('Urgent').first()).toBeVisible();
  const view = later.page.getByRole('button', { name: 'Fires', exact: true });
  await later.page.getByRole('button', { name: 'Options of view Fires' }).click();
  await later.page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(view).toHaveCount(0);
  await later.page.keyboard.press('ControlOrMeta+z');
  await expect(view).toBeVisible();
});

test('what was typed and is not valid is kept: over other screens, and over a restart', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('Draft');
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  await createClient(page, name);
  await edit(page, 'Email', 'not an address');
  await expect(page.getByText('Write an email address such as name@example.com.')).toBeVisible();
  await openView(page, 'Settings');
  await openClient(page, name);
  await expect(field(page, 'Email')).toHaveValue('not an address');
  await desk.quit();
  const later = await openDesk({ dataFolder: desk.dataFolder });
  await openClient(later.page, name);
  await expect(field(later.page, 'Email')).toHaveValue('not an address');
  await expect(field(later.page, 'Email')).toHaveAttribute('aria-invalid', 'true');
  await edit(later.page, 'Email', 'office@example.com');
  await expect.poll(async () => (await clients(later.page, name))[0]?.data.email).toBe('office@example.com');
});

test('an edit that arrives never overwrites what is being typed', async ({ openDesk, network, server }) => {
  const name = uniqueName('Typing');
  const { ana, ben } = await colleagues({ openDesk, network, server }, [name]);
  await field(ana.page, 'City').pressSequentially('Bris');
  await edit(ben.page, 'City', 'Leeds');
  await upToDate(ben.page);
  await syncNow(ana.page);
  await expect(field(ana.page, 'City')).toHaveValue('Bris');
  await ana.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect.poll(async () => (await clients(ana.page, name))[0]?.data.city).toBe('Bris');
});

test('a conflict shows both values, keeps the one chosen, and can be undone', async ({ openDesk, server, network }) => {
  const name = uniqueName('Conflict');
  const { ana, ben } = await colleagues({ openDesk, network, server }, [name]);
  await network.goDown();
  await edit(ana.page, 'Tax ID', 'GB-MINE');
  await openView(ana.page, 'Sync centre');
  await expect(ana.page.getByText('GB-MINE')).toBeVisible();
  await resize(ana, 1280, 800);
  await picture(ana.page, 'sync-waiting-light');
  await edit(ben.page, 'Tax ID', 'GB-THEIRS');
  await upToDate(ben.page);
  await network.comeUp();
  await expect(statusPill(ana.page)).toHaveText('1 conflict to decide');
  await statusPill(ana.page).getByRole('button').click();
  const table = ana.page.getByRole('table');
  await expect(table.getByRole('cell', { name: 'GB-MINE' })).toBeVisible();
  await expect(table.getByRole('cell', { name: 'GB-THEIRS' })).toBeVisible();
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(ana.page, theme);
    await picture(ana.page, `sync-conflicts-${theme}`);
  }
  await ana.page.getByRole('button', { name: 'Keep mine' }).click();
  await expect(ana.page.getByText('No conflicts', { exact: true })).toBeVisible();
  await expect.poll(async () => (await clients(ana.page, name))[0]?.data.taxId).toBe('GB-MINE');
  await upToDate(ana.page);
  await syncNow(ben.page);
  await expect(field(ben.page, 'Tax ID')).toHaveValue('GB-MINE');
});

test('a CSV file is checked, imported, and undone as one', async ({ openDesk, server, newFolder }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  const word = uniqueName('Csv').replaceAll(' ', '-');
  const file = path.join(await newFolder(), 'clients.csv');
  const lines = [
    'Company;E-Mail;Status',
    `${word} A;a@${word}.test;Prospect`,
    `${word} B;nope;Active`,
    `${word} C;;Active`,
  ];
  await writeFile(file, lines.join('\n'));
  await openView(page, 'Clients');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Import a list' }).click();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Check the lines' }).click();
  await expect(page.getByText('1 cell does not fit its field; its text goes to the notes')).toBeVisible();
  await page.getByRole('button', { name: 'Import 3 clients' }).click();
  await expect(page.getByText('3 changes imported')).toBeVisible();
  expect((await clients(page, word)).map(({ data }) => data.status).sort()).toEqual(['active', 'active', 'prospect']);
  await page.getByText('3 changes imported').locator('..').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await clients(page, word)).length).toBe(0);
});

test('deleting says what else goes, and brings all of it back', async ({ openDesk, server }) => {
  const name = uniqueName('Parent');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await page.getByRole('tab', { name: 'Engagements' }).click();
  await addAndOpen(page, 'engagement', `${name} audit`);
  await expect(page.getByRole('navigation', { name: 'Path' }).getByRole('link', { name })).toBeVisible();
  await openClient(page, name);
  const id = await idOf(page, name);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('This also deletes 1 engagement.')).toBeVisible();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(async () => (await clients(page, name)).length).toBe(0);
  await page.getByText(`“${name}” deleted`).locator('..').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => idOf(page, name).catch(() => '')).toBe(id);
});
