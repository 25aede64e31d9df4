import type { ElectronApplication } from '@playwright/test';
import { expect } from '@playwright/test';
import { test } from './fixture.ts';
import { answersWith, asked } from './questions.ts';
import { spawnSecond } from './second-start.ts';

const closeWindow = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
const isShown = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));
/** Notes what is done with the window; a virtual display has no window manager that would minimise it. */
const watchMinimising = (app: ElectronApplication) =>
  app.evaluate(({ app: electronApp, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) throw new Error('There is no window');
    const minimize = window.minimize.bind(window);
    window.minimize = () => {
      Object.assign(electronApp, { minimised: true });
      minimize();
    };
  });
const wasMinimised = (app: ElectronApplication) => app.evaluate(({ app: electronApp }) => 'minimised' in electronApp);

test('a person who closes the window first is informed where Ferry goes on, in their language, and only once', async ({
  openDesk,
}) => {
  const { app, page, dataFolder, quit } = await openDesk();
  await expect(page.getByRole('button', { name: 'Join my firm' })).toBeVisible();
  await page.evaluate(() => window.ferry.updateSettings({ language: 'de' }));
  await answersWith(app, 'Weiterlaufen lassen');
  await closeWindow(app);
  await expect.poll(() => isShown(app)).toBe(false);
  expect(await asked(app)).toContain('Ferry läuft im Hintergrund weiter');
  expect(await asked(app)).toContain('Infobereich');
  await quit();

  const again = await openDesk({ dataFolder });
  await answersWith(again.app, 'Ferry beenden');
  await closeWindow(again.app);
  await expect.poll(() => isShown(again.app)).toBe(false);
  expect(await asked(again.app)).toBe('');
});

test('a person who is asked may quit instead', async ({ openDesk }) => {
  const { app, page } = await openDesk();
  await expect(page.getByRole('button', { name: 'Join my firm' })).toBeVisible();
  await answersWith(app, 'Quit Ferry');
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await closeWindow(app);
  await ended;
});

test('on a desktop without a tray the window is minimised, never hidden, and says how to quit', async ({
  openDesk,
}) => {
  const { app, page } = await openDesk({ hasTray: false });
  await expect(page.getByRole('button', { name: 'Join my firm' })).toBeVisible();
  await answersWith(app, 'Keep running');
  await watchMinimising(app);
  await closeWindow(app);
  await expect.poll(() => wasMinimised(app)).toBe(true);
  expect(await asked(app)).toContain('shows no tray icons');
  expect(await asked(app)).toContain('Ctrl+Q');
  // There to be found by a window manager, with its page.
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('started at login on a desktop without a tray, Ferry can still be reached', async ({ newFolder, openDesk }) => {
  const dataFolder = await newFolder();
  // With a tray there would be no window to wait for.
  const { app } = await openDesk({ dataFolder, hasTray: false, switches: ['--hidden'] });
  await spawnSecond(dataFolder);
  await expect.poll(() => isShown(app)).toBe(true);
});
