import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { readCsv } from '../support/read-csv.ts';
import { failAt } from './failing.ts';
import { type RunningDesk, test } from './fixture.ts';
import { clients, createClient, edit, grid, openView, search, signIn, uniqueName, upToDate } from './steps.ts';

const ROWS = 5000;

/** How many clients a search finds, past what the screen happens to show. */
async function found(page: Page, words: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const page = await window.ferry.listRecords('clients', { search: wanted }, { limit: 1 });
    return page.ok ? page.value.total : -1;
  }, words);
}

/** Chooses the file, has its lines checked, and stands before the last button. */
async function checkFile(page: Page, file: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Import a list' }).click();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Check the lines' }).click();
}

/** Where the next file is saved, without the system's dialog. */
async function saveTo({ app }: RunningDesk, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
}

test('a large file is imported with its progress in sight; cancelled it leaves nothing, and whole it is undone', async ({
  openDesk,
  server,
  newFolder,
}) => {
  test.setTimeout(180_000);
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  // What is imported here is undone again; the firm of the other tests stays as it is.
  await page.evaluate(() => window.ferry.pauseSync(null));
  const word = uniqueName('Large').replaceAll(/[^a-z0-9]/gi, '');
  const file = path.join(await newFolder(), 'large.csv');
  const lines = Array.from({ length: ROWS }, (_, index) => `${word} ${index};Kiel;office${index}@large.test`);
  await writeFile(file, ['Name;City;E-Mail', ...lines].join('\n'));
  await openView(page, 'Clients');

  await checkFile(page, file);
  await page.getByRole('button', { name: 'Import 5,000 clients' }).click();
  const bar = page.getByRole('progressbar', { name: 'Saving' });
  const done = () => bar.getAttribute('aria-valuenow').then(Number);
  await expect.poll(done).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  const message = page.getByText(/Import cancelled: the [\d,]+ changes saved so far \(clients\) are undone/);
  await expect(message).toBeVisible();
  const stopped = Number(/the ([\d,]+) changes/.exec((await message.textContent()) ?? '')?.[1]?.replaceAll(',', ''));
  expect(stopped).toBeGreaterThan(0);
  expect(stopped).toBeLessThan(ROWS);
  // No half of an import stays, and nothing of it is offered to be undone.
  await expect.poll(() => found(page, word), { timeout: 60_000 }).toBe(0);
  await expect.poll(() => page.evaluate(() => window.ferry.listImports())).toEqual({ ok: true, value: [] });

  await checkFile(page, file);
  await expect(page.getByRole('button', { name: 'Import 5,000 clients' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await found(page, word)).toBe(0);

  await checkFile(page, file);
  await page.getByRole('button', { name: 'Import 5,000 clients' }).click();
  const longestWait = await page.evaluate(longestWaitWhileImporting);
  await expect(page.getByText('5,000 changes imported')).toBeVisible({ timeout: 60_000 });
  expect(await found(page, word)).toBe(ROWS);
  // Main answers all along: nobody waits for as much as a tenth of the whole.
  expect(longestWait).toBeLessThan(0.1);
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByRole('progressbar', { name: 'Undoing “large.csv”' })).toBeVisible();
  await expect.poll(() => found(page, word), { timeout: 60_000 }).toBe(0);
});

test('an import can be undone after a restart, and that goes on though the window, then the app ends', async ({
  openDesk,
  server,
  newFolder,
}) => {
  test.setTimeout(180_000);
  const first = await openDesk({ server: server.url });
  await signIn(first.page);
  await upToDate(first.page);
  await first.page.evaluate(() => window.ferry.pauseSync(null));
  const word = uniqueName('Robust').replaceAll(/[^a-z0-9]/gi, '');
  const file = path.join(await newFolder(), 'robust.csv');
  await writeFile(file, ['Name', ...Array.from({ length: ROWS }, (_, index) => `${word} ${index}`)].join('\n'));
  await openView(first.page, 'Clients');
  await checkFile(first.page, file);
  await first.page.getByRole('button', { name: 'Import 5,000 clients' }).click();
  await expect(first.page.getByText('5,000 changes imported')).toBeVisible({ timeout: 60_000 });
  await first.kill();

  const second = await openDesk({ dataFolder: first.dataFolder });
  await openView(second.page, 'Clients');
  await second.page.getByRole('button', { name: 'More' }).click();
  await second.page.getByRole('menuitem', { name: 'Import a list' }).click();
  const row = second.page.getByRole('listitem').filter({ hasText: 'robust.csv' });
  await expect(row).toContainText('5,000 changes');
  await row.getByRole('button', { name: 'Undo' }).click();
  await expect(row.getByRole('progressbar', { name: 'Undoing' })).toBeVisible();
  await second.page.reload();
  await expect(second.page.getByRole('progressbar', { name: 'Undoing “robust.csv”' })).toBeVisible();
  await second.kill();

  const third = await openDesk({ dataFolder: first.dataFolder });
  await expect.poll(() => found(third.page, word), { timeout: 60_000 }).toBe(0);
  await expect(third.page.getByRole('progressbar')).toHaveCount(0);
});

test('a check that fails says so and can be asked for again', async ({ openDesk, server, newFolder }) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  await upToDate(page);
  const file = path.join(await newFolder(), 'tasks.csv');
  await writeFile(file, 'Title,Engagement\nLedger,Nobody knows\n');
  const restore = await failAt(desk, 'listRecords');
  await openView(page, 'Tasks');
  await checkFile(page, file);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('This cannot be shown just now');
  await expect(dialog.getByRole('progressbar')).toHaveCount(0);
  await restore();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByText('1 line cannot be imported')).toBeVisible();
});

/** The longest that main took to answer an empty call while the import ran, as a share of the import. */
async function longestWaitWhileImporting(): Promise<number> {
  const startedAt = performance.now();
  let longest = 0;
  while (document.querySelector('[role=progressbar]') !== null) {
    const askedAt = performance.now();
    await window.ferry.getCachedEntity('clients', 'nobody');
    longest = Math.max(longest, performance.now() - askedAt);
    await new Promise(requestAnimationFrame);
  }
  return longest / (performance.now() - startedAt);
}

test('a file names its parents and its people; what is wrong is listed line by line, what is there is recognised', async ({
  openDesk,
  server,
  newFolder,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  const name = uniqueName('Parent');
  await createClient(page, name);
  await upToDate(page);
  const file = path.join(await newFolder(), 'engagements.csv');
  const lines = [
    'Titel;Mandant;Honorar;Fällig am',
    `${name} audit;  ${name.toUpperCase()} ;1250;31/03/2027`,
    `${name} advice;Nobody Anyone Knows;100;31/03/2027`,
    `${name} tax;${name};lots;31/03/2027`,
    `${name} audit;${name};1;31/03/2027`,
  ];
  await writeFile(file, lines.join('\n'));
  await openView(page, 'Engagements');
  await checkFile(page, file);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('1 line cannot be imported')).toBeVisible();
  await expect(dialog.getByText(/There is no record of this name\./)).toBeVisible();
  await expect(dialog.getByText('1 cell does not fit its field; its text goes to the notes')).toBeVisible();
  await expect(dialog.getByText('1 line repeats an earlier one')).toBeVisible();
  await dialog.getByRole('radio', { name: 'New' }).click({ force: true });
  await expect(dialog.getByRole('row', { name: /^4 .* tax .*Fee “lots”: Not an amount/ })).toBeVisible();
  await page.getByRole('button', { name: 'Import 2 engagements' }).click();
  await expect(page.getByText('2 changes imported (engagements); left out: 2')).toBeVisible();

  await checkFile(page, file);
  await expect(dialog.getByText('2 lines are here already')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import 0 engagements' })).toBeDisabled();
  await page.getByRole('button', { name: 'Cancel' }).click();
});

test('what a list shows is what is exported, and no spreadsheet runs a cell of it', async ({
  openDesk,
  server,
  newFolder,
}) => {
  const desk = await openDesk({ server: server.url });
  const { page } = desk;
  await signIn(page);
  const word = uniqueName('Export').replaceAll(/[^a-z0-9]/gi, '');
  await createClient(page, `=HYPERLINK("http://x";"${word}")`);
  await edit(page, 'Phone', '+49 431 1');
  await createClient(page, `${word} Zoë`);
  await page.getByRole('button', { name: 'Close' }).click();
  await search(page, word);
  await expect(grid(page, 'Clients')).toHaveAttribute('aria-rowcount', '3');
  const file = path.join(await newFolder(), 'clients.csv');
  await saveTo(desk, file);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Export as CSV' }).click();
  await expect(page.getByText(`Saved as ${file}`)).toBeVisible();
  const { headers, rows } = readCsv(await readFile(file, 'utf8'));
  const cellsOf = (name: string) => rows.map((row) => row[headers.indexOf(name)]);
  expect(cellsOf('Name')).toEqual([`'=HYPERLINK("http://x";"${word}")`, `${word} Zoë`]);
  expect(cellsOf('Phone')).toEqual(['+49 431 1', '']);
  expect((await clients(page, word)).length).toBe(2);
});
