import { expect } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixture.ts';
import { picture, setTheme } from './pictures.ts';
import { signIn, upToDate } from './steps.ts';

test('staff begin with their own work, by day, and finish it there', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page, { email: 'staff@sample.test' });
  await upToDate(page);
  await expect(page.getByRole('heading', { name: 'My work', level: 1 })).toBeVisible();
  const rows = page.locator('.work [data-id]');
  await expect(rows.first()).toBeVisible();
  const me = await page.evaluate(async () => {
    const session = await window.ferry.getSession();
    return session.ok ? (session.value?.person.id ?? '') : '';
  });
  const openOf = (table: string, field: string) =>
    page.evaluate(
      async ([name, person, id]) => {
        const mine = [{ field: person, test: 'in' as const, values: [id] }];
        const found = await window.ferry.listRecords(name, { filters: mine }, { limit: 500 });
        return found.ok ? found.value.rows.map(({ data }) => String(data.status)) : [];
      },
      [table, field, me] as const,
    );
  const tasks = await openOf('tasks', 'assigneeId');
  const engagements = await openOf('engagements', 'ownerId');
  const open = [...tasks, ...engagements].filter((status) => status !== 'done' && status !== 'cancelled');
  const counts = await page.locator('.work__title .count').allTextContents();
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(open.length);
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    await expectAccessible(page, `my work, ${theme}`);
    await picture(page, `my-work-${theme}`);
  }

  const first = rows.first();
  const id = await first.getAttribute('data-id');
  await first.getByRole('link').focus();
  await page.keyboard.press('x');
  await expect(page.locator(`.work [data-id="${id}"]`)).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.locator(`.work [data-id="${id}"]`)).toHaveCount(1);

  await page.getByRole('button', { name: /Whose work/ }).click();
  await page.getByRole('option', { name: 'Anybody’s' }).click();
  await expect
    .poll(async () =>
      (await page.locator('.work__title .count').allTextContents()).reduce(
        (sum, count) => sum + Number(count.replace(',', '')),
        0,
      ),
    )
    .toBeGreaterThan(open.length);
});
