import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixture.ts';
import { picture, resize, setTheme } from './pictures.ts';
import { grid, openView, signIn, upToDate } from './steps.ts';

const columnHeaders = (page: Page) => grid(page, 'Clients').getByRole('columnheader');

test('columns are put in another order by pointer and by key, which is so after a restart', async ({
  openDesk,
  server,
}) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await resize(desk, 1600, 900);
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Clients');
  const shown = (of: Page) =>
    columnHeaders(of)
      .allTextContents()
      .then((names) => names.filter((name) => ['Name', 'Status', 'Contact person', 'City'].includes(name)));
  await expect.poll(() => shown(page)).toEqual(['Name', 'Status', 'Contact person', 'City']);
  await page.getByRole('button', { name: 'Display' }).click();
  const up = (name: string) => page.getByRole('button', { name: `Move ${name} up` });
  const down = (name: string) => page.getByRole('button', { name: `Move ${name} down` });
  await expect(up('Status')).toBeDisabled();
  await up('City').click();
  await expect.poll(() => shown(page)).toEqual(['Name', 'Status', 'City', 'Contact person']);
  await expect(up('City')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => shown(page)).toEqual(['Name', 'City', 'Status', 'Contact person']);
  // At the end of the way the focus is on the way back.
  await expect(up('City')).toBeDisabled();
  await expect(down('City')).toBeFocused();
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    await expectAccessible(page, `column order, ${theme}`);
    await picture(page, `list-display-${theme}`);
  }
  await page.keyboard.press('Escape');
  await desk.quit();
  const later = await openDesk({ dataFolder: desk.dataFolder });
  await openView(later.page, 'Clients');
  await expect.poll(() => shown(later.page)).toEqual(['Name', 'City', 'Status', 'Contact person']);
});
