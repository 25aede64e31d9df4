import { expect, type Page } from '@playwright/test';
import { test } from './fixture.ts';
import { createClient, grid, openView, search, signIn, statusPill, uniqueName, upToDate } from './steps.ts';

const countBeside = async (page: Page, view: string) =>
  Number(
    (await page.getByRole('link', { name: view }).locator('.nav-link__count').textContent())?.replaceAll(/\D/g, ''),
  );

test('the sidebar counts what there is, as it comes and goes', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Clients');
  const lines = async () => Number(await grid(page, 'Clients').getAttribute('aria-rowcount'));
  await expect.poll(async () => (await countBeside(page, 'Clients')) + 1).toBe(await lines());
  const before = await countBeside(page, 'Clients');
  await createClient(page, uniqueName('Counted'));
  await expect.poll(() => countBeside(page, 'Clients')).toBe(before + 1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => countBeside(page, 'Clients')).toBe(before);
});

test('each line says in words where its record stands', async ({ openDesk, network }) => {
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  await network.goDown();
  const name = uniqueName('Marked');
  await createClient(page, name);
  await page.getByRole('button', { name: 'Close' }).click();
  await search(page, name);
  const row = grid(page, 'Clients').getByRole('row', { name });
  await expect(row.getByText('Waiting', { exact: true })).toBeVisible();
  await network.comeUp();
  await upToDate(page);
  await expect(statusPill(page)).toHaveText('Up to date');
  await expect(row.getByTitle('Uploaded')).toBeVisible();
  await expect(row.getByText('Waiting', { exact: true })).toHaveCount(0);
});
