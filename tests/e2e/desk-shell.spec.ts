import { expect, type Page } from '@playwright/test';
import { test } from './fixture.ts';
import { clients, createClient, edit, field, grid, openView, search, signIn, uniqueName, upToDate } from './steps.ts';

/** What has the focus, in words: for tests that it is never lost to the page itself. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.tagName ?? 'nothing');

test('syncing, undoing and redoing have their keys', async ({ openDesk, network }) => {
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  const name = uniqueName('Undo');
  await createClient(page, name);
  await upToDate(page);
  const runs = () =>
    page.evaluate(async () => {
      const history = await window.ferry.getHistory({ limit: 100 });
      return history.ok ? history.value.filter(({ reason }) => reason === 'manual').length : -1;
    });
  const before = await runs();
  // Pressed while the server's word of the upload starts a run, it joins that one.
  await expect(async () => {
    await page.keyboard.press('ControlOrMeta+Shift+s');
    await expect.poll(runs, { timeout: 2_000 }).toBeGreaterThan(before);
  }).toPass();

  const city = async () => (await clients(page, name))[0]?.data.city ?? null;
  await edit(page, 'City', 'Bremen');
  await expect.poll(city).toBe('Bremen');
  await edit(page, 'City', 'Kiel');
  await expect.poll(city).toBe('Kiel');
  // In a text field undo is the field's own; anywhere else it is the desk's.
  await page.getByRole('tab', { name: 'Details' }).focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(city).toBe('Bremen');
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(city).toBe(null);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(city).toBe('Bremen');
});

test('the focus is never lost: not by opening, closing, deleting or leaving a dialog', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const word = uniqueName('Focus').replaceAll(/[^a-z0-9]/gi, '');
  for (const number of [1, 2]) await createClient(page, `${word} ${number}`);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(grid(page, 'Clients')).toBeFocused();
  await search(page, word);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', '3');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Name')).toHaveValue(`${word} 1`);
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field(page, 'Name')).toBeHidden();
  await expect(grid(page, 'Clients')).toBeFocused();

  await page.keyboard.press('Enter');
  const question = page.getByRole('alertdialog');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(page.getByRole('button', { name: 'Delete' })).toBeFocused();
  await page.keyboard.press('Enter');
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(async () => (await clients(page, word)).length).toBe(1);
  await expect.poll(() => focused(page)).not.toBe('BODY');
  await page.keyboard.press('?');
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).not.toBe('BODY');
});

test('how the desk stands is reported to screen readers politely: what it came to, not every step on the way', async ({
  openDesk,
  network,
}) => {
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  const message = await page.evaluateHandle(() => {
    const received: string[] = [];
    for (const region of document.querySelectorAll('[aria-live=polite]')) {
      new MutationObserver(() => received.push(region.textContent)).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    }
    return received;
  });
  await network.goDown();
  await createClient(page, uniqueName('Heard'));
  await expect.poll(() => message.jsonValue()).toContainEqual(expect.stringContaining('waiting to upload'));
  await network.comeUp();
  await upToDate(page);
  await expect.poll(() => message.jsonValue()).toContain('Up to date');
  const received = await message.jsonValue();
  expect(received.filter((words) => /^(Uploading|Downloading|Syncing)/.test(words))).toEqual([]);
});

test('who asks the system for less motion gets none', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page);
  await openView(page, 'Clients');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .map((element) => ({ element, style: getComputedStyle(element) }))
      .filter(({ style }) => {
        const longest = (times: string) => Math.max(...times.split(',').map((time) => Number.parseFloat(time)));
        const isAnimated = style.animationName !== 'none' && longest(style.animationDuration) > 0.01;
        return isAnimated || longest(style.transitionDuration) > 0.01;
      })
      .map(({ element }) => element.className),
  );
  expect(moving).toEqual([]);
});
