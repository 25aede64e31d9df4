import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { type RunningDesk, test } from './fixture.ts';
import { picture, resize, setTheme } from './pictures.ts';
import { fillSignIn, openView, press, signIn, statusPill, upToDate } from './steps.ts';

async function flip(page: Page, name: string): Promise<boolean> {
  const toggle = page.getByRole('switch', { name });
  const before = await toggle.isChecked();
  await toggle.locator('xpath=ancestor-or-self::label').click();
  await expect(toggle).toBeChecked({ checked: !before });
  return !before;
}

/** The words of the app's own menu, which main writes. */
function menuWords({ app }: RunningDesk): Promise<string> {
  return app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? [])
      .flatMap((item) => [item.label, ...(item.submenu?.items.map(({ label }) => label) ?? [])])
      .join(' '),
  );
}

test('what is set in Settings is so after a restart: interval, channel, notices, login, tray, language', async ({
  openDesk,
  server,
}) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await resize(desk, 1280, 800);
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Settings');
  await expect(page.getByText('To work with another server, sign out and sign in there.')).toBeVisible();
  const interval = page.getByRole('button', { name: /Check for changes every/ });
  await interval.click();
  await expectAccessible(page, 'an open select, light');
  await page.getByRole('option', { name: '30 minutes' }).click();
  await page.getByText('Beta', { exact: true }).click();
  // As they stand on the page.
  const flipped = [
    await flip(page, 'Notify me about changes that need attention'),
    await flip(page, 'Keep syncing in the background'),
    await flip(page, 'Open Ferry when I log in'),
    await flip(page, 'Back up every day by itself'),
  ];
  await page.getByRole('button', { name: /Language/ }).click();
  await page.getByRole('option', { name: 'Deutsch' }).click();
  await expect(page.getByRole('link', { name: 'Einstellungen' })).toBeVisible();
  await desk.quit();

  const again = await openDesk({ dataFolder: desk.dataFolder });
  await again.page.getByRole('link', { name: 'Einstellungen' }).click();
  await expect(again.page.getByRole('button', { name: /30 Minuten/ })).toBeVisible();
  await expect(again.page.getByRole('radio', { name: 'Beta' })).toBeChecked();
  const switches = again.page.getByRole('switch');
  await expect(switches).toHaveCount(flipped.length);
  for (const [index, checked] of flipped.entries()) await expect(switches.nth(index)).toBeChecked({ checked });
  expect(await menuWords(again)).toContain('Bearbeiten');
  const settings = await again.page.evaluate(() => window.ferry.getSettings());
  expect(settings).toMatchObject({ ok: true, value: { syncIntervalMs: 30 * 60_000, updateChannel: 'beta' } });
});

test('the address is tested while it is typed; the result for another one disappears at once', async ({
  openDesk,
  server,
}) => {
  const desk = await openDesk();
  const { page } = desk;
  await resize(desk, 1280, 800);
  await page.getByRole('button', { name: 'Join my firm' }).click();
  const address = page.getByRole('textbox', { name: 'Server' });
  await expect(address).toBeFocused();
  const found = page.getByText('A Ferry server answers here');
  await address.fill(server.url);
  await expect(found).toBeVisible();
  await expect(address).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type('9');
  await expect(found).toBeHidden();
  await address.fill('127.0.0.1:9');
  await page.keyboard.press('Tab');
  await expect(page.getByText('No Ferry server answers at this address.')).toBeVisible();
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    await expectAccessible(page, `an address nobody answers at, ${theme}`);
    await picture(page, `sign-in-error-${theme}`);
  }
  await fillSignIn(page, { server: server.url });
  await expect(page.getByRole('link', { name: 'Clients' })).toBeVisible();
});

test('a form that is partly filled begins where it is not: at the email, or at the password of a known person', async ({
  openDesk,
  server,
}) => {
  const first = await openDesk({ server: server.url });
  await expect(first.page.getByRole('textbox', { name: 'Email' })).toBeFocused();
  await signIn(first.page);
  await upToDate(first.page);
  await first.quit();
  const again = await openDesk({ dataFolder: first.dataFolder });
  await expect(statusPill(again.page)).toContainText('Sign in again to sync');
  await press(again.page, 'Sign in again');
  await expect(again.page.getByRole('dialog').getByLabel('Password')).toBeFocused();
});
