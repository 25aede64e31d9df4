import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixture.ts';
import { addTo, createClient, field, grid, openView, press, search, signIn, uniqueName, upToDate } from './steps.ts';

async function tasks(page: Page, title: string): Promise<Record<string, unknown>[]> {
  return page.evaluate(async (wanted) => {
    const found = await window.ferry.listRecords('tasks', { search: wanted }, { limit: 10 });
    return found.ok ? found.value.rows.map(({ data }) => data) : [];
  }, title);
}

test('in a list, Enter adds one task after the other beside the row, and asks where it belongs if nothing says', async ({
  openDesk,
  server,
}) => {
  const word = uniqueName('Inlist').replaceAll(/[^a-z0-9]/gi, '');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const me = await page.evaluate(async () => {
    const session = await window.ferry.getSession();
    return session.ok ? session.value?.person.id : undefined;
  });

  await createClient(page, word);
  await page.getByRole('tab', { name: 'Engagements' }).click();
  await addTo(page, 'engagement', `${word} audit`);

  // Nothing is active in an empty list: the place is asked for, and the title stays.
  await openView(page, 'Tasks');
  await search(page, word);
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', '1');
  await press(page, 'Add task');
  await page.keyboard.type(`${word} one`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Choose where it belongs.');
  await expectAccessible(page, 'adding in a list, asked where');
  await page.keyboard.type(`${word} au`);
  await page.getByRole('option', { name: new RegExp(`${word} audit`) }).click();
  await expect(field(page, 'New task')).toBeFocused();
  await expect(field(page, 'New task')).toHaveValue(`${word} one`);
  await page.keyboard.press('Enter');
  await expect(grid(page, 'Tasks').getByRole('row', { name: `${word} one` })).toBeVisible();
  await expect(field(page, 'New task')).toHaveValue('');

  // The next one needs no more than its title.
  await page.keyboard.type(`${word} two`);
  await page.keyboard.press('Enter');
  await expect(grid(page, 'Tasks').locator('[data-active]')).toContainText(`${word} two`);
  await page.keyboard.press('Escape');
  await expect(grid(page, 'Tasks')).toBeFocused();

  // By key, beside the row one stands on; by the menu of the row, too.
  await page.keyboard.press('n');
  await expect(page.getByRole('group', { name: 'New task' })).toContainText(`${word} ›`);
  await page.keyboard.type('x'.repeat(201));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await field(page, 'New task').fill(`${word} three`);
  await page.keyboard.press('Enter');
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', '4');
  await page.keyboard.type('not this one');
  await page.keyboard.press('Escape');
  await expect(field(page, 'New task')).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(grid(page, 'Tasks')).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Add another here' }).click();
  await expect(field(page, 'New task')).toBeFocused();
  await page.keyboard.type(`${word} four`);
  // Turning to something else saves what was typed.
  await openView(page, 'Clients');
  await expect.poll(async () => (await tasks(page, word)).length).toBe(4);
  for (const task of await tasks(page, word)) expect(task).toMatchObject({ assigneeId: me, status: 'open' });
  const [engagement] = new Set((await tasks(page, word)).map(({ engagementId }) => engagementId));
  for (const task of await tasks(page, word)) expect(task.engagementId).toBe(engagement);
});
