import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixture.ts';
import { addTo, createClient, grid, notice, openView, press, savesTo, search, signIn, uniqueName } from './steps.ts';

test('a star keeps a record in the sidebar and the palette, which shows what was opened last', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('Kept');
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  await createClient(page, name);
  await page.getByRole('button', { name: 'Keep in the sidebar' }).click();
  const favourites = page.getByRole('region', { name: 'Favourites' });
  await expect(favourites.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  await expectAccessible(page, 'favourites');
  await openView(page, 'Settings');
  await favourites.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();

  await openView(page, 'Tasks');
  const title = await grid(page, 'Tasks').locator('.grid__names > span').first().textContent();
  await grid(page, 'Tasks').locator('[data-title]').nth(0).click();
  await expect(page.getByRole('heading', { name: title ?? '', level: 2 })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('listbox', { name: 'Command palette' });
  await expect(page.getByRole('group', { name: 'Favourites' }).getByRole('option', { name })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option').first()).toContainText(title ?? '');
  await page.keyboard.type(name.slice(0, 12));
  await expect(page.getByRole('group', { name: 'Recent' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);

  await favourites.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Remove from the sidebar' }).click();
  await expect(favourites).toHaveCount(0);
});

test('a list, and a client with all that belongs to it, are saved as PDF and sent to the printer', async ({
  openDesk,
  server,
  newFolder,
}) => {
  const word = uniqueName('Paper').replaceAll(/[^a-z0-9]/gi, '');
  const desk = await openDesk({ server: server.url });
  const { app, page } = desk;
  await signIn(page);
  await createClient(page, `${word} Müller`);
  await page.getByRole('tab', { name: 'Engagements' }).click();
  await addTo(page, 'engagement', `${word} audit`);

  /** Tells what lay on the page when it was made into a PDF. */
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('No window is open.');
    const printToPDF = contents.printToPDF.bind(contents);
    const seen = globalThis as unknown as { pages: string[] };
    seen.pages = [];
    const note = async () =>
      seen.pages.push(String(await contents.executeJavaScript('document.querySelector(".print-sheet").textContent')));
    contents.printToPDF = async (options) => {
      await note();
      return printToPDF(options);
    };
    contents.print = (_options, done) => void note().then(() => done?.(false, 'no printer'));
  });
  const pages = () => app.evaluate(() => (globalThis as unknown as { pages: string[] }).pages);
  const file = path.join(await newFolder(), 'client.pdf');
  await savesTo(desk, file);
  await press(page, 'More');
  await page.getByRole('menuitem', { name: 'Save as PDF…' }).click();
  await expect(notice(page, `Saved as ${file}`)).toBeVisible();
  const bytes = await readFile(file);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect((await pages())[0]).toContain(`${word} Müller`);
  expect((await pages())[0]).toContain(`${word} audit`);

  await openView(page, 'Tasks');
  await search(page, 'audit');
  await expect(page.locator('.count').first()).not.toHaveText('');
  await page.keyboard.press('ControlOrMeta+p');
  await expect(notice(page, 'Nothing was printed. Is a printer set up?')).toBeVisible();
  const [, list = ''] = await pages();
  expect(list.startsWith('Tasks')).toBe(true);
  await expect(page.locator('.print-sheet')).toHaveCount(0);
});
