import { expect, type Page } from '@playwright/test';
import type { OperationName } from '#app/contract/channels.ts';
import { expectAccessible } from './accessibility.ts';
import { failAt } from './failing.ts';
import { test } from './fixture.ts';
import { picture, resize, setTheme } from './pictures.ts';
import { createClient, openView, press, signIn, statusPill, uniqueName, upToDate } from './steps.ts';

const tab = (page: Page, name: string) => page.getByRole('tab', { name });

/** As many new clients as wanted, saved at once without a network. */
async function saveMany(page: Page, word: string, count: number): Promise<void> {
  const saved = await page.evaluate(
    async ([name, wanted]) =>
      await window.ferry.queueChanges(
        Array.from({ length: wanted }, (_, index) => ({
          table: 'clients',
          operation: 'insert' as const,
          recordId: crypto.randomUUID(),
          data: { name: `${name} ${index}`, status: 'active', tags: [] },
        })),
      ),
    [word, count] as const,
  );
  expect(saved.ok).toBe(true);
}

test('however much waits, all of it can be seen', async ({ openDesk, network }) => {
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  await network.goDown();
  await saveMany(page, uniqueName('Many'), 250);
  await expect(statusPill(page)).toContainText('250 changes waiting to upload');
  await statusPill(page).getByRole('button').click();
  const cards = page.getByRole('tabpanel').getByRole('listitem');
  await expect(cards).toHaveCount(200);
  await expect(page.getByText('The first 200 are shown.')).toBeVisible();
  await press(page, 'Show more');
  await expect(cards).toHaveCount(250);
  await expect(page.getByText(/The first \d+ are shown/)).toBeHidden();
});

test('a tab that cannot be read says so, and asks again', async ({ openDesk, server }) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await resize(desk, 1280, 800);
  await signIn(page);
  await upToDate(page);
  const failing: [string, OperationName][] = [
    ['Waiting', 'getPendingChanges'],
    ['Needs attention', 'getPendingChanges'],
    ['Conflicts', 'listConflicts'],
    ['History', 'getHistory'],
    ['Uploads', 'listReceipts'],
  ];
  for (const [name, operation] of failing) {
    const restore = await failAt(desk, operation);
    await openView(page, 'Settings');
    await openView(page, 'Sync centre');
    await tab(page, name).click();
    const panel = page.getByRole('tabpanel');
    await expect(panel.getByRole('alert').first()).toContainText('This cannot be shown just now');
    await expect(panel.getByRole('alert').first()).toContainText('Something went wrong inside Ferry.');
    if (name === 'History') {
      for (const theme of ['dark', 'light'] as const) {
        await setTheme(page, theme);
        await expectAccessible(page, `a tab that failed, ${theme}`);
        await picture(page, `sync-error-${theme}`);
      }
    }
    await restore();
    await panel.getByRole('button', { name: 'Try again' }).first().click();
    await expect(panel.getByText('This cannot be shown just now')).toHaveCount(name === 'Conflicts' ? 1 : 0);
  }
});

test('the history is reported in words, a first download with how much it brought', async ({ openDesk, network }) => {
  const name = uniqueName('Told');
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  await createClient(page, name);
  await upToDate(page);
  await openView(page, 'Sync centre');
  await tab(page, 'History').click();
  const runs = page.getByRole('tabpanel').getByRole('listitem');
  await expect(runs.filter({ hasText: 'After a change' }).first()).toContainText('uploaded');
  await expect(runs.last()).toContainText(/[\d,]+ downloaded/);
  await network.goDown();
  await press(page, 'Sync now');
  await expect(runs.first()).toContainText('You asked');
  await expect(runs.first()).toContainText('Failed');
});

test('whether one can go offline is answered wherever one is in the sync centre', async ({ openDesk, network }) => {
  const name = uniqueName('Ready');
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Sync centre');
  const ready = page.getByRole('region', { name: 'Ready to go offline?' });
  await expect(ready).toContainText('Yes.');
  await network.goDown();
  await createClient(page, name);
  await openView(page, 'Sync centre');
  await tab(page, 'Uploads').click();
  await expect(ready).toContainText('Almost: 1 change still waits to upload.');
});
