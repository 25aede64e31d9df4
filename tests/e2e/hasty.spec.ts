import { expect } from '@playwright/test';
import { test } from './fixture.ts';
import { resize } from './pictures.ts';
import { createClient, grid, openView, press, search, signIn, uniqueName } from './steps.ts';

test('a view that cannot be drawn says so, and neither the window nor the other views go with it', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await page.evaluate(() => {
    const real = window.ResizeObserver;
    Object.assign(window, { mend: () => Object.assign(window, { ResizeObserver: real }), ResizeObserver: undefined });
  });
  await openView(page, 'Clients');
  const broken = page.getByRole('main').getByRole('alert');
  await expect(broken).toContainText('Something went wrong inside Ferry');
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  await openView(page, 'Clients');
  await page.evaluate(() => (window as unknown as { mend(): void }).mend());
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
