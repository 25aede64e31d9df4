import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixture.ts';
import { picture, resize, setTheme } from './pictures.ts';
import { openView, press, savesTo, signIn, uniqueName, upToDate } from './steps.ts';

const files = path.join(import.meta.dirname, '../fixtures/files');

async function chooseFiles(page: Page, ...names: string[]): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Import a list' }).click();
  await page.locator('input[type=file]').setInputFiles(names);
}

const clientsNamed = (page: Page, words: string) =>
  page.evaluate(async (wanted) => {
    const found = await window.ferry.listRecords('clients', { search: wanted }, { limit: 50 });
    return found.ok ? found.value.rows.map(({ data }) => data) : [];
  }, words);

test('a Xero export, a Latin-1 file and a workbook come in at once, each as its program wrote it', async ({
  openDesk,
  server,
  newFolder,
}) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await resize(desk, 1440, 900);
  await signIn(page);
  await upToDate(page);
  const word = uniqueName('Walk').replaceAll(/[^a-z0-9]/gi, '');
  const folder = await newFolder();
  const xero = path.join(folder, 'xero.csv');
  const text = await readFile(path.join(files, '80-xero-contacts.csv'), 'utf8');
  await writeFile(
    xero,
    text.replaceAll('Ashby Components Ltd', `${word} Ltd`).replaceAll('Bexley Plastics', `${word} Plastics`),
  );
  const latin = path.join(folder, 'latin.csv');
  await writeFile(latin, Buffer.from(`Name;Straße;Ort\r\n${word} Größe & Söhne;Königstraße 5;Köln\r\n`, 'latin1'));
  await openView(page, 'Clients');
  await chooseFiles(page, xero, latin, path.join(files, '99-clients.xlsx'));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('2 lines from Xero')).toBeVisible();
  await expect(dialog.getByRole('button', { name: /\*ContactName/ })).toHaveText(/Name/);
  await expect(dialog.getByRole('button', { name: 'windows-1252 Characters' })).toBeVisible();
  await picture(page, 'import-columns');
  await page.getByRole('button', { name: 'Check the lines' }).click();
  await expect(page.getByRole('button', { name: /^Import \d+ clients$/ })).toBeVisible();
  await picture(page, 'import-review');
  await page.getByRole('button', { name: /^Import \d+ clients$/ }).click();
  await expect(page.getByText(/changes imported \(clients\)/)).toBeVisible();
  expect(await clientsNamed(page, word)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        name: `${word} Ltd`,
        street: '12 Mill Road, Unit 4',
        taxId: 'GB123456789',
        contact: 'Jo Ashby',
      }),
      expect.objectContaining({ name: `${word} Größe & Söhne`, street: 'Königstraße 5', city: 'Köln' }),
    ]),
  );
  await page.keyboard.press('ControlOrMeta+z');
  await expect.poll(() => clientsNamed(page, word)).toEqual([]);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect.poll(async () => (await clientsNamed(page, word)).length).toBe(3);
});

test('an unclosed quote costs its own line, which is saved with its reason', async ({
  openDesk,
  server,
  newFolder,
}) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  await upToDate(page);
  const word = uniqueName('Quote').replaceAll(/[^a-z0-9]/gi, '');
  const folder = await newFolder();
  const file = path.join(folder, 'quote.csv');
  const text = await readFile(path.join(files, '25-unclosed-quote.csv'), 'utf8');
  await writeFile(file, text.replaceAll(/^(Alpha|Beta|Gamma|Delta|Epsilon)/gm, `${word} $1`));
  await openView(page, 'Clients');
  await setTheme(page, 'dark');
  await chooseFiles(page, file);
  await page.getByRole('button', { name: 'Check the lines' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('1 line could not be read')).toBeVisible();
  await expect(dialog.getByRole('row', { name: /^Line 3 .* A quote is opened and not closed\./ })).toBeVisible();
  await picture(page, 'import-unclosed-quote');
  const leftOut = path.join(folder, 'left-out.csv');
  await savesTo(desk, leftOut);
  await dialog.getByRole('button', { name: 'Save what is left out' }).click();
  await expect(page.getByText(`Saved as ${leftOut}`)).toBeVisible();
  expect(await readFile(leftOut, 'utf8')).toBe(
    `Reason,Name,Email,Notes\nA quote is opened and not closed.,${word} Beta,b@beta.test,12 screen\n`,
  );
  await page.getByRole('button', { name: 'Import 4 clients' }).click();
  await expect(page.getByText('4 changes imported (clients); left out: 1')).toBeVisible();
  const names = (await clientsNamed(page, word)).map(({ name }) => name).sort();
  expect(names).toEqual(['Alpha', 'Delta', 'Epsilon', 'Gamma'].map((name) => `${word} ${name}`));

  await chooseFiles(page, leftOut);
  await page.getByRole('button', { name: 'Check the lines' }).click();
  await page.getByRole('button', { name: 'Import 1 client' }).click();
  await expect(page.getByText('1 change imported (clients)')).toBeVisible();
});

test('a record that is here is changed only as shown, and only when asked', async ({ openDesk, server, newFolder }) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  await upToDate(page);
  const word = uniqueName('Known').replaceAll(/[^a-z0-9]/gi, '');
  const folder = await newFolder();
  const first = path.join(folder, 'first.csv');
  await writeFile(first, `Name,Email,City\n${word} Holdings,pat@${word}.test,Leeds\n`);
  const second = path.join(folder, 'second.csv');
  await writeFile(
    second,
    `Name,Email,City\n${word} Holdings,pat@${word}.test,York\n${word} Trading,pat@${word}.test,York\n`,
  );
  await openView(page, 'Clients');
  await chooseFiles(page, first);
  await page.getByRole('button', { name: 'Check the lines' }).click();
  await page.getByRole('button', { name: 'Import 1 client' }).click();
  await expect(page.getByText('1 change imported (clients)')).toBeVisible();

  await chooseFiles(page, second);
  await page.getByRole('button', { name: 'Check the lines' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('1 line changes a record')).toBeVisible();
  await expect(dialog.getByText('City: Leeds → York')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import 1 client' })).toBeVisible();
  await dialog.getByRole('radio', { name: 'Update' }).click({ force: true });
  await page.getByRole('button', { name: 'Import 2 clients' }).click();
  await expect(page.getByText('2 changes imported (clients)', { exact: true })).toBeVisible();
  const all = await clientsNamed(page, word);
  expect(all.map(({ name, city }) => [name, city]).sort()).toEqual([
    [`${word} Holdings`, 'York'],
    [`${word} Trading`, 'York'],
  ]);
});

test('a workbook dropped on the window, and cells pasted from a spreadsheet, are read like chosen files', async ({
  openDesk,
  server,
}) => {
  const { app, page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Clients');
  const workbook = (await readFile(path.join(files, '99-clients.xlsx'))).toString('base64');
  await page.evaluate((content) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], 'dropped.xlsx'));
    const options = { bubbles: true, cancelable: true, dataTransfer };
    document.body.dispatchEvent(new DragEvent('dragover', options));
    document.body.dispatchEvent(new DragEvent('drop', options));
  }, workbook);
  const dialog = page.getByRole('dialog', { name: /Import/ });
  await expect(dialog.getByRole('heading', { name: /dropped\.xlsx/ })).toBeVisible();
  await press(page, 'Cancel');
  await expect(dialog).toBeHidden();

  const word = uniqueName('Pasted').replaceAll(/[^a-z0-9]/gi, '');
  const cells = `Name\tCity\tNotes\r\n${word} One\tKöln\t"two\nlines"\r\n${word} Two\tYork\t\r\n`;
  await app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), cells);
  await press(page, 'More');
  await page.getByRole('menuitem', { name: 'Import a list' }).click();
  await expect(dialog.getByText('Choose files')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(dialog.getByRole('heading', { name: 'Pasted cells' })).toBeVisible();
  await press(page, 'Check the lines');
  await press(page, 'Import 2 clients');
  await expect(page.getByText('2 changes imported (clients)')).toBeVisible();
  const found = await clientsNamed(page, word);
  expect(found.map(({ name, city, notes }) => [name, city, notes]).sort()).toEqual([
    [`${word} One`, 'Köln', 'two\nlines'],
    [`${word} Two`, 'York', null],
  ]);
});

test('how lists are imported is explained where they are, and from the palette', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await openView(page, 'Clients');
  await press(page, 'More');
  await page.getByRole('menuitem', { name: 'Import a list' }).click();
  await press(page, 'How lists are imported');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help.getByText('Who is the same')).toBeVisible();
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    await expectAccessible(page, `import help, ${theme}`);
  }
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await press(page, 'Cancel');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('how lists');
  await page.keyboard.press('Enter');
  await expect(help).toBeVisible();
});

test('an import of thousands of lines is undone and redone whole from the window', async ({
  openDesk,
  server,
  newFolder,
}) => {
  test.slow();
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const word = uniqueName('Many').replaceAll(/[^a-z0-9]/gi, '');
  const file = path.join(await newFolder(), 'many.csv');
  const lines = Array.from({ length: 5200 }, (_, index) => `${word} ${index},office${index}@${word}.test\n`);
  await writeFile(file, `Name,Email\n${lines.join('')}`);
  const count = () =>
    page.evaluate(async (wanted) => {
      const found = await window.ferry.listRecords('clients', { search: wanted }, { limit: 1 });
      return found.ok ? found.value.total : -1;
    }, word);
  await openView(page, 'Clients');
  await chooseFiles(page, file);
  await press(page, 'Check the lines');
  await page.getByRole('button', { name: 'Import 5,200 clients' }).click();
  await expect(page.getByText('5,200 changes imported (clients)')).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('Undone', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(await count()).toBe(0);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(page.getByText('Redone', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(await count()).toBe(5200);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('Undone', { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(await count()).toBe(0);
});

test('what a word stands for is chosen in place: the choice stays in sight, and the focus on it', async ({
  openDesk,
  server,
  newFolder,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const word = uniqueName('Words').replaceAll(/[^a-z0-9]/gi, '');
  const file = path.join(await newFolder(), 'words.csv');
  await writeFile(file, `Name,Status\n${word} One,Gold\n${word} Two,Silver\n`);
  await openView(page, 'Clients');
  await chooseFiles(page, file);
  await press(page, 'Check the lines');
  const gold = page.getByRole('button', { name: /Status: “Gold”/ });
  await gold.click();
  await page.getByRole('option', { name: 'Prospect' }).click();
  await expect(page.getByText('1 cell does not fit its field; its text goes to the notes')).toBeVisible();
  await expect(gold).toHaveText(/Prospect/);
  await expect(gold).toBeFocused();
  await gold.click();
  await page.getByRole('option', { name: 'Leave empty' }).click();
  await expect(gold).toHaveText(/Leave empty/);
  await press(page, 'Import 2 clients');
  await expect(page.getByText('2 changes imported (clients)')).toBeVisible();
  const found = await clientsNamed(page, word);
  expect(found.map(({ name, notes }) => [name, notes]).sort()).toEqual([
    [`${word} One`, null],
    [`${word} Two`, 'Status: Silver'],
  ]);
});
