import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { garbleHeader, garblePage, pagesOf } from '../support/damage.ts';
import type { Network } from '../support/network.ts';
import { type RunningDesk, test } from './fixture.ts';
import { pictures } from './pictures.ts';
import {
  clientNames,
  createClient,
  longName,
  notice,
  openView,
  press,
  signIn,
  signInAgain,
  statusPill,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

const databaseOf = (dataFolder: string) => path.join(dataFolder, 'ferry.db');

interface Work {
  desk: RunningDesk;
  waiting: string[];
}

/** A desk with a backup, and three clients saved since without a network. */
async function deskWithWaitingWork(desk: RunningDesk, network: Network): Promise<Work> {
  const { page } = desk;
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Settings');
  await press(page, 'Make a backup');
  await expect(notice(page, 'Backup made')).toBeVisible();
  await network.goDown();
  const waiting = [uniqueName('Wait'), uniqueName('Wait'), longName('Wait')];
  for (const name of waiting) await createClient(page, name);
  await expect(statusPill(page)).toContainText('3 changes waiting to upload');
  return { desk, waiting };
}

async function expectWaiting(page: Page, waiting: readonly string[]): Promise<void> {
  await expect(statusPill(page)).toContainText('3 changes waiting to upload');
  for (const name of waiting) expect(await clientNames(page, name)).toEqual([name]);
}

async function expectUploadedOnce(page: Page, network: Network, waiting: readonly string[]): Promise<void> {
  await network.comeUp();
  await signInAgain(page);
  for (const name of waiting) {
    await uploaded(page, name);
    expect(await clientNames(page, name)).toEqual([name]);
  }
}

/** Has the app ask for a restart, which the test does itself. */
async function pressAndLetEnd({ app, page }: RunningDesk, dialogButton: string): Promise<void> {
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await app.evaluate((electron) => {
    electron.app.relaunch = () => undefined;
  });
  await page.getByRole('alertdialog').getByRole('button', { name: dialogButton }).click();
  await ended;
}

test('restoring over data with a damaged page brings all three waiting clients', async ({ openDesk, network }) => {
  const { desk, waiting } = await deskWithWaitingWork(await openDesk({ server: network.url }), network);
  const { page, dataFolder } = desk;
  await openView(page, 'Settings');
  await page.getByText('made by hand').locator('xpath=ancestor::*[.//button][1]').getByRole('button').click();
  await expect(page.getByRole('alertdialog')).toContainText('The 3 changes waiting to upload move over.');
  await pictures(desk, 'restore');
  await pressAndLetEnd(desk, 'Restore and restart');
  for (const table of ['sync_history', 'batches', 'receipts']) {
    const [root] = pagesOf(databaseOf(dataFolder), table);
    garblePage(databaseOf(dataFolder), root ?? 0);
  }

  const later = await openDesk({ dataFolder });
  const dialog = later.page.getByRole('alertdialog', { name: /The backup was restored/ });
  await expect(dialog).toContainText('3 changes are saved here and wait to upload.');
  await expect(dialog).toContainText('Nothing that was waiting to upload is missing.');
  await expect(dialog).toContainText(path.join(dataFolder, 'set-aside'));
  await pictures(later, 'restored-over-damage');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expectWaiting(later.page, waiting);
  await expectUploadedOnce(later.page, network, waiting);
});

test('after restoring over sound data a line says from when, and how much moved over', async ({
  openDesk,
  network,
}) => {
  const { desk, waiting } = await deskWithWaitingWork(await openDesk({ server: network.url }), network);
  const { page, dataFolder } = desk;
  await openView(page, 'Settings');
  await page.getByText('made by hand').locator('xpath=ancestor::*[.//button][1]').getByRole('button').click();
  await pressAndLetEnd(desk, 'Restore and restart');

  const later = await openDesk({ dataFolder });
  const line = later.page.getByRole('status').filter({ hasText: 'Restored from the backup of' });
  await expect(line).toContainText('3 changes that were waiting to upload moved over.');
  await expect(later.page.getByRole('alertdialog')).toHaveCount(0);
  await pictures(later, 'restored');
  await expectWaiting(later.page, waiting);
  await line.getByRole('button', { name: 'Close' }).click();
  await later.quit();
  const last = await openDesk({ dataFolder });
  await expect(last.page.getByRole('link', { name: 'Clients' })).toBeVisible();
  await expect(last.page.getByText('Restored from the backup of')).toHaveCount(0);
});

test('a damaged database is set aside whole, its work goes on, and it can be looked into again', async ({
  openDesk,
  network,
}) => {
  const { desk, waiting } = await deskWithWaitingWork(await openDesk({ server: network.url }), network);
  const { dataFolder } = desk;
  await desk.quit();
  garbleHeader(databaseOf(dataFolder));
  const damaged = readFileSync(databaseOf(dataFolder));

  const repaired = await openDesk({ dataFolder });
  const dialog = repaired.page.getByRole('alertdialog', { name: /has been repaired/ });
  await expect(dialog).toContainText('3 changes are saved here and wait to upload.');
  await pictures(repaired, 'repaired');
  await dialog.getByRole('button', { name: 'Open Settings' }).click();
  const row = repaired.page.getByText(path.join(dataFolder, 'set-aside'));
  await expect(row).toBeVisible();
  const file = (await row.textContent())?.split(' · ').at(-1) ?? '';
  expect(readFileSync(file).equals(damaged)).toBe(true);
  await expectWaiting(repaired.page, waiting);

  await row.scrollIntoViewIfNeeded();
  await pictures(repaired, 'set-aside');
  await press(repaired.page, 'Look into it again…');
  await pictures(repaired, 'look-again');
  await pressAndLetEnd(repaired, 'Restart and look');
  const again = await openDesk({ dataFolder });
  const report = again.page.getByRole('alertdialog', { name: /looked into the old data file/ });
  await expect(report).toContainText('It holds nothing that is not already here.');
  await pictures(again, 'looked-again');
  await report.getByRole('button', { name: 'Close' }).click();
  await expectWaiting(again.page, waiting);
  await expectUploadedOnce(again.page, network, waiting);
  await again.quit();

  const last = await openDesk({ dataFolder });
  await expect(last.page.getByRole('link', { name: 'Clients' })).toBeVisible();
  await expect(last.page.getByRole('alertdialog')).toHaveCount(0);
});

for (const [what, lose] of [
  ['gone', (file: string) => rmSync(file)],
  ['empty', (file: string) => writeFileSync(file, '')],
] as const) {
  test(`a database that is ${what} is missed, and the backup takes its place`, async ({ openDesk, network }) => {
    const kept = uniqueName('Kept');
    const desk = await openDesk({ server: network.url });
    await signIn(desk.page);
    await createClient(desk.page, kept);
    await uploaded(desk.page, kept);
    await openView(desk.page, 'Settings');
    await press(desk.page, 'Make a backup');
    await expect(notice(desk.page, 'Backup made')).toBeVisible();
    await desk.quit();
    lose(databaseOf(desk.dataFolder));

    await network.goDown();
    const later = await openDesk({ dataFolder: desk.dataFolder });
    const dialog = later.page.getByRole('alertdialog', { name: 'Your data was missing' });
    await expect(dialog).toContainText('took its place');
    await pictures(later, `missing-${what}`);
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await clientNames(later.page, kept)).toEqual([kept]);
  });
}

test('with all copies of the data gone too, it says plainly that nothing was left', async ({ openDesk, network }) => {
  const { desk } = await deskWithWaitingWork(await openDesk({ server: network.url }), network);
  const { dataFolder } = desk;
  await desk.quit();
  rmSync(databaseOf(dataFolder));
  for (const folder of ['backups', 'outbox']) rmSync(path.join(dataFolder, folder), { recursive: true });

  const later = await openDesk({ dataFolder });
  const dialog = later.page.getByRole('alertdialog', { name: 'Your data was missing' });
  await expect(dialog).toContainText('No unsent change was found.');
  await expect(dialog).not.toContainText('0 changes');
  await expect(dialog).toContainText('may be missing');
  await pictures(later, 'nothing-left');
});

test('a backup that is damaged is refused, and nothing changes', async ({ openDesk, network }) => {
  const { desk, waiting } = await deskWithWaitingWork(await openDesk({ server: network.url }), network);
  const { page, dataFolder } = desk;
  const [backup] = await page.evaluate(async () => {
    const answer = await window.ferry.listBackups();
    return answer.ok ? answer.value.filter(({ kind }) => kind === 'manual') : [];
  });
  garblePage(path.join(dataFolder, 'backups', backup?.name ?? ''), 3);
  await openView(page, 'Settings');
  await page.getByText('made by hand').locator('xpath=ancestor::*[.//button][1]').getByRole('button').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Restore and restart' }).click();
  await expect(notice(page, 'This backup is damaged')).toBeVisible();
  await pictures(desk, 'backup-damaged');
  await expectWaiting(page, waiting);
});
