import { expect, type Page } from '@playwright/test';
import { test } from './fixture.ts';
import { grid, groupBy, openView, signIn, upToDate } from './steps.ts';

const total = async (page: Page, filters: unknown[]) =>
  page.evaluate(async (wanted) => {
    const query = { filters: wanted as never };
    const found = await window.ferry.listRecords('engagements', query, { limit: 1 });
    return found.ok ? found.value.total : -1;
  }, filters);

async function openFilter(page: Page, field: string): Promise<void> {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: field }).click();
}

test('a list is narrowed to what belongs to one client, and to days of one’s own', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Engagements');
  const client = await page.evaluate(async () => {
    const engagements = await window.ferry.listRecords('engagements', {}, { limit: 1 });
    const id = engagements.ok ? String(engagements.value.rows[0]?.data.clientId) : '';
    const found = await window.ferry.getCachedEntity('clients', id);
    return { id, name: found.ok ? String(found.value?.data.name) : '' };
  });
  await openFilter(page, 'Client…');
  const dialog = page.getByRole('dialog', { name: 'Filter by Client' });
  await page.keyboard.type(client.name);
  await dialog.getByRole('option', { name: client.name }).first().click();
  const own = { field: 'clientId', test: 'in', values: [client.id] };
  await expect(grid(page, 'Engagements')).toHaveAttribute('aria-rowcount', String((await total(page, [own])) + 1));
  await expect(page.locator('.filter-chip')).toContainText(client.name);
  await page.getByRole('button', { name: 'Remove filter Client' }).click();

  await openFilter(page, 'Due date');
  await page.getByRole('menuitem', { name: 'From … until …' }).click();
  const days = page.getByRole('dialog', { name: 'Filter by Due date' });
  await days.getByLabel('From').fill('2020-01-01');
  await days.getByLabel('Until').fill('2019-01-01');
  await expect(days.getByRole('alert')).toBeVisible();
  await expect(days.getByRole('button', { name: 'Filter', exact: true })).toBeDisabled();
  await days.getByLabel('Until').fill('2100-01-01');
  await days.getByRole('button', { name: 'Filter', exact: true }).click();
  const dated = { field: 'dueDate', test: 'after', values: ['2020-01-01'] };
  await expect(grid(page, 'Engagements')).toHaveAttribute('aria-rowcount', String((await total(page, [dated])) + 1));
});

test('a view keeps its groups and columns, and can be given another name', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Tasks');
  await groupBy(page, 'Priority');
  await page.getByRole('button', { name: 'Save as view' }).click();
  await page.getByRole('textbox', { name: 'View name' }).fill('By priority');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Options of view By priority' }).click();
  await page.getByRole('menuitem', { name: 'Rename view' }).click();
  await page.getByRole('textbox', { name: 'View name' }).fill('Urgent first');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'All', exact: true }).click();
  const headings = grid(page, 'Tasks').getByRole('button', { expanded: true });
  await expect(headings).toHaveCount(0);
  await page.getByRole('button', { name: 'Urgent first', exact: true }).click();
  await expect(headings.first()).toBeVisible();
  await page.getByRole('button', { name: 'Options of view Urgent first' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: 'Urgent first', exact: true })).toHaveCount(0);
});

test('a list that asks for a field of another version shows its rows all the same', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await page.evaluate(() => {
    const filters = [{ field: 'colour', test: 'in', values: ['red'] }];
    const lists = { tasks: { sort: { field: 'colour', direction: 'asc' }, groupBy: 'colour', filters } };
    localStorage.setItem('ferry.preferences', JSON.stringify({ lists }));
  });
  await page.reload();
  await openView(page, 'Tasks');
  await expect(grid(page, 'Tasks').getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(0);
});
