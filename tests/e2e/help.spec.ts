import { expect } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixture.ts';
import { signIn } from './steps.ts';

test('help opens without a network by key and from the menu, and is searched', async ({ openDesk, network }) => {
  const { app, page } = await openDesk({ server: network.url });
  await signIn(page);
  await network.goDown();
  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help.getByRole('region', { name: 'Getting started' })).toContainText('There is no Save button');
  await expectAccessible(page, 'help');
  await help.getByRole('searchbox', { name: 'Search the help' }).fill('laptop');
  await expect(help.getByRole('navigation').getByRole('button')).toHaveText([/Backups and damaged data.*lost laptop/]);
  await expect(help.getByRole('region', { name: 'Backups and damaged data' })).toBeVisible();
  await help.getByRole('searchbox').fill('xyzzy');
  await expect(help.getByRole('status')).toHaveText('Nothing found. Try another word.');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  await app.evaluate(({ Menu }) => {
    const menu = Menu.getApplicationMenu()?.items.find(({ role }) => role?.toLowerCase() === 'help');
    menu?.submenu?.items[0]?.click();
  });
  await expect(help).toBeVisible();
});
