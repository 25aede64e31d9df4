import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { readCsv } from '../support/read-csv.ts';
import { test } from './fixture.ts';
import { picture, resize } from './pictures.ts';
import {
  addAndOpen,
  addTo,
  clients,
  createClient,
  edit,
  notice,
  openClient,
  openView,
  press,
  savesTo,
  signIn,
  statusPill,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

const overview = (page: Page) => page.getByRole('link', { name: 'Overview' }).click();
const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

test('what colleagues did while one was away is reported client by client, until it was seen', async ({
  openDesk,
  network,
  server,
}) => {
  const [one, two] = [uniqueName('Visited'), uniqueName('Audited')];
  const ana = await openDesk({ server: network.url });
  await signIn(ana.page);
  await overview(ana.page);
  await press(ana.page, 'Start working');
  for (const name of [one, two]) {
    await createClient(ana.page, name);
    await uploaded(ana.page, name);
  }
  await network.goDown();
  const ben = await openDesk({ server: server.url });
  await signIn(ben.page, { email: 'staff@sample.test' });
  await openClient(ben.page, one);
  await edit(ben.page, 'City', 'Leeds');
  await openClient(ben.page, two);
  await ben.page.getByRole('tab', { name: 'Engagements' }).click();
  await addTo(ben.page, 'engagement', `${two} audit`);
  await upToDate(ben.page);
  await network.comeUp();
  await overview(ana.page);
  const away = ana.page.getByRole('region', { name: 'While you were away' });
  for (const name of [one, two]) {
    await expect(away.getByRole('listitem').filter({ hasText: name })).toContainText('1 change by Samir Haddad');
  }
  await resize(ana, 1280, 800);
  await picture(ana.page, 'overview-away-light');
  await away.getByRole('link', { name: two }).click();
  await expect(ana.page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(two);
  await overview(ana.page);
  await away.getByRole('button', { name: 'I have seen this' }).click();
  await expect(away).toBeHidden();
  await upToDate(ana.page);
  await expect(away).toBeHidden();
});

test('an unsent change to a task that is due soon is warned of, until it is uploaded', async ({
  openDesk,
  network,
}) => {
  const name = uniqueName('Due');
  const task = `${name} filing`;
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await createClient(page, name);
  await page.getByRole('tab', { name: 'Engagements' }).click();
  await addAndOpen(page, 'engagement', `${name} audit`);
  await page.getByRole('tab', { name: 'Tasks' }).click();
  await network.goDown();
  await addAndOpen(page, 'task', task);
  await edit(page, 'Due date', 'tomorrow');
  await overview(page);
  const alert = page.getByRole('note').filter({ hasText: 'Due soon and not uploaded yet' });
  await expect(alert).toContainText(task);
  await alert.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('tabpanel').getByRole('link', { name: task })).toBeVisible();
  await network.comeUp();
  await upToDate(page);
  await overview(page);
  await expect(alert).toBeHidden();
});

test('receipts are handed on as a file: for one record, without a network too, and for a period', async ({
  openDesk,
  network,
  newFolder,
}) => {
  const name = uniqueName('Receipt');
  const desk = await openDesk({ server: network.url });
  const { page } = desk;
  await signIn(page);
  await createClient(page, name);
  await uploaded(page, name);
  await edit(page, 'City', 'Bath');
  await uploaded(page, name);
  await network.goDown();
  const [record] = await clients(page, name);
  const folder = await newFolder();

  const ofRecord = path.join(folder, 'record.json');
  await savesTo(desk, ofRecord);
  await page.getByRole('tab', { name: 'Activity' }).click();
  await press(page, 'Export the uploads of this record');
  await expect(notice(page, `Saved as ${ofRecord}`)).toBeVisible();
  const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
  expect(readJson(ofRecord)).toMatchObject({
    document: 'Ferry upload receipts',
    uploads: [
      { recordId: record?.id, operation: 'insert', acknowledgedAt: isoTime, version: expect.any(Number) },
      { recordId: record?.id, operation: 'update', data: { city: 'Bath' }, savedAt: isoTime },
    ],
  });

  const ofPeriod = path.join(folder, 'period.json');
  await savesTo(desk, ofPeriod);
  await openView(page, 'Sync centre');
  await page.getByRole('tab', { name: 'Uploads' }).click();
  await expect(page.getByRole('link', { name })).toHaveCount(2);
  await press(page, 'Export as JSON');
  await expect(notice(page, `Saved as ${ofPeriod}`)).toBeVisible();
  expect(JSON.stringify(readJson(ofPeriod)).split(name).length - 1).toBeGreaterThanOrEqual(2);

  const forPeople = path.join(folder, 'period.csv');
  await savesTo(desk, forPeople);
  await press(page, 'Export as CSV');
  await expect(notice(page, `Saved as ${forPeople}`)).toBeVisible();
  const { headers, rows } = readCsv(readFileSync(forPeople, 'utf8'));
  expect(headers).toEqual([
    'Uploaded (UTC)',
    'Saved here (UTC)',
    'Kind',
    'Record',
    'Change',
    'Values',
    'Server’s number',
    'Change id',
  ]);
  const ours = rows.filter((row) => row[3] === name).map((row) => [row[2], row[4], row[5]]);
  expect(ours).toEqual([
    ['client', 'New', expect.stringContaining(`Name: ${name}`)],
    ['client', 'Edited', 'City: Bath'],
  ]);
  await edit(page, 'From', 'nonsense');
  await expect(page.getByRole('alert')).toContainText('Write a day that exists.');
  await edit(page, 'From', '1.1.2024');
  await edit(page, 'Until', '2.1.2024');
  await expect(page.getByText('Nothing was uploaded in this period')).toBeVisible();
});

test('the report of what is wrong is shown whole before it is saved, and names nobody', async ({
  openDesk,
  network,
  newFolder,
}) => {
  const name = uniqueName('Secret');
  const desk = await openDesk({ server: network.url });
  const { page } = desk;
  await signIn(page);
  await createClient(page, name);
  await uploaded(page, name);
  // Paused, how the desk stands does not change between what is read here and what is saved.
  await openView(page, 'Sync centre');
  await press(page, 'Pause');
  await page.getByRole('menuitem', { name: 'Until I resume' }).click();
  await openClient(page, name);
  await edit(page, 'City', 'Nowhere');
  await openView(page, 'Sync centre');
  await page.getByRole('tab', { name: 'Diagnostics' }).click();
  await expect(page.getByText('Ready to go offline?')).toBeVisible();
  await expect(page.getByText('Almost: 1 change still waits to upload.')).toBeVisible();
  const preview = page.locator('pre');
  const file = path.join(await newFolder(), 'report.json');
  await savesTo(desk, file);
  await press(page, 'Save report…');
  await expect(notice(page, `Saved as ${file}`)).toBeVisible();
  const withoutTime = (text: string) => text.replace(/"writtenAt": "[^"]+"/, '');
  const report = readFileSync(file, 'utf8');
  expect(withoutTime(report)).toBe(withoutTime((await preview.textContent()) ?? ''));
  expect(JSON.parse(report)).toMatchObject({ outbox: { pending: 1, parked: 0, conflicts: 0 } });
  for (const secret of [name, 'Nowhere', 'Olivia', 'owner@sample.test', network.url, desk.dataFolder]) {
    expect(report).not.toContain(secret);
  }
  await press(page, 'Resume');
  await upToDate(page);
  await expect(page.getByText('Yes. Everything from the server is on this computer')).toBeVisible();
});

test('a pause says until when, and ends by itself', async ({ openDesk, server }) => {
  const name = uniqueName('Paused');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Sync centre');
  await press(page, 'Pause');
  await page.getByRole('menuitem', { name: 'For 1 hour' }).click();
  await expect(statusPill(page)).toContainText(/Sync is paused until \d/);
  await createClient(page, name);
  await expect(statusPill(page)).toContainText('1 change waiting to upload');
  // The hour is shortened, since nobody waits for it here.
  await page.evaluate(() => window.ferry.pauseSync(Date.now() + 1000));
  await uploaded(page, name);
  await upToDate(page);
});
