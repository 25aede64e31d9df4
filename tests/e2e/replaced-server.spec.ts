import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { createNetwork, type Network } from '../support/network.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { type RunningDesk, test } from './fixture.ts';
import { pictures } from './pictures.ts';
import {
  clientNames,
  clients,
  createClient,
  fillSignIn,
  longName,
  openView,
  press,
  savesTo,
  signIn,
  signInAgain,
  statusPill,
  uniqueName,
  uploaded,
} from './steps.ts';

const projectFolder = path.join(import.meta.dirname, '../..');
const PASSWORD = 'a new password';

/** A server that was set up anew: the same person, but a firm of its own. */
async function anotherServer(folder: string): Promise<ServerProcess> {
  const databaseFile = path.join(folder, 'server.db');
  const owner = ['--owner-name', 'Olivia Brandt', '--owner-email', 'owner@sample.test', '--password', PASSWORD];
  const create = ['server/index.ts', 'create-firm', '--db', databaseFile, '--name', longName('Brandt'), ...owner];
  execFileSync(process.execPath, create, { cwd: projectFolder });
  return await startServerProcess({ databaseFile, isSample: false });
}

// Each needs a second server and a second start.
test.beforeEach(() => test.slow());

/** Ana is signed in and has work that waits; then another server answers at the address of hers. */
async function aReplacedServer(desk: RunningDesk, network: Network, other: ServerProcess, name: string): Promise<Page> {
  const { page } = desk;
  await signIn(page);
  await expect(page.getByRole('link', { name: /Clients/ })).toContainText(/\d/);
  await network.goDown();
  await createClient(page, name);
  await expect(statusPill(page)).toContainText('1 change');
  network.leadTo(other.url);
  await network.comeUp();
  await expect(statusPill(page)).toContainText('Another server answers');
  return page;
}

async function signInThere(page: Page) {
  await page.getByRole('alert').getByRole('button', { name: 'Sign in' }).click();
  const form = page.getByRole('dialog', { name: 'Sign in again' });
  await form.getByLabel('Password').fill(PASSWORD);
  await form.getByRole('button', { name: 'Sign in', exact: true }).click();
  return page.getByRole('alertdialog', { name: 'This server holds another firm' });
}

test('work that waits comes along to a server that was set up anew, after a look at it', async ({
  openDesk,
  newFolder,
  server,
}) => {
  const network = await createNetwork(server.url);
  const other = await anotherServer(await newFolder());
  const name = longName('Stranded');
  try {
    const desk = await openDesk({ server: network.url });
    const page = await aReplacedServer(desk, network, other, name);
    await pictures(desk, 'replaced-server-banner');
    const dialog = await signInThere(page);
    await expect(dialog).toContainText('1 change was never uploaded');
    await expect(dialog).not.toContainText('--');
    await pictures(desk, 'replaced-server-choice');
    await dialog.getByRole('button', { name: 'Look through the work…' }).click();
    await expect(dialog.getByRole('checkbox', { name })).toBeChecked();
    await pictures(desk, 'replaced-server-review');
    await dialog.getByRole('button', { name: /^Join/ }).click();
    await uploaded(page, name);
    await pictures(desk, 'replaced-server-joined');
    expect(readdirSync(path.join(desk.dataFolder, 'other-firms'))).toHaveLength(1);

    const colleague = await openDesk({ server: other.url });
    await signIn(colleague.page, { password: PASSWORD });
    await expect.poll(() => clientNames(colleague.page, name)).toEqual([name]);
  } finally {
    await other.stop();
    await network.dispose();
  }
});

test('it can be exported, and one can go on alone', async ({ openDesk, newFolder, server }) => {
  const network = await createNetwork(server.url);
  const folder = await newFolder();
  const other = await anotherServer(folder);
  const name = uniqueName('Alone');
  try {
    const desk = await openDesk({ server: network.url });
    const page = await aReplacedServer(desk, network, other, name);
    const dialog = await signInThere(page);
    await expect(dialog).toContainText('Save a file with all waiting work');
    const file = path.join(folder, 'waiting.json');
    await savesTo(desk, file);
    await dialog.getByRole('button', { name: 'Save as a file' }).click();
    await expect.poll(() => readFileSync(file, 'utf8')).toContain(name);
    await dialog.getByRole('button', { name: 'Work on alone' }).click();
    await expect(statusPill(page)).toContainText('Sync is paused');
    await pictures(desk, 'replaced-server-alone');
    await expect.poll(() => clientNames(page, name)).toEqual([name]);
    await createClient(page, `${name} too`);
    await desk.quit();

    // The old server comes back: everything goes on.
    network.leadTo(server.url);
    const again = await openDesk({ dataFolder: desk.dataFolder });
    await expect.poll(() => clientNames(again.page, name)).toHaveLength(2);
    await openView(again.page, 'Sync centre');
    await press(again.page, 'Resume');
    await signInAgain(again.page);
    await expect
      .poll(async () => (await clients(again.page, name)).map(({ badge }) => badge))
      .toEqual(['synced', 'synced']);
  } finally {
    await other.stop();
    await network.dispose();
  }
});

test('after signing out another server opens nothing: it can only be joined, and what waits stays in the file beside', async ({
  openDesk,
  newFolder,
  server,
}) => {
  const network = await createNetwork(server.url);
  const other = await anotherServer(await newFolder());
  const name = uniqueName('Locked');
  try {
    const desk = await openDesk({ server: network.url });
    const page = await aReplacedServer(desk, network, other, name);
    await page.evaluate(() => window.ferry.signOut({ force: true, data: 'keep' }));
    await fillSignIn(page, { password: PASSWORD });
    const dialog = page.getByRole('alertdialog', { name: 'This server holds another firm' });
    await expect(dialog).toContainText('1 change was never uploaded');
    await expect(dialog.getByRole('button', { name: 'Save as a file' })).toHaveCount(0);
    await expect(dialog.getByRole('button', { name: 'Work on alone' })).toHaveCount(0);
    await expect(dialog).not.toContainText(name);
    await pictures(desk, 'replaced-server-locked');
    await dialog.getByRole('button', { name: /^Join/ }).click();
    await expect(statusPill(page)).toContainText(/Up to date/);
    expect(await clientNames(page, name)).toEqual([]);
    expect(readdirSync(path.join(desk.dataFolder, 'other-firms'))).toHaveLength(1);
  } finally {
    await other.stop();
    await network.dispose();
  }
});

test('who waits finds everything as it was when the old server is back', async ({ openDesk, newFolder, server }) => {
  const network = await createNetwork(server.url);
  const other = await anotherServer(await newFolder());
  const name = uniqueName('Patient');
  try {
    const page = await aReplacedServer(await openDesk({ server: network.url }), network, other, name);
    const dialog = await signInThere(page);
    await dialog.getByRole('button', { name: 'Wait' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    network.leadTo(server.url);
    await page.getByRole('button', { name: 'Sync now' }).click();
    await uploaded(page, name);
  } finally {
    await other.stop();
    await network.dispose();
  }
});

test('the question goes away by itself when the old server is back', async ({ openDesk, newFolder, server }) => {
  const network = await createNetwork(server.url);
  const other = await anotherServer(await newFolder());
  const name = uniqueName('Unanswered');
  try {
    const page = await aReplacedServer(await openDesk({ server: network.url }), network, other, name);
    const dialog = await signInThere(page);
    await expect(dialog).toBeVisible();
    network.leadTo(server.url);
    // As the next automatic run does.
    await page.evaluate(() => window.ferry.syncToServer());
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await uploaded(page, name);
  } finally {
    await other.stop();
    await network.dispose();
  }
});
