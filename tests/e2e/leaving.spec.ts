import path from 'node:path';
import { type ElectronApplication, expect, type Page } from '@playwright/test';
import { revertLastMigration } from '../support/revert-migration.ts';
import { test } from './fixture.ts';
import { answersWith, asked } from './questions.ts';
import {
  clientNames,
  clients,
  createClient,
  notice,
  openClient,
  openView,
  press,
  signIn,
  signInAgain,
  statusPill,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

const quit = (app: ElectronApplication) =>
  app.evaluate(({ app: electronApp }) => setImmediate(() => electronApp.quit()));

test('quitting with work that is not uploaded says what waits, and lets one stay', async ({ openDesk, network }) => {
  const name = uniqueName('Unsent');
  const { app, page, dataFolder } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  await network.goDown();
  await createClient(page, name);
  await answersWith(app, 'Stay');
  await quit(app);
  await expect.poll(() => asked(app)).toContain('1 change is not uploaded yet');
  expect(await asked(app)).toContain('saved on this computer');
  await openClient(page, name);

  // Staying is no quitting: closing the window still only hides it.
  await answersWith(app, 'Keep running');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const isShown = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));
  await expect.poll(isShown).toBe(false);

  await answersWith(app, 'Quit now');
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await quit(app);
  await ended;
  const later = await openDesk({ dataFolder });
  await openClient(later.page, name);
  await expect(statusPill(later.page)).toContainText('1 change waiting to upload');
});

test('signing out with work that is not uploaded says what waits; it goes up after the next sign-in', async ({
  openDesk,
  network,
}) => {
  const name = uniqueName('Leaves');
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  await network.goDown();
  await createClient(page, name);
  await openView(page, 'Settings');
  await press(page, 'Sign out');
  const dialog = page.getByRole('alertdialog', { name: /Sign out of/ });
  await expect(dialog).toContainText('1 change on this computer never reached the server');
  await expect(dialog).toContainText(name);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeFocused();
  await press(page, 'Sign out');
  await dialog.getByRole('button', { name: 'Keep, locked' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await network.comeUp();
  await signIn(page);
  await uploaded(page, name);
});

test('what waits can be uploaded before signing out', async ({ openDesk, server }) => {
  const name = uniqueName('Uploads first');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  // Nothing goes up by itself, or it might before the button is pressed.
  await openView(page, 'Sync centre');
  await press(page, 'Pause');
  await page.getByRole('menuitem', { name: 'Until I resume' }).click();
  await createClient(page, name);
  await openView(page, 'Settings');
  await press(page, 'Sign out');
  const dialog = page.getByRole('alertdialog', { name: /Sign out of/ });
  await dialog.getByRole('button', { name: 'Upload first' }).click();
  await expect(dialog).toContainText('Everything is uploaded.');
  await dialog.getByRole('button', { name: 'Keep, locked' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const ben = await openDesk({ server: server.url });
  await signIn(ben.page);
  await expect.poll(() => clientNames(ben.page, name)).toEqual([name]);
});

async function restoreNewest(app: ElectronApplication, page: Page): Promise<void> {
  // The restart itself is the system's: the test starts the desk again by hand.
  await app.evaluate(({ app: electronApp }) => {
    electronApp.relaunch = () => undefined;
  });
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await page.getByRole('alertdialog').getByRole('button', { name: 'Restore and restart' }).click();
  await ended;
}

test('a backup is listed and restored; it says what happens to the outbox, and that happens', async ({
  openDesk,
  network,
  server,
}) => {
  const [before, after, waiting] = [uniqueName('Before'), uniqueName('After'), uniqueName('Waiting')];
  const { app, page, dataFolder } = await openDesk({ server: network.url });
  await signIn(page);
  await createClient(page, before);
  await uploaded(page, before);
  await openView(page, 'Settings');
  await press(page, 'Make a backup');
  await expect(notice(page, 'Backup made')).toBeVisible();
  await createClient(page, after);
  await uploaded(page, after);
  await network.goDown();
  await createClient(page, waiting);
  await expect(statusPill(page)).toContainText('1 change waiting to upload');

  await openView(page, 'Settings');
  await page.getByText('made by hand').locator('xpath=ancestor::*[.//button][1]').getByRole('button').click();
  const dialog = page.getByRole('alertdialog', { name: /Restore the backup of/ });
  await expect(dialog).toContainText('The 1 change waiting to upload moves over.');
  await expect(dialog).toContainText('What is on the server comes back with the next sync.');
  await restoreNewest(app, page);

  const later = await openDesk({ dataFolder });
  await openView(later.page, 'Clients');
  expect(await clientNames(later.page, before)).toEqual([before]);
  expect(await clientNames(later.page, after), 'made after the backup').toEqual([]);
  expect((await clients(later.page, waiting)).map(({ badge }) => badge)).toEqual(['pending']);
  await expect(statusPill(later.page)).toContainText('1 change waiting to upload');
  await network.comeUp();
  await signInAgain(later.page);
  await expect.poll(() => clientNames(later.page, after)).toEqual([after]);
  const ben = await openDesk({ server: server.url });
  await signIn(ben.page);
  await expect.poll(() => clientNames(ben.page, waiting)).toEqual([waiting]);
  await openView(later.page, 'Settings');
  await expect(later.page.getByText('the data that a restored backup replaced')).toBeVisible();
});

test('before an update changes how the data is kept, a backup is made that can be restored', async ({
  openDesk,
  network,
}) => {
  const [before, after] = [uniqueName('Before'), uniqueName('After')];
  const { page, dataFolder, quit } = await openDesk({ server: network.url });
  await signIn(page);
  await createClient(page, before);
  await uploaded(page, before);
  await quit();
  const version = revertLastMigration(path.join(dataFolder, 'ferry.db'));

  const updated = await openDesk({ dataFolder });
  await signInAgain(updated.page);
  await createClient(updated.page, after);
  await uploaded(updated.page, after);
  await network.goDown();
  await openView(updated.page, 'Settings');
  const row = updated.page.getByText(`made before an update (data version ${version})`);
  await row.locator('xpath=ancestor::*[.//button][1]').getByRole('button').click();
  await restoreNewest(updated.app, updated.page);

  const restored = await openDesk({ dataFolder });
  await openView(restored.page, 'Clients');
  expect(await clientNames(restored.page, before)).toEqual([before]);
  expect(await clientNames(restored.page, after), 'made after the update').toEqual([]);
  await network.comeUp();
  await signInAgain(restored.page);
  await expect.poll(() => clientNames(restored.page, after)).toEqual([after]);
});
