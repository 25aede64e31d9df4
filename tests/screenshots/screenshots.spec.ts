import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from '../e2e/fixture.ts';
import { grid, openView, search, signIn, upToDate } from '../e2e/steps.ts';

const folder = path.join(import.meta.dirname, '../../docs/screenshots');

/** `npm run screenshots` takes the pictures of the docs anew, of the real app with the sample firm. */
for (const theme of ['light', 'dark'] as const) {
  test(`pictures, ${theme}`, async ({ openDesk, server }) => {
    const { page } = await openDesk({ server: server.url, switches: ['--force-device-scale-factor=2'] });
    const take = (name: string) => takePicture(page, path.join(folder, `${name}-${theme}.png`));
    await page.evaluate((appearance) => window.ferry.updateSettings({ appearance }), theme);
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await take('sign-in');

    await signIn(page);
    await upToDate(page);
    for (const view of ['Clients', 'Engagements', 'Tasks'] as const) {
      await openView(page, view);
      await expect(grid(page, view).getByRole('row').nth(5)).toBeVisible();
      await take(view.toLowerCase());
    }

    await openView(page, 'Clients');
    await search(page, 'Castellani');
    await grid(page, 'Clients').getByText('Castellani').first().click();
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue(/Castellani/);
    await search(page, '');
    await take('detail');

    await openView(page, 'Sync centre');
    await take('sync-centre');
  });
}

/** Once fonts are there and nothing moves any more; the mouse is put where it hovers over nothing. */
async function takePicture(page: Page, file: string): Promise<void> {
  await page.mouse.move(600, 2);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}
