import type { ElectronApplication, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { type RunningDesk, test } from './fixture.ts';
import { addTo, createClient, field, notice, openView, signIn, uniqueName, upToDate } from './steps.ts';

async function tasks(page: Page, title: string): Promise<Record<string, unknown>[]> {
  return page.evaluate(async (wanted) => {
    const found = await window.ferry.listRecords('tasks', { search: wanted }, { limit: 10 });
    return found.ok ? found.value.rows.map(({ data }) => data) : [];
  }, title);
}

/** A client with two engagements, of one word each, so that the words of a line name them. */
async function aClient(page: Page, word: string): Promise<void> {
  await createClient(page, `${word} GmbH`);
  await page.getByRole('tab', { name: 'Engagements' }).click();
  await addTo(page, 'engagement', `VAT ${word.slice(-3)}`);
  await field(page, 'New engagement').fill('Payroll');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tabpanel').getByRole('link', { name: 'Payroll' })).toBeVisible();
}

const isShown = (app: ElectronApplication, page: string) =>
  app.evaluate(
    ({ BrowserWindow }, name) =>
      BrowserWindow.getAllWindows().some((one) => one.webContents.getURL().includes(name) && one.isVisible()),
    page,
  );

async function pressTray({ app }: RunningDesk, accelerator: string): Promise<Page> {
  const opening = app.waitForEvent('window');
  await app.evaluate(({ globalShortcut }, wanted) => {
    if (!globalShortcut.isRegistered(wanted)) throw new Error(`${wanted} is not registered.`);
  }, accelerator);
  // The display has no keyboard of the system's: the callback is what a press would call.
  await app.evaluate(() => (globalThis as unknown as { pressed: () => void }).pressed());
  return opening;
}

test('one line from the palette becomes a task: what is clear is shown, what is not is asked', async ({
  openDesk,
  server,
}) => {
  const word = uniqueName('Quick').replaceAll(/[^a-z0-9]/gi, '');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await aClient(page, word);

  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('quick add');
  await page.keyboard.press('Enter');
  const box = page.getByRole('combobox', { name: 'Quick add: task' });
  await expect(box).toBeFocused();
  await expectAccessible(page, 'quick add, empty');

  // Everything is clear.
  await box.fill(`File VAT ${word} 1 feb !high @sam`);
  const dialog = page.getByRole('dialog', { name: 'Quick add: task' });
  await expect(dialog).toContainText(`${word} GmbH › VAT ${word.slice(-3)}`);
  await expect(dialog).toContainText('Samir Haddad');
  await expect(dialog).toContainText('High');
  await expectAccessible(page, 'quick add, understood');
  await page.keyboard.press('Enter');
  await expect(notice(page, '“File VAT” saved on this computer')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  const [task] = await tasks(page, `File VAT ${word}`);
  expect(task).toMatchObject({ title: 'File VAT', priority: 'high', dueDate: expect.stringMatching(/-02-01$/) });

  // The client alone names two engagements, "!h" two priorities, and nobody is called Xaver.
  await page.keyboard.press('ControlOrMeta+Shift+n');
  await box.fill(`Ring them ${word} !h @xaver`);
  const choices = dialog.getByRole('listbox');
  await expect(choices.getByRole('option')).toHaveCount(2);
  await expectAccessible(page, 'quick add, asked');
  await choices.getByRole('option', { name: /Payroll/ }).click();
  await expect(choices.getByRole('option', { name: 'Urgent' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Nobody here is called “xaver”.');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Assignee: leave it in the title' }).click();
  await box.press('Enter');
  await expect(dialog).toHaveCount(0);
  const [second] = await tasks(page, 'Ring them xaver');
  expect(second).toMatchObject({ title: `Ring them ${word} @xaver`, priority: 'urgent' });
});

test('the shortcut brings up a small window while the main one is hidden, and Ferry says if it cannot have it', async ({
  openDesk,
  server,
}) => {
  const word = uniqueName('Short').replaceAll(/[^a-z0-9]/gi, '');
  const desk = await openDesk({ server: server.url });
  const { app, page } = desk;
  await signIn(page);
  await upToDate(page);
  await aClient(page, word);
  await openView(page, 'Settings');
  const chooser = page.getByRole('button', { name: /Shortcut for quick add/ });

  // Another program has the first one.
  await app.evaluate(({ globalShortcut }) => {
    const system = globalShortcut as unknown as { register: (accelerator: string, press: () => void) => boolean };
    const register = system.register.bind(system);
    system.register = (accelerator, press) => {
      (globalThis as unknown as { pressed: () => void }).pressed = press;
      return !accelerator.includes('Shift') && register(accelerator, press);
    };
  });
  await chooser.click();
  await page.getByRole('option', { name: /Shift/ }).click();
  await expect(page.getByRole('alert')).toHaveText('Another program has this shortcut already. Choose another one.');
  await chooser.click();
  await page.getByRole('option', { name: 'Ctrl+Alt+N' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const small = await pressTray(desk, 'CommandOrControl+Alt+N');
  const box = small.getByRole('combobox', { name: 'Quick add: task' });
  await box.fill(`Count stock ${word} payroll next week`);
  await expect(small.getByText(`${word} GmbH › Payroll`)).toBeVisible();
  await expectAccessible(small, 'the window of quick add');
  await small.keyboard.press('Shift+Enter');
  await expect(small.getByRole('status')).toHaveText('“Count stock” saved on this computer');
  await expect(box).toHaveValue('');
  await box.fill('half a thought');
  await small.keyboard.press('Escape');
  await expect.poll(() => isShown(app, 'quick.html')).toBe(false);
  expect(await isShown(app, 'index.html')).toBe(false);

  // What was typed is there again; the next one is saved and the window goes.
  await app.evaluate(() => (globalThis as unknown as { pressed: () => void }).pressed());
  await expect.poll(() => isShown(app, 'quick.html')).toBe(true);
  await expect(box).toHaveValue('half a thought');
  await box.fill(`Pay wages #${word} payroll`);
  await small.keyboard.press('Enter');
  await small.keyboard.press('Enter');
  await expect
    .poll(async () => (await tasks(page, word)).map(({ title }) => title).sort())
    .toEqual(['Count stock', 'Pay wages payroll']);
  await expect.poll(() => isShown(app, 'quick.html')).toBe(false);
  await desk.quit();
});
