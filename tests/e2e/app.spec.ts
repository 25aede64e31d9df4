import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type ElectronApplication, expect } from '@playwright/test';
import { resolveElectron } from '../../tools/electron-runtime/index.ts';
import { test } from './fixture.ts';
import { answersWith } from './questions.ts';
import { grid, openView, signIn, statusPill, upToDate } from './steps.ts';

const isShown = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));

test('closing the window leaves Ferry in the tray; starting it again brings the window back', async ({ openDesk }) => {
  const { app, page, dataFolder } = await openDesk();
  await expect(page.getByRole('button', { name: 'Join my firm' })).toBeVisible();
  await answersWith(app, 'Keep running');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => isShown(app)).toBe(false);

  const { executablePath, args, env } = await resolveElectron();
  const projectFolder = path.join(import.meta.dirname, '../..');
  const second = spawn(executablePath, [...args, projectFolder, `--user-data-dir=${dataFolder}`], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  await expect.poll(() => isShown(app)).toBe(true);
});

test('the window comes back where and as large as it was left', async ({ openDesk }) => {
  const bounds = { x: 40, y: 60, width: 900, height: 640 };
  const first = await openDesk();
  await first.app.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted), bounds);
  await first.quit();
  const second = await openDesk({ dataFolder: first.dataFolder });
  const restored = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(restored).toEqual(bounds);
});

test('the menu leads to the views', async ({ openDesk, network }) => {
  const { app, page } = await openDesk({ server: network.url });
  await signIn(page);
  await app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    items.find((item) => item.label === 'Tasks')?.click();
  });
  await expect(grid(page, 'Tasks')).toBeVisible();
});

test('dark and light are followed at once and kept', async ({ openDesk }) => {
  const first = await openDesk();
  const isDark = (app: ElectronApplication) => app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors);
  await first.page.evaluate(() => window.ferry.updateSettings({ appearance: 'dark' }));
  expect(await isDark(first.app)).toBe(true);
  const isPageDark = () => first.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await expect.poll(isPageDark).toBe(true);
  await first.quit();
  const second = await openDesk({ dataFolder: first.dataFolder });
  expect(await isDark(second.app)).toBe(true);
});

test('a page that crashes comes back by itself, with the work', async ({ openDesk, network }) => {
  const { app, page } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  const countRecords = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('window.ferry.countRecords()'),
    );
  const before = await countRecords();
  expect(before.value.tasks).toBeGreaterThanOrEqual(900);
  const loadedAgain = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('did-finish-load', () => resolve());
        contents?.forcefullyCrashRenderer();
      }),
  );
  await loadedAgain;
  expect(await countRecords()).toEqual(before);
});

test('a start without any network shows the work at once', async ({ openDesk, network }) => {
  const first = await openDesk({ server: network.url });
  await signIn(first.page);
  await upToDate(first.page);
  await first.quit();
  await network.goDown();
  const second = await openDesk({ dataFolder: first.dataFolder });
  await openView(second.page, 'Clients');
  await expect(grid(second.page, 'Clients').getByRole('row').nth(3)).toBeVisible();
  await expect(statusPill(second.page)).toContainText('work is saved on this computer');
});
