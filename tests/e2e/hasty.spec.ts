import { expect } from '@playwright/test';
import { test } from './fixture.ts';
import { resize } from './pictures.ts';
import {
  clientNames,
  clients,
  createClient,
  edit,
  field,
  grid,
  openView,
  press,
  search,
  signIn,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

test('a view that cannot be drawn says so, and neither the window nor the other views go with it', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await page.evaluate(() => {
    const real = window.ResizeObserver;
    Object.assign(window, {
      restore: () => Object.assign(window, { ResizeObserver: real }),
      ResizeObserver: undefined,
    });
  });
  await openView(page, 'Clients');
  const broken = page.getByRole('main').getByRole('alert');
  await expect(broken).toContainText('Something went wrong inside Ferry');
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  await openView(page, 'Clients');
  await page.evaluate(() => (window as unknown as { restore(): void }).restore());
  await broken.getByRole('button', { name: 'Try again' }).click();
  await expect(grid(page, 'Clients').getByRole('row').nth(1)).toBeVisible();
});

test('in a small window a record that covers the list has the focus, and Escape leads back', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('Covers');
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  await createClient(page, name);
  await press(page, 'Close');
  await search(page, name);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', '2');
  await resize(desk, 800, 600);
  await grid(page, 'Clients').getByText(name).click();
  await expect(page.getByRole('region', { name })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(grid(page, 'Clients')).toBeFocused();
});

test('a new record begun right after moving down the list stays open', async ({ openDesk, server }) => {
  const word = uniqueName('Hasty').replaceAll(/[^a-z0-9]/gi, '');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  for (const name of ['1', '2']) await createClient(page, `${word} ${name}`);
  await search(page, word);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', '3');
  await grid(page, 'Clients').getByText(`${word} 1`).click();
  await expect(field(page, 'Name')).toHaveValue(`${word} 1`);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  for (const key of ['Home', 'End', 'Home', 'End']) await page.keyboard.press(key);
  await page.keyboard.press('ControlOrMeta+n');
  await expect(field(page, 'Name')).toHaveValue('');
  const before = await page.evaluate(() => window.location.hash);
  await page.clock.runFor(1_000);
  expect(await page.evaluate(() => window.location.hash)).toBe(before);
});

test('Escape closes a record that was deleted while it was open', async ({ openDesk, server }) => {
  const name = uniqueName('Goes');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await uploaded(page, name);
  await field(page, 'City').focus();
  await page.evaluate(async (wanted) => {
    const found = await window.ferry.listRecords('clients', { search: wanted }, { limit: 1 });
    if (found.ok) await window.ferry.deleteWithDependants('clients', [found.value.rows[0]?.id ?? '']);
  }, name);
  const gone = page.getByRole('region', { name: 'Details' });
  await expect(gone.getByText('This record is no longer there')).toBeVisible();
  await expect(gone).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(gone).toHaveCount(0);
  expect(await clientNames(page, name)).toEqual([]);
});

test('no key reaches what lies beneath a dialog', async ({ openDesk, server }) => {
  const name = uniqueName('Beneath');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await edit(page, 'City', 'Bath');
  await expect.poll(async () => (await clients(page, name))[0]?.data.city).toBe('Bath');
  await press(page, 'Delete');
  const question = page.getByRole('alertdialog');
  await expect(question).toBeVisible();
  const before = await page.evaluate(() => window.location.hash);
  for (const key of ['n', 'z', 'f', 'k', '/']) await page.keyboard.press(`ControlOrMeta+${key}`);
  await expect(page.locator('[role=dialog]')).toHaveCount(0);
  await expect(question.getByRole('button', { name: 'Delete' })).toBeFocused();
  expect(await page.evaluate(() => window.location.hash)).toBe(before);
  expect((await clients(page, name))[0]?.data.city).toBe('Bath');
});

test('a text too long to search for is cut where it is put in, and found nothing for', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await page.keyboard.press('ControlOrMeta+k');
  const box = page.getByRole('combobox', { name: 'Command palette' });
  await expect(box).toBeFocused();
  await page.keyboard.insertText('x'.repeat(300));
  await expect(page.getByRole('dialog').getByText('Nothing found')).toBeVisible();
  await expect(box).toHaveValue('x'.repeat(200));
});

test('Sync now keeps the focus while it syncs', async ({ openDesk, network }) => {
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  const letGo = network.holdUp('/v1/sync', 0);
  const button = page.getByRole('button', { name: 'Sync now' });
  await button.focus();
  await page.keyboard.press('Enter');
  const isSyncing = () =>
    page.evaluate(async () => {
      const status = await window.ferry.getStatus();
      return status.ok && status.value.isSyncing;
    });
  await expect.poll(isSyncing).toBe(true);
  await expect(button).toBeFocused();
  letGo();
  await upToDate(page);
  await expect(button).toBeFocused();
});

test('asking twice for what happened earlier shows it once', async ({ openDesk, network }) => {
  const name = uniqueName('Storied');
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await createClient(page, name);
  await uploaded(page, name);
  const id = (await clients(page, name))[0]?.id ?? '';
  await page.evaluate(async (recordId) => {
    for (let count = 1; count <= 60; count += 1) {
      await window.ferry.queueChange('clients', 'update', recordId, { city: `Place ${count}` });
      await window.ferry.syncToServer();
    }
  }, id);
  await upToDate(page);
  await page.getByRole('tab', { name: 'Activity' }).click();
  const more = page.getByRole('button', { name: 'Show older' });
  await expect(more).toBeVisible();
  const shown = await page.getByRole('tabpanel').getByRole('listitem').count();
  const letGo = network.holdUp('/v1/activity', 0);
  await more.dblclick();
  letGo();
  await expect(more).toHaveCount(0);
  await expect(page.getByRole('tabpanel').getByRole('listitem')).toHaveCount(61);
  expect(shown).toBeLessThan(61);
});
