import { expect } from '@playwright/test';
import { countRenders } from '../support/render-counts.ts';
import { test } from './fixture.ts';
import { grid, openView, signIn, upToDate } from './steps.ts';

test('a letter in the search renders no row before its answer, and a step to the next record only two', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const { commits } = await countRenders(page);
  await openView(page, 'Clients');
  const list = grid(page, 'Clients');
  await expect(list.getByRole('row').nth(5)).toBeVisible();
  const lines = (await list.getAttribute('aria-rowcount')) ?? '';
  const search = page.getByRole('searchbox');
  await search.focus();
  const before = await commits();
  expect(before.some(({ rows }) => rows > 5)).toBe(true);

  await search.press('a');
  await expect(list).not.toHaveAttribute('aria-rowcount', lines);
  const letter = await commits();
  const answer = letter.findIndex((commit) => commit.lines !== lines);
  expect(answer).toBeGreaterThan(0);
  expect(letter.slice(0, answer).map(({ rows }) => rows)).toEqual(letter.slice(0, answer).map(() => 0));
  expect(letter[answer]?.rows).toBeGreaterThan(0);
  // The answer is drawn once.
  expect(letter.slice(answer + 1).reduce((sum, { rows }) => sum + rows, 0)).toBe(0);

  await list.focus();
  await page.keyboard.press('j');
  await expect(list.locator('[data-active]')).toHaveCount(1);
  await commits();
  await page.keyboard.press('j');
  await expect(list.locator('[data-active]')).toHaveCount(1);
  const step = await commits();
  expect(step.reduce((sum, { rows }) => sum + rows, 0)).toBe(2);
  await page.keyboard.press('Space');
  await expect(page.getByRole('toolbar', { name: '1 selected' })).toBeVisible();
  expect((await commits()).reduce((sum, { rows }) => sum + rows, 0)).toBe(1);
});
