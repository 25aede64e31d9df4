import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect } from '@playwright/test';
import type { UpdateState } from '#app/contract/updates.ts';
import { test } from './fixture.ts';
import { answersWith } from './questions.ts';
import { openView, signIn, upToDate } from './steps.ts';

const notes = { en: '### Added\n- A calendar for tasks.', de: '### Added\n- Ein Kalender für Aufgaben.' };
const ready: UpdateState = { kind: 'ready', version: '9.9.9', notes, isDue: false, failure: null };

/** As main reports it; which states there are, and when, is tested with the real updater in the packed app. */
function report(app: ElectronApplication, state: UpdateState): Promise<void> {
  return app.evaluate(({ BrowserWindow }, reported) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('ferry:event:update', reported);
  }, state);
}

test('a window is closed for good once an update is about to quit the app, though it would hide in the tray', async ({
  openDesk,
}) => {
  const { app } = await openDesk();
  await answersWith(app, 'Keep running');
  const closing = (isUpdate: boolean) =>
    app.evaluate(({ autoUpdater, BrowserWindow }, says) => {
      const [window] = BrowserWindow.getAllWindows();
      // The order of Electron on macOS: the event, then the windows, and only then 'before-quit'.
      if (says) autoUpdater.emit('before-quit-for-update');
      const closed = new Promise<string>((resolve) => {
        window?.once('closed', () => resolve('destroyed'));
        window?.once('hide', () => resolve('hidden'));
      });
      window?.close();
      return closed;
    }, isUpdate);
  expect(await closing(false)).toBe('hidden');
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  expect(await closing(true).catch(() => 'destroyed')).toBe('destroyed');
  await ended;
});

test('an update that is ready is reported quietly everywhere, with what is new in the language of the person', async ({
  openDesk,
  server,
}) => {
  const { app, page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Settings');
  await expect(page.getByText('This copy runs from a checkout and does not update itself.')).toBeVisible();
  await report(app, ready);
  const banner = page.getByRole('status').filter({ hasText: 'Ferry 9.9.9 is ready to install.' });
  await expect(banner).toBeVisible();
  await expect(page.getByText('Version 9.9.9 is ready. It installs when you quit Ferry.')).toBeVisible();
  await expect(page.getByText('A calendar for tasks.')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('ready.png') });
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('restart and install');
  await expect(page.getByRole('option', { name: 'Restart and install' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.ferry.updateSettings({ language: 'de' }));
  await expect(page.getByText('Ein Kalender für Aufgaben.')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('ready-german.png') });
  await page.getByRole('status').getByRole('button', { name: 'Später' }).click();
  await expect(page.getByText('Ferry 9.9.9 kann installiert werden.')).toBeHidden();
  await report(app, { ...ready, failure: 'unconfirmed' });
  await expect(page.getByText(/Version 9\.9\.9: Der Update-Server konnte nicht gefragt werden/)).toBeVisible();
});

test('whoever never quits is asked, but never while they type', async ({ openDesk, server }) => {
  const { app, page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Clients');
  await page.clock.install();
  const prompt = page.getByRole('dialog', { name: 'Install Ferry 9.9.9 now?' });
  await report(app, { ...ready, isDue: true });
  await expect(page.getByText('Ferry 9.9.9 is ready to install.')).toBeVisible();
  await page.clock.runFor(50_000);
  await page.keyboard.press('Shift');
  await page.clock.runFor(50_000);
  await expect(prompt).toBeHidden();
  await page.clock.runFor(10_000);
  await expect(prompt).toBeVisible();
  await expect(prompt.getByText('A calendar for tasks.')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('prompt.png') });
  await prompt.getByRole('button', { name: 'Later' }).click();
  // This copy cannot update itself, as it says when it is asked.
  await expect(prompt).toBeHidden();
});

test('a link of ours opens what it names in the app that runs, and nothing else', async ({ openDesk, server }) => {
  const { app, page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const open = (link: string) =>
    app.evaluate(({ app: electronApp }, opened) => {
      electronApp.emit('second-instance', {}, ['ferry', opened], '/', {});
    }, link);
  await open('ferry://open/settings');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await open('ferry://open/undo');
  await open('ferry://open/clients?x=1');
  await open('ferry://app/index.html#/tasks');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await open('ferry://open/tasks');
  await expect(page.getByRole('grid', { name: 'Tasks' })).toBeVisible();
});

test('a link that starts the app leads there once somebody is signed in', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url, switches: ['ferry://open/sync'] });
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'Sync centre' })).toBeVisible();
});

test('started at login, the window stays closed until it is asked for', async ({ newFolder, openDesk }) => {
  const dataFolder = await newFolder();
  const started = openDesk({ dataFolder, switches: ['--hidden'] });
  const log = () => {
    try {
      return readFileSync(path.join(dataFolder, 'logs/ferry.log'), 'utf8');
    } catch {
      return '';
    }
  };
  await expect.poll(log).toContain('app.started');
  // The second start is what asks for it; the fixture waits for the first window.
  const { spawnSecond } = await import('./second-start.ts');
  await spawnSecond(dataFolder);
  const { app } = await started;
  const isVisible = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));
  await expect.poll(isVisible).toBe(true);
});
