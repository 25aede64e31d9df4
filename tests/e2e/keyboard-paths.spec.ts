import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ElectronApplication, expect, type Page } from '@playwright/test';
import { test } from './fixture.ts';
import {
  addAndOpen,
  clients,
  createClient,
  edit,
  field,
  grid,
  notice,
  openClient,
  openView,
  press,
  savesTo,
  search,
  signIn,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

const city = async (page: Page, name: string) => (await clients(page, name))[0]?.data.city ?? null;

/** What has the focus: its role or tag, and its name. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return `${element?.role ?? element?.tagName.toLowerCase()} ${element?.ariaLabel ?? ''}`.trim();
  });

/** Picks an item of the menu bar, as with the pointer. */
const pick = (app: ElectronApplication, label: string) =>
  app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    items.find((item) => item.label === wanted)?.click();
  }, label);

test('Enter steps into the record, Escape back to its row', async ({ openDesk, server }) => {
  const name = uniqueName('Steps');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await press(page, 'Close');
  await search(page, name);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', '2');
  for (const round of [1, 2]) {
    await grid(page, 'Clients').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await expect(field(page, 'Name'), `round ${round}`).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(grid(page, 'Clients')).toBeFocused();
  }
});

test('J and K go from the record one is on to its neighbours, and stop at the first and the last', async ({
  openDesk,
  server,
}) => {
  const word = uniqueName('Ends').replaceAll(/[^a-z0-9]/gi, '');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  for (const name of ['1', 'kept 2', 'kept 3']) await createClient(page, `${word} ${name}`);
  await press(page, 'Close');
  await upToDate(page);
  // Of two searches after all is up to date, the second draws the list just once: no scroll bar goes, no news arrives.
  await search(page, word);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', '4');
  await search(page, `${word} kept`);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', '3');
  await page.keyboard.press('ArrowDown');
  await expect(grid(page, 'Clients')).toBeFocused();
  const active = grid(page, 'Clients').locator('[data-active]');
  await expect(active).toContainText(`${word} kept 3`);
  for (const { key, number } of [
    { key: 'j', number: 3 },
    { key: 'k', number: 2 },
    { key: 'k', number: 2 },
    { key: 'j', number: 3 },
  ]) {
    await page.keyboard.press(key);
    await expect(active, `after ${key}`).toContainText(`${word} kept ${number}`);
  }
});

test('undo is the field’s own while something is typed in it, then the desk’s: by key and from the menu', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('Undo');
  const { app, page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await edit(page, 'City', 'Bath');
  await expect.poll(() => city(page, name)).toBe('Bath');
  await edit(page, 'City', 'Bristol');
  await expect.poll(() => city(page, name)).toBe('Bristol');
  await field(page, 'City').focus();
  await page.keyboard.press('End');
  await page.keyboard.type('x');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(field(page, 'City')).toHaveValue('Bristol');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(field(page, 'City')).toHaveValue('Bath');
  await pick(app, 'Redo');
  await expect(field(page, 'City')).toHaveValue('Bristol');
  await field(page, 'City').press('End');
  await page.keyboard.type('y');
  await pick(app, 'Undo');
  await expect(field(page, 'City')).toHaveValue('Bristol');
  expect(await city(page, name)).toBe('Bristol');
  await pick(app, 'Undo');
  await expect.poll(() => city(page, name)).toBe('Bath');
});

test('the focus goes on where what had it goes away', async ({ openDesk, server }) => {
  const name = uniqueName('Goes').replaceAll(/[^a-z0-9]/gi, '');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await page.getByRole('tab', { name: 'Engagements' }).click();
  await press(page, 'Add engagement');
  await expect(field(page, 'New engagement')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Add engagement' })).toBeFocused();
  await addAndOpen(page, 'engagement', `${name} audit`);
  const link = page.getByRole('navigation', { name: 'Path' }).getByRole('link', { name });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page), 'a breadcrumb').toBe(`section ${name}`);
  await page.getByRole('tab', { name: 'Engagements' }).click();
  await page.getByRole('link', { name: `${name} audit` }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page), 'a related record').toBe(`section ${name} audit`);

  await page.getByRole('link', { name: 'Overview' }).click();
  await page.locator('main').getByRole('link').first().focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page), 'work on the overview').toMatch(/^section ./);

  await openView(page, 'Clients');
  await search(page, name);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', '2');
  await grid(page, 'Clients').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await press(page, 'Clear selection');
  await expect.poll(() => focused(page), 'clearing a selection').toBe('grid Clients');
  await page.keyboard.press('ControlOrMeta+a');
  await press(page, 'Delete selected');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).press('Enter');
  await expect.poll(async () => (await clients(page, name)).length).toBe(0);
  await expect.poll(() => focused(page), 'deleting every row').toBe('main');
});

test('a message over a dialog can be read aloud and pressed, and the dialog stays', async ({
  openDesk,
  server,
  newFolder,
}) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  await openView(page, 'Clients');
  const folder = await newFolder();
  const file = path.join(folder, 'empty.csv');
  await writeFile(file, '');
  await press(page, 'More');
  await page.getByRole('menuitem', { name: 'Import a list' }).click();
  const dialog = page.getByRole('dialog', { name: /Import/ });
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(dialog.getByRole('alert')).toHaveText('empty.csv: This file has no lines to import.');
  await savesTo(desk, path.join(folder, 'sample.xlsx'));
  await dialog.getByRole('group', { name: 'Sample files' }).getByRole('button', { name: 'Clients' }).click();
  const message = notice(page, 'Saved');
  await expect(message).toBeVisible();
  await message.getByRole('button', { name: 'Dismiss' }).click();
  await expect(message).toHaveCount(0);
  await expect(dialog).toBeVisible();
});

test('whoever may only read is informed, and is offered nothing that would be refused', async ({
  openDesk,
  network,
}) => {
  const desk = await openDesk({ server: network.url });
  await signIn(desk.page);
  await upToDate(desk.page);
  await desk.quit();
  await network.goDown();
  const file = path.join(desk.dataFolder, 'session.json');
  const kept = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...kept, session: { ...kept.session, role: 'readOnly' } }));
  const { page } = await openDesk({ dataFolder: desk.dataFolder });
  await openView(page, 'Clients');
  await expect(page.getByText('You may read, not change')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New client' })).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+n');
  await expect(notice(page, 'You can read everything here, but not change it.')).toBeVisible();
  expect(await page.evaluate(() => window.ferry.getPendingChanges())).toEqual({ ok: true, value: [] });
  await grid(page, 'Clients').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await expect(page.getByRole('toolbar').getByText('You may read, not change')).toBeVisible();
  await expect(page.getByRole('toolbar').getByRole('button', { name: 'Delete selected' })).toHaveCount(0);
});

interface Fiber {
  alternate: Fiber | null;
  child: Fiber | null;
  sibling: Fiber | null;
  flags: number;
  memoizedProps: Record<string, unknown> | null;
}

test('a letter typed in a field draws that field, and nothing else of the record', async ({ openDesk, server }) => {
  const name = uniqueName('Draws');
  const desk = await openDesk({ server: server.url });
  await signIn(desk.page);
  await createClient(desk.page, name);
  const { page } = desk;
  // React reports each commit to whatever is installed in place of its developer tools.
  await page.addInitScript(() => {
    const PERFORMED_WORK = 1;
    const drawn: string[] = [];
    const walk = (fiber: Fiber | null) => {
      for (let next = fiber; next !== null; next = next.sibling) {
        const before = next.alternate;
        const { recordId, name: fieldName, entity, onClose, isNew } = next.memoizedProps ?? {};
        const isDrawn = before === null || (next.flags & PERFORMED_WORK) !== 0;
        if (isDrawn && typeof recordId === 'string') drawn.push(String(fieldName));
        if (isDrawn && entity !== undefined && onClose !== undefined) drawn.push('a pane or dialog');
        if (isDrawn && entity !== undefined && isNew !== undefined) drawn.push('the tabs');
        if (before === null || before.child !== next.child) walk(next.child);
      }
    };
    Object.assign(window, {
      drawn,
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        supportsFiber: true,
        inject: () => 1,
        onCommitFiberRoot: (_id: number, root: { current: Fiber }) => walk(root.current.child),
        onCommitFiberUnmount: () => undefined,
      },
    });
  });
  await page.reload();
  await openClient(page, name);
  // The answer to the upload of the new client draws its record too.
  await uploaded(page, name);
  await upToDate(page);
  /** What was drawn since the last time. */
  const drawn = () => page.evaluate(() => [...new Set((window as unknown as { drawn: string[] }).drawn.splice(0))]);
  expect(await drawn()).toEqual(expect.arrayContaining(['name', 'city', 'notes', 'a pane or dialog', 'the tabs']));
  await field(page, 'City').focus();
  await page.keyboard.type('B');
  await expect(field(page, 'City')).toHaveValue('B');
  await drawn();
  await page.keyboard.type('ath');
  expect(await drawn()).toEqual(['city']);
});
