import { expect, type Page } from '@playwright/test';
import { watchFirstRows } from '../support/first-rows.ts';
import { test } from './fixture.ts';
import { createClient, grid, groupBy, openView, search, signIn, uniqueName, upToDate } from './steps.ts';

test('no view is ever painted before its first rows: not at the start, not on the way', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  for (const hash of ['#/tasks', '#/clients', '#/overview']) {
    expect((await watchFirstRows(page, hash)).framesBefore, hash).toEqual([]);
  }
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { framesWithoutRows: seen });
    const look = () => {
      const rows = document.querySelectorAll('main [role=row][id], main a.due-row');
      if (rows.length === 0) seen.push(document.querySelector('main')?.textContent ?? 'no main');
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  for (const view of ['Clients', 'Engagements', 'Tasks'] as const) {
    await openView(page, view);
    await expect(grid(page, view)).toBeVisible();
  }
  const empty = await page.evaluate(() => (window as { framesWithoutRows?: string[] }).framesWithoutRows);
  expect(empty).toEqual([]);
});

const columnHeaders = (page: Page) => grid(page, 'Clients').getByRole('columnheader');

test('a list is sorted by its headers, as people look words up', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  const word = uniqueName('Sort').replaceAll(/[^a-z0-9]/gi, '');
  for (const name of ['Zander', 'Österreich', 'Oslo', 'ähre', 'Anker']) await createClient(page, `${name} ${word}`);
  await page.getByRole('button', { name: 'Close' }).click();
  await search(page, word);
  const shown = () => grid(page, 'Clients').locator('[data-title]').allTextContents();
  const sorted = ['ähre', 'Anker', 'Oslo', 'Österreich', 'Zander'].map((name) => `${name} ${word}`);
  await expect.poll(shown).toEqual(sorted);
  await columnHeaders(page).getByRole('button', { name: 'Name' }).click();
  await expect.poll(shown).toEqual(sorted.toReversed());
  await expect(columnHeaders(page).filter({ hasText: 'Name' })).toHaveAttribute('aria-sort', 'descending');
});

test('columns and density are chosen, and are there again after a restart', async ({ openDesk, server }) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Clients');
  await expect(columnHeaders(page).filter({ hasText: 'Contact person' })).toBeVisible();
  const heightOf = (row: Page) =>
    grid(row, 'Clients')
      .getByRole('row')
      .nth(1)
      .evaluate((element) => element.getBoundingClientRect().height);
  const before = await heightOf(page);
  await page.getByRole('button', { name: 'Display' }).click();
  await page.getByRole('group', { name: 'Columns' }).getByText('Contact person').click();
  await page.getByRole('group', { name: 'Columns' }).getByText('Country').click();
  await page.getByRole('radio', { name: 'Compact' }).click({ force: true });
  await page.keyboard.press('Escape');
  await expect(columnHeaders(page).filter({ hasText: 'Contact person' })).toHaveCount(0);
  await expect.poll(() => heightOf(page)).toBeLessThan(before);
  await desk.quit();
  const later = await openDesk({ dataFolder: desk.dataFolder });
  await openView(later.page, 'Clients');
  await expect(columnHeaders(later.page).filter({ hasText: 'Name' })).toBeVisible();
  await expect(columnHeaders(later.page).filter({ hasText: 'Contact person' })).toHaveCount(0);
  expect(await heightOf(later.page)).toBeLessThan(before);
});

test('tasks are grouped by person, and the groups hold every task once', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Tasks');
  const all = Number(await grid(page, 'Tasks').getAttribute('aria-rowcount')) - 1;
  await groupBy(page, 'Assignee');
  const headings = grid(page, 'Tasks').getByRole('button', { expanded: true });
  await expect(headings.first()).toBeVisible();
  // Folded up, only the headings are left, each with its count.
  await expect(async () => {
    while ((await headings.count()) > 0) await headings.first().click();
  }).toPass();
  const folded = await grid(page, 'Tasks').getByRole('button', { expanded: false }).allTextContents();
  expect(folded.some((heading) => heading.startsWith('No one'))).toBe(true);
  expect(folded.reduce((sum, heading) => sum + Number(/(\d+)$/.exec(heading)?.[1]), 0)).toBe(all);
});

test('the overview answers what is overdue, what is due and what has no one, and leads to all of it', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await page.getByRole('link', { name: 'Overview' }).click();
  for (const name of ['Tasks: overdue', 'Tasks: due within 7 days', 'Tasks: no one yet', 'Engagements: overdue']) {
    await expect(page.getByRole('region', { name })).toBeVisible();
  }
  const overdue = page.getByRole('region', { name: 'Tasks: overdue' });
  const total = Number(await overdue.locator('.overview-card__total').textContent());
  const today = new Date().toISOString().slice(0, 10);
  const expected = await page.evaluate(async (day) => {
    const open = { field: 'status', test: 'in' as const, values: ['open', 'doing', 'waiting'] };
    const late = { field: 'dueDate', test: 'before' as const, values: [day] };
    const found = await window.ferry.listRecords('tasks', { filters: [open, late] }, { limit: 500 });
    return found.ok ? found.value.rows.filter(({ data }) => data.dueDate !== day).length : -1;
  }, today);
  expect(total).toBe(expected);
  await overdue.getByRole('button', { name: /^Show all/ }).click();
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', String(total + 1));
});
