import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Network } from '../support/network.ts';
import { type RunningDesk, test } from './fixture.ts';
import { picture, resize, setTheme } from './pictures.ts';
import {
  clients,
  createClient,
  edit,
  field,
  notice,
  openClient,
  press,
  savesTo,
  signIn,
  statusPill,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

const refusal = 'Write an email address such as name@example.com.';

/** A client whose new email address arrives at the server as none, so that the server refuses the edit. */
async function aRefusedEdit(openDesk: (options: { server: string }) => Promise<RunningDesk>, network: Network) {
  const name = uniqueName('Refused');
  const desk = await openDesk({ server: network.url });
  const { page } = desk;
  await signIn(page);
  await createClient(page, name);
  await uploaded(page, name);
  await network.goDown();
  await edit(page, 'Email', 'office@example.com');
  await expect(statusPill(page)).toContainText('1 change waiting to upload');
  network.garbleRounds({ from: 'office@example.com', to: 'office' });
  await network.comeUp();
  await expect(statusPill(page)).toContainText('needs attention');
  await statusPill(page).getByRole('button').click();
  return { ...desk, name };
}

/** What stands in the menu beside the one thing to do. */
async function pressMore(page: Page, name: string): Promise<void> {
  await press(page, 'More');
  await page.getByRole('menuitem', { name }).click();
}

const client = async (page: Page, name: string) => (await clients(page, name))[0];

test('a new client the server refuses is fixed by key alone, in the editors of its fields, and goes up', async ({
  openDesk,
  network,
}) => {
  const name = uniqueName('Refused');
  const desk = await openDesk({ server: network.url });
  const { page } = desk;
  await signIn(page);
  await upToDate(page);
  network.garbleRounds({ from: '"status":"active"', to: '"status":"odd"' });
  await createClient(page, name);
  await expect(statusPill(page)).toContainText('needs attention');
  await statusPill(page).getByRole('button').click();
  await expect(page.getByText('Status: Choose one of the options.')).toBeVisible();
  await page.getByRole('button', { name: 'Fix and try again' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Fix “${name}”` });
  const status = dialog.getByRole('button', { name: /Status/ });
  await expect(status).toBeFocused();
  await expect(status).toContainText('Active');
  await expect(dialog.getByRole('alert')).toContainText('Choose one of the options.');
  await resize(desk, 1280, 800);
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    await picture(page, `sync-fix-${theme}`);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Fix and try again' })).toBeFocused();

  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(status).toContainText('Prospect');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await expect(dialog.getByRole('textbox', { name: 'Street' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Show all fields' }).focus();
  await page.keyboard.press('Enter');
  const email = dialog.getByRole('textbox', { name: 'Email' });
  await email.fill('still none');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText(refusal);
  await email.fill('hello@example.com');
  await dialog.getByRole('textbox', { name: 'Tags' }).fill('vip');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('row', { name: 'vip' })).toBeVisible();
  network.garbleRounds(null);
  await dialog.getByRole('button', { name: 'Try again' }).focus();
  await page.keyboard.press('Enter');
  await upToDate(page);
  await expect(page.getByRole('tab', { name: 'Needs attention' })).toBeFocused();
  expect((await client(page, name))?.data).toMatchObject({
    email: 'hello@example.com',
    status: 'prospect',
    tags: ['vip'],
  });
});

test('a refused change can be exported, discarded, brought back, and tried again as it is', async ({
  openDesk,
  network,
  newFolder,
}) => {
  const desk = await aRefusedEdit(openDesk, network);
  const { page, name } = desk;
  const file = path.join(await newFolder(), 'change.json');
  await savesTo(desk, file);
  await pressMore(page, 'Export');
  await expect(notice(page, `Saved as ${file}`)).toBeVisible();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    table: 'clients',
    data: { email: 'office@example.com' },
    lastError: { code: 'validation.failed' },
  });
  await pressMore(page, 'Discard');
  await upToDate(page);
  expect((await client(page, name))?.data.email).toBeNull();
  await notice(page, 'Change discarded').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(`Email: ${refusal}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fix and try again' })).toBeVisible();
  expect((await client(page, name))?.data.email).toBe('office@example.com');
  await pressMore(page, 'Try again');
  await expect.poll(async () => (await client(page, name))?.badge).toBe('parked');
  network.garbleRounds(null);
  await pressMore(page, 'Try again');
  await upToDate(page);
  await openClient(page, name);
  await expect(field(page, 'Email')).toHaveValue('office@example.com');
});
