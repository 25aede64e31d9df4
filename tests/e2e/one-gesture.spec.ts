import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixture.ts';
import {
  addAndOpen,
  createClient,
  grid,
  notice,
  openView,
  press,
  search,
  signIn,
  uniqueName,
  upToDate,
} from './steps.ts';

/** Tasks of one engagement, added line by line; the engagement stays open meanwhile. */
async function addTasks(page: Page, name: string, titles: readonly string[]): Promise<void> {
  await createClient(page, name);
  await page.getByRole('tab', { name: 'Engagements' }).click();
  await addAndOpen(page, 'engagement', `${name} audit`);
  await page.getByRole('tab', { name: 'Tasks' }).click();
  await press(page, 'Add task');
  for (const title of titles) {
    await page.keyboard.type(title);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tabpanel').getByRole('link', { name: title })).toBeVisible();
  }
  await expect(page.getByRole('heading', { name: `${name} audit` })).toBeVisible();
}

async function task(page: Page, title: string): Promise<Record<string, unknown>> {
  return page.evaluate(async (wanted) => {
    const found = await window.ferry.listRecords('tasks', { search: wanted }, { limit: 1 });
    return found.ok ? (found.value.rows[0]?.data ?? {}) : {};
  }, title);
}

const row = (page: Page, title: string) => grid(page, 'Tasks').getByRole('row', { name: title });

test('one key each finishes, assigns, dates and ranks the row, or all that are selected', async ({
  openDesk,
  server,
}) => {
  const word = uniqueName('Gesture').replaceAll(/[^a-z0-9]/gi, '');
  const titles = [`${word} one`, `${word} two`, `${word} three`];
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await addTasks(page, word, titles);
  const me = await page.evaluate(async () => {
    const session = await window.ferry.getSession();
    return session.ok ? session.value?.person.id : undefined;
  });
  await expect.poll(async () => (await task(page, titles[0] ?? '')).assigneeId, 'mine by default').toBe(me);

  await openView(page, 'Tasks');
  await search(page, word);
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', '4');
  await expect(row(page, `${word} one`)).toContainText(`${word} › ${word} audit`);
  await grid(page, 'Tasks').focus();
  await page.keyboard.press('Home');
  const first = (await grid(page, 'Tasks').locator('[data-active] .grid__names > span').first().textContent()) ?? '';

  await page.keyboard.press('d');
  await page.keyboard.type('next week');
  await expect(page.getByRole('option', { name: /^Monday/ })).toBeVisible();
  await expectAccessible(page, 'a day asked for in a row');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await task(page, first)).dueDate).toEqual(expect.stringMatching(/^\d{4}-/));
  await expect(grid(page, 'Tasks')).toBeFocused();

  await page.keyboard.press('p');
  await page.keyboard.type('h');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await task(page, first)).priority).toBe('high');

  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('s');
  await page.keyboard.type('w');
  await page.keyboard.press('Enter');
  for (const title of titles) await expect.poll(async () => (await task(page, title)).status).toBe('waiting');
  await page.keyboard.press('ControlOrMeta+z');
  for (const title of titles) await expect.poll(async () => (await task(page, title)).status).toBe('open');

  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  const gone = (await grid(page, 'Tasks').locator('[data-active] .grid__names > span').first().textContent()) ?? '';
  await page.keyboard.press('x');
  await expect(notice(page, `“${gone}”: Status is now Done`)).toBeVisible();
  await expect(row(page, gone)).toHaveCount(0);
  // The next one is at hand: no key is needed to find it again.
  await expect(grid(page, 'Tasks').locator('[data-active]')).toHaveCount(1);
  await row(page, titles.find((title) => title !== gone) ?? '')
    .getByRole('checkbox', { name: /^Done:/ })
    .click();
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', '2');
});

test('the menu of a row opens by key and by the right button, and a value is changed where it stands', async ({
  openDesk,
  server,
}) => {
  const word = uniqueName('Menu').replaceAll(/[^a-z0-9]/gi, '');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await addTasks(page, word, [`${word} one`]);
  await openView(page, 'Tasks');
  await search(page, word);
  await expect(grid(page, 'Tasks')).toHaveAttribute('aria-rowcount', '2');
  await grid(page, 'Tasks').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Assign to me' })).toBeVisible();
  await expectAccessible(page, 'the menu of a row');
  await page.keyboard.press('Escape');
  await expect(grid(page, 'Tasks')).toBeFocused();

  await row(page, `${word} one`).locator('[data-title]').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Priority…' }).click();
  await page.getByRole('option', { name: 'Urgent' }).click();
  await expect.poll(async () => (await task(page, `${word} one`)).priority).toBe('urgent');

  await row(page, `${word} one`).getByText('Open', { exact: true }).click();
  await page.getByRole('option', { name: 'In progress' }).click();
  await expect.poll(async () => (await task(page, `${word} one`)).status).toBe('doing');
  await expect(page.getByRole('heading', { name: `${word} one` })).toHaveCount(0);
});
