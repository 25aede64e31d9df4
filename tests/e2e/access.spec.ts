import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { OPERATION_NAMES } from '#app/contract/channels.ts';
import { OPERATION_ACCESS } from '#app/contract/operation-access.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { type RunningDesk, test } from './fixture.ts';
import { picture, setTheme } from './pictures.ts';
import {
  clientNames,
  createClient,
  openView,
  press,
  savesTo,
  signIn,
  statusPill,
  uniqueName,
  uploaded,
} from './steps.ts';

const projectFolder = path.join(import.meta.dirname, '../..');

// Each starts Ferry, or a server, several times.
test.beforeEach(() => test.slow());

/** A server of its own, which a person at its command line looks after. */
async function aServer(folder: string): Promise<ServerProcess & { command(...args: string[]): string }> {
  const databaseFile = path.join(folder, 'server.db');
  const server = await startServerProcess({ databaseFile, isSample: true });
  const command = (...args: string[]) =>
    execFileSync(process.execPath, ['server/index.ts', ...args, '--db', databaseFile], {
      cwd: projectFolder,
      encoding: 'utf8',
    });
  return { ...server, command };
}

/** What a page gets for each operation that needs a session, asked by its code alone. */
function answersToStranger(page: Page): Promise<unknown> {
  const names = OPERATION_NAMES.filter((name) => OPERATION_ACCESS[name] === 'session');
  return page.evaluate(async (wanted) => {
    const ferry = window.ferry as unknown as Record<
      string,
      (...args: unknown[]) => Promise<{ error?: { code: string } }>
    >;
    const codes = await Promise.all(wanted.map(async (name) => (await ferry[name]?.('clients', 'x'))?.error?.code));
    return [...new Set(codes)];
  }, names);
}

function holdersOf(folder: string, words: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(words));
}

/** Ferry starts itself again; a test does it by hand, when the process has ended. */
async function whenItRestarts({ app }: RunningDesk, act: () => Promise<unknown>): Promise<void> {
  await app.evaluate(({ app: electronApp }) => {
    electronApp.relaunch = () => undefined;
  });
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await act();
  await ended;
}

async function inBothThemes(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await setTheme(page, 'dark');
  await page.evaluate(() => window.ferry.updateSettings({ language: 'de' }));
  await picture(page, `${name}-dark-de`);
  await page.evaluate(() => window.ferry.updateSettings({ language: 'en' }));
  await setTheme(page, 'light');
}

/** The first download is over, however slow the machine; a run under way would still upload while sync is paused. */
async function filled(page: Page): Promise<void> {
  await expect(statusPill(page)).toHaveText('Up to date', { timeout: 60_000 });
}

const signOutDialog = (page: Page) => page.getByRole('alertdialog', { name: /Sign out of/ });

test('after signing out with the records kept nothing of them can be read, until one signs in', async ({
  openDesk,
  network,
}) => {
  const name = uniqueName('Locked');
  const desk = await openDesk({ server: network.url });
  const { page } = desk;
  await signIn(page);
  await network.goDown();
  await createClient(page, name);
  await openView(page, 'Settings');
  await press(page, 'Sign out');
  await expect(signOutDialog(page)).toContainText(name);
  await inBothThemes(page, 'sign-out-choice');
  await press(page, 'Keep, locked');
  await expect(statusPill(page)).toContainText('are on this computer and locked');
  await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue('owner@sample.test');
  await inBothThemes(page, 'locked');
  expect(await answersToStranger(page)).toEqual(['auth.required']);
  expect(await page.content()).not.toContain(name);
  await page.reload();
  expect(await answersToStranger(page)).toEqual(['auth.required']);
  const unsent = await page.evaluate(() => window.ferry.saveUnsentWork());
  expect(unsent).toMatchObject({ ok: false, error: { code: 'auth.required' } });

  // Without a connection nobody is let in.
  await page.getByLabel('Password').fill('sample');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeEnabled();
  expect(await page.evaluate(() => window.ferry.getSession())).toEqual({ ok: true, value: null });
  await network.comeUp();
  await signIn(page);
  await uploaded(page, name);
});

test('removing the data names what is not uploaded, saves it first if wanted, and leaves nothing', async ({
  openDesk,
  newFolder,
  network,
}) => {
  const [sent, unsent] = [uniqueName('Sent'), uniqueName('Unsent')];
  const desk = await openDesk({ server: network.url });
  const { page, dataFolder } = desk;
  await signIn(page);
  await createClient(page, sent);
  await uploaded(page, sent);
  await page.evaluate(() => window.ferry.createBackup());
  await network.goDown();
  await createClient(page, unsent);
  await openView(page, 'Settings');
  await press(page, 'Sign out');
  await press(page, 'Remove from this computer…');
  const dialog = page.getByRole('alertdialog', { name: /^Remove .* from this computer\?/ });
  await expect(dialog).toContainText(unsent);
  await inBothThemes(page, 'sign-out-remove');
  const file = path.join(await newFolder(), 'unsent.json');
  await savesTo(desk, file);
  await dialog.getByRole('button', { name: 'Save as a file…' }).click();
  await expect.poll(() => holdersOf(path.dirname(file), unsent)).toEqual([file]);
  expect(holdersOf(dataFolder, sent).length).toBeGreaterThan(1);
  await whenItRestarts(desk, () => dialog.getByRole('button', { name: 'Remove, and lose 1 change' }).click());

  const again = await openDesk({ dataFolder });
  await expect(again.page.getByRole('textbox', { name: 'Email' })).toHaveValue('');
  await expect(again.page.getByText(/on this computer/)).toHaveCount(0);
  expect(await answersToStranger(again.page)).toEqual(['auth.required']);
  for (const name of [sent, unsent, 'owner@sample.test']) expect(holdersOf(dataFolder, name), name).toEqual([]);
  await network.comeUp();
  await signIn(again.page);
  await expect.poll(() => clientNames(again.page, sent)).toEqual([sent]);
  expect(await clientNames(again.page, unsent)).toEqual([]);
});

test('withdrawn access locks at once; unsent work can be saved, and goes up should one be let in again', async ({
  openDesk,
  newFolder,
}) => {
  const folder = await newFolder();
  const server = await aServer(folder);
  const name = uniqueName('Withdrawn');
  try {
    const desk = await openDesk({ server: server.url });
    const { page, dataFolder } = desk;
    await signIn(page);
    await filled(page);
    await page.evaluate(() => window.ferry.pauseSync(null));
    await createClient(page, name);
    server.command('revoke', '--email', 'owner@sample.test');
    await page.evaluate(() => window.ferry.resumeSync());
    await expect(statusPill(page)).toContainText('has withdrawn the access of this computer');
    await expect(page.getByText(/1 change of yours is here and not on the server/)).toContainText(/until/);
    await inBothThemes(page, 'access-withdrawn');
    expect(await answersToStranger(page)).toEqual(['auth.required']);
    await desk.kill();

    // It stays so without any network, and whatever ends Ferry.
    await server.stop();
    const again = await openDesk({ dataFolder });
    await expect(statusPill(again.page)).toContainText('has withdrawn the access of this computer');
    expect(await answersToStranger(again.page)).toEqual(['auth.required']);
    const file = path.join(folder, 'unsent.json');
    await savesTo(again, file);
    await press(again.page, 'Save as a file…');
    await expect.poll(() => holdersOf(folder, name)).toContain(file);
    await server.start();
    await signIn(again.page);
    await uploaded(again.page, name);
  } finally {
    await server.stop();
  }
});

test('data that an owner wants removed goes at the next contact, what waits uploaded first', async ({
  openDesk,
  newFolder,
}) => {
  const server = await aServer(await newFolder());
  const name = uniqueName('Remote');
  try {
    const desk = await openDesk({ server: server.url });
    const { page, dataFolder } = desk;
    await signIn(page);
    await filled(page);
    await page.evaluate(() => window.ferry.pauseSync(null));
    await createClient(page, name);
    const info = await page.evaluate(() => window.ferry.getAppInfo());
    const deviceId = info.ok ? info.value.deviceId : '';
    server.command('remove-device-data', '--device', deviceId, '--by', 'owner@sample.test');
    await whenItRestarts(desk, () => page.evaluate(() => window.ferry.resumeSync()));

    const again = await openDesk({ dataFolder });
    await expect(statusPill(again.page)).toContainText('was removed from this computer');
    await inBothThemes(again.page, 'data-removed');
    expect(holdersOf(dataFolder, name)).toEqual([]);
    const colleague = await openDesk({ server: server.url });
    await signIn(colleague.page, { email: 'staff@sample.test' });
    await expect.poll(() => clientNames(colleague.page, name)).toEqual([name]);
    await signIn(again.page);
    await filled(again.page);
    await expect.poll(() => clientNames(again.page, name)).toEqual([name]);
  } finally {
    await server.stop();
  }
});
