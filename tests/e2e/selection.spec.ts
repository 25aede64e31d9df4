import { expect, type Page } from '@playwright/test';
import { test } from './fixture.ts';
import { clients, grid, groupBy, notice, openView, search, signIn, upToDate } from './steps.ts';

const MANY = 300;

/** As many clients as fill several pages of a list, made in one go. */
async function addClients(page: Page, word: string): Promise<void> {
  await page.evaluate(
    async ([name, count]) => {
      const inserts = Array.from({ length: count }, (_, index) => ({
        table: 'clients',
        operation: 'insert' as const,
        recordId: crypto.randomUUID(),
        data: { name: `${name} ${String(index + 1).padStart(3, '0')}` },
      }));
      const saved = await window.ferry.queueChanges(inserts);
      if (!saved.ok) throw new Error(saved.error.code);
    },
    [word, MANY] as const,
  );
  await openView(page, 'Clients');
  await search(page, word);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', String(MANY + 1));
}

const bar = (page: Page, count: number) => page.getByRole('toolbar', { name: `${count} selected` });
const row = (page: Page, name: string) => grid(page, 'Clients').getByRole('row', { name });

async function countOf(page: Page, word: string, status: string): Promise<number> {
  return page.evaluate(
    async ([name, value]) => {
      const filters = [{ field: 'status', test: 'in' as const, values: [value] }];
      const found = await window.ferry.listRecords('clients', { search: name, filters }, { limit: 1 });
      return found.ok ? found.value.total : -1;
    },
    [word, status] as const,
  );
}

test('a range over pages that were never in sight holds every row of it, and is changed and undone as one', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const word = `Range${process.pid}`;
  await addClients(page, word);
  await grid(page, 'Clients').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await expect(bar(page, MANY)).toBeVisible();
  await expect(row(page, `${word} ${MANY}`)).toBeInViewport();

  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /Field/ }).click();
  await page.getByRole('option', { name: 'Status' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /New value/ })
    .click();
  await page.getByRole('option', { name: 'Archived' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(() => countOf(page, word, 'archived')).toBe(MANY);
  // The disk has it before the window says so; until then the dialog is open, and its keys are not the list's.
  await expect(notice(page, `${MANY} clients changed`)).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => countOf(page, word, 'active')).toBe(MANY);

  await grid(page, 'Clients').focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await expect(row(page, `${word} ${MANY}`)).toHaveAttribute('data-active', 'true');
  await page.keyboard.press('ControlOrMeta+a');
  await page.getByRole('button', { name: 'Delete selected' }).click();
  await page
    .getByRole('alertdialog', { name: `Delete ${MANY} clients?` })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect.poll(async () => (await clients(page, word)).length).toBe(0);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', String(MANY + 1));
});

test('another search or filter selects nothing that is out of sight', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const word = `Unseen${process.pid}`;
  await addClients(page, word);
  await row(page, `${word} 001`).getByRole('checkbox').check();
  await row(page, `${word} 010`)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(bar(page, 10)).toBeVisible();
  await search(page, `${word} 02`);
  await expect(row(page, `${word} 020`)).toBeVisible();
  await expect(page.getByRole('toolbar')).toBeHidden();
});

test('what a change takes out of the list is selected no more', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const word = `Leaving${process.pid}`;
  await addClients(page, word);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Status' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Active', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await row(page, `${word} 001`).getByRole('checkbox').check();
  await row(page, `${word} 002`).getByRole('checkbox').check();
  await expect(bar(page, 2)).toBeVisible();
  await page.evaluate(async (name) => {
    const found = await window.ferry.listRecords('clients', { search: `${name} 001` }, { limit: 1 });
    const id = found.ok ? found.value.rows[0]?.id : undefined;
    if (id !== undefined) await window.ferry.queueChange('clients', 'update', id, { status: 'archived' });
  }, word);
  await expect(row(page, `${word} 001`)).toHaveCount(0);
  await expect(bar(page, 1)).toBeVisible();
});

test('headings of groups are reached by the arrows, and folded and unfolded from there', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Tasks');
  await groupBy(page, 'Status');
  const tasks = grid(page, 'Tasks');
  const first = tasks.getByRole('button', { expanded: true }).first();
  await expect(first).toBeVisible();
  const lines = await tasks.getAttribute('aria-rowcount');
  await tasks.focus();
  await page.keyboard.press('ArrowDown');
  await expect(tasks).toHaveAttribute('aria-activedescendant', /^group-/);
  await page.keyboard.press('ArrowLeft');
  await expect(tasks.getByRole('button', { expanded: false })).toHaveCount(1);
  await expect(tasks).not.toHaveAttribute('aria-rowcount', String(lines));
  await page.keyboard.press('Enter');
  await expect(tasks).toHaveAttribute('aria-rowcount', String(lines));
  await page.keyboard.press('ArrowDown');
  await expect(tasks).toHaveAttribute('aria-activedescendant', /^row-/);
});
