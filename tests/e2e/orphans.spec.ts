import { expect, type Page } from '@playwright/test';
import { colleagues } from './colleagues.ts';
import { type Stage, test } from './fixture.ts';
import { picture, resize, setTheme } from './pictures.ts';
import {
  addTo,
  clientNames,
  clients,
  createClient,
  grid,
  notice,
  openView,
  press,
  search,
  statusPill,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

/** Ana adds an engagement to a client without a network; Ben deletes the client meanwhile; then Ana is online again. */
async function anOrphan({ openDesk, network, server }: Stage) {
  const client = uniqueName('Gone');
  const engagement = `${client} audit`;
  const { ana, ben } = await colleagues({ openDesk, network, server }, [client]);
  await network.goDown();
  await ana.page.getByRole('tab', { name: 'Engagements' }).click();
  await addTo(ana.page, 'engagement', engagement);
  await expect(statusPill(ana.page)).toContainText('1 change waiting to upload');
  await press(ben.page, 'Delete');
  await ben.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => clientNames(ben.page, client)).toEqual([]);
  await upToDate(ben.page);
  await network.comeUp();
  await expect(statusPill(ana.page)).toContainText('1 change needs attention');
  await statusPill(ana.page).getByRole('button').click();
  await expect(ana.page.getByText(`“${client}” was deleted by a colleague.`)).toBeVisible();
  return { ana, ben, client, engagement };
}

async function statusOf(page: Page, client: string): Promise<unknown> {
  return (await clients(page, client))[0]?.data.status;
}

async function sees(page: Page, engagement: string): Promise<void> {
  await openView(page, 'Engagements');
  await search(page, engagement);
  await expect(grid(page, 'Engagements').getByText(engagement).first()).toBeVisible();
}

test('a deleted client is restored for the work beneath it; that can be undone, and done again', async ({
  openDesk,
  network,
  server,
}) => {
  const { ana, ben, client, engagement } = await anOrphan({ openDesk, network, server });
  await resize(ana, 1280, 800);
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(ana.page, theme);
    await picture(ana.page, `sync-attention-${theme}`);
  }
  await press(ana.page, `Restore “${client}”`);
  await upToDate(ana.page);
  await expect.poll(() => clientNames(ben.page, client)).toEqual([client]);
  await notice(ana.page, `“${client}” restored`).getByRole('button', { name: 'Undo' }).click();
  await expect(statusPill(ana.page)).toContainText('1 change needs attention');
  await expect.poll(() => clientNames(ben.page, client)).toEqual([]);
  await press(ana.page, `Restore “${client}”`);
  await upToDate(ana.page);
  await expect.poll(() => statusOf(ben.page, client)).toBe('active');
  await sees(ben.page, engagement);
});

test('a deleted client comes back archived, so that it is out of the way and its work is kept', async ({
  openDesk,
  network,
  server,
}) => {
  const { ana, ben, client, engagement } = await anOrphan({ openDesk, network, server });
  await press(ana.page, 'More');
  await ana.page.getByRole('menuitem', { name: 'Restore as “Archived”' }).click();
  await upToDate(ana.page);
  await expect.poll(() => statusOf(ben.page, client)).toBe('archived');
  await sees(ben.page, engagement);
});

test('work under a deleted client goes to another one, found by name, by key alone', async ({
  openDesk,
  network,
  server,
}) => {
  const { ana, ben, client, engagement } = await anOrphan({ openDesk, network, server });
  const { page } = ana;
  const other = uniqueName('Heir');
  await createClient(ben.page, other);
  await uploaded(ben.page, other);
  await expect.poll(() => clientNames(page, other)).toEqual([other]);
  const more = page.getByRole('button', { name: 'More', exact: true });
  const openByKey = async () => {
    await more.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Restore as “Archived”' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitem', { name: 'Choose another client…' })).toBeFocused();
    await page.keyboard.press('Enter');
  };
  await openByKey();
  const dialog = page.getByRole('dialog', { name: 'Where does this engagement go?' });
  await expect(dialog.getByRole('combobox', { name: 'Client' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(more).toBeFocused();
  await openByKey();
  await expect(dialog.getByRole('combobox', { name: 'Client' })).toBeFocused();
  await expect(page.getByRole('listbox')).toBeHidden();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Move and upload' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Fill this in.');
  await dialog.getByRole('combobox', { name: 'Client' }).focus();
  await page.keyboard.type(other);
  await expect(page.getByRole('option', { name: other })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('combobox', { name: 'Client' })).toHaveValue(other);
  await dialog.getByRole('button', { name: 'Move and upload' }).focus();
  await page.keyboard.press('Enter');
  await expect(notice(page, `Moved to “${other}”`)).toBeVisible();
  await upToDate(page);
  await expect(page.getByRole('tab', { name: 'Needs attention' })).toBeFocused();
  await sees(ben.page, engagement);
  await grid(ben.page, 'Engagements').getByText(engagement).first().click();
  await expect(ben.page.getByRole('navigation', { name: 'Path' }).getByRole('link', { name: other })).toBeVisible();
  expect(await clientNames(ben.page, client)).toEqual([]);
});
