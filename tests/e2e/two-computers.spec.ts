import { expect } from '@playwright/test';
import { test } from './fixture.ts';
import { createClient, groupBy, openView, signIn, uniqueName } from './steps.ts';

test('what a person arranged appears on their other computer without a restart, and on no colleague’s', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('Followed');
  const laptop = await openDesk({ server: server.url });
  await signIn(laptop.page);
  const desktop = await openDesk({ server: server.url });
  await signIn(desktop.page);
  const colleague = await openDesk({ server: server.url });
  await signIn(colleague.page, { email: 'staff@sample.test' });

  await createClient(laptop.page, name);
  await laptop.page.getByRole('button', { name: 'Keep in the sidebar' }).click();
  const favouritesOf = ({ page }: typeof laptop) => page.getByRole('region', { name: 'Favourites' });
  await expect(favouritesOf(desktop).getByRole('link', { name })).toBeVisible({ timeout: 30_000 });

  await openView(desktop.page, 'Tasks');
  await groupBy(desktop.page, 'Status');
  await desktop.page.getByRole('button', { name: 'Save as view' }).click();
  await desktop.page.getByRole('textbox', { name: 'View name' }).fill('By state');
  await desktop.page.getByRole('button', { name: 'Save', exact: true }).click();
  await openView(laptop.page, 'Tasks');
  await expect(laptop.page.getByRole('button', { name: 'By state', exact: true })).toBeVisible({ timeout: 30_000 });

  await laptop.page.keyboard.press('ControlOrMeta+k');
  await expect(laptop.page.getByRole('group', { name: 'Favourites' }).getByRole('option', { name })).toBeVisible();
  await laptop.page.keyboard.press('Escape');

  await favouritesOf(desktop).getByRole('link', { name }).click();
  await desktop.page.getByRole('button', { name: 'Remove from the sidebar' }).click();
  await expect(favouritesOf(laptop)).toHaveCount(0, { timeout: 30_000 });

  await openView(colleague.page, 'Tasks');
  await expect(colleague.page.getByRole('button', { name: 'By state', exact: true })).toHaveCount(0);
  await expect(favouritesOf(colleague)).toHaveCount(0);
});
