import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { createText, type Language } from '../../app/text/index.ts';
import { expectAccessible } from './accessibility.ts';
import { colleagues } from './colleagues.ts';
import { type RunningDesk, type Stage, test } from './fixture.ts';
import { picture, resize, setTheme } from './pictures.ts';
import { edit, openClient, openView, press, statusPill, uniqueName, uploaded } from './steps.ts';

const LONG = 'The Worshipful Company of Very Long Names, Ledgers and Reconciliations of Bath';

/** What the documents show of it; other specs take pictures of the rest. */
const PICTURED = new Set([
  'sync-receipts',
  'edit-conflict',
  'shortcuts',
  'filter',
  'import-columns',
  'import-plan',
  'bulk-edit',
  'detail-conflict',
  'delete',
  'tab-Engagements',
  'tab-Activity',
  'calendar',
  'new-record',
]);

/** A desk with something in every tab of the sync centre: a conflict, a refused change, and one that waits. */
async function aTroubledDesk({ openDesk, network, server }: Stage) {
  const names = [uniqueName(LONG), uniqueName('Parked'), uniqueName('Waiting')] as const;
  const [disputed, refused, waiting] = names;
  const { ana, ben } = await colleagues({ openDesk, network, server }, names);
  await resize(ana, 1280, 800);
  await network.goDown();
  await openClient(ana.page, disputed);
  await edit(ana.page, 'Tax ID', 'GB-MINE');
  await edit(ben.page, 'Tax ID', 'GB-THEIRS');
  await uploaded(ben.page, disputed);
  await openClient(ana.page, refused);
  await edit(ana.page, 'Email', 'office@example.com');
  await edit(ana.page, 'Phone', '+44 20 7946 0000');
  network.garbleRounds({ from: 'office@example.com', to: 'office' });
  await network.comeUp();
  await expect(statusPill(ana.page)).toContainText('2 things need attention');
  await openView(ana.page, 'Sync centre');
  await press(ana.page, 'Pause');
  await ana.page.getByRole('menuitem', { name: 'Until I resume' }).click();
  await openClient(ana.page, waiting);
  await edit(ana.page, 'City', 'Bath');
  await openView(ana.page, 'Settings');
  await press(ana.page, 'Make a backup');
  return { desk: ana, disputed, refused };
}

for (const language of ['en', 'de'] as const) {
  test(`what opens over the screens can be used by everyone, in both themes: ${language}`, async ({
    openDesk,
    network,
    server,
    newFolder,
  }) => {
    test.setTimeout(300_000);
    const { desk, disputed, refused } = await aTroubledDesk({ openDesk, network, server });
    await speak(desk.page, language);
    await walk(desk, { language, disputed, refused, folder: await newFolder() });
  });
}

async function speak(shown: Page, language: Language): Promise<void> {
  await shown.evaluate((wanted) => window.ferry.updateSettings({ language: wanted }), language);
  await shown.locator(`html[lang^=${language}]`).waitFor();
}

interface Walk {
  language: Language;
  disputed: string;
  refused: string;
  folder: string;
}

async function walk(desk: RunningDesk, { language, disputed, refused, folder }: Walk): Promise<void> {
  const shown = desk.page;
  const { t } = createText(language);
  const button = (name: string): Locator => shown.getByRole('button', { name, exact: true }).first();
  const check = async (name: string) => {
    for (const theme of ['dark', 'light'] as const) {
      await setTheme(shown, theme);
      await expectAccessible(shown, `${name}, ${theme}, ${language}`);
      if (language === 'en' && PICTURED.has(name)) await picture(shown, `${name.toLowerCase()}-${theme}`);
    }
  };
  /** Opens something by `opener`, looks at it, closes it with Escape; the focus is then where it was. */
  const lookAt = async (name: string, opener: Locator, what: Locator): Promise<void> => {
    await opener.focus();
    await shown.keyboard.press('Enter');
    await expect(what).toBeVisible();
    await check(name);
    await shown.keyboard.press('Escape');
    await expect(what).toBeHidden();
    await expect.soft(opener, `focus after ${name}`).toBeFocused();
  };
  const dialog = shown.getByRole('dialog');
  const alertDialog = shown.getByRole('alertdialog');
  const view = (name: string) => shown.getByRole('link', { name, exact: true }).first().click();

  await view(t('nav.syncCentre'));
  for (const tab of ['waiting', 'attention', 'conflicts', 'history', 'receipts', 'diagnostics'] as const) {
    await shown.getByRole('tab', { name: t(`sync.tab.${tab}`) }).click();
    await expect(shown.getByRole('tabpanel').locator('li, dl').first()).toBeVisible();
    await check(`sync-${tab}`);
    if (tab === 'attention') await lookAt('fix', button(t('sync.fix')), dialog);
    if (tab === 'conflicts') await lookAt('edit-conflict', button(t('sync.editValue')), dialog);
  }
  await button(t('sync.resume')).click();
  await lookAt('pause', button(t('sync.pause')), shown.getByRole('menu'));

  await view(t('nav.settings'));
  await lookAt('sign-out', button(t('settings.signOut')), alertDialog);
  await lookAt('restore-backup', button(t('backup.restore')), alertDialog);
  await lookAt('shortcuts', button(t('settings.shortcuts')), dialog);
  await shown.keyboard.press('ControlOrMeta+k');
  await expect(dialog).toBeVisible();
  await shown.keyboard.type('a');
  await check('palette');
  await shown.keyboard.press('Escape');
  await shown.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await view(language === 'de' ? 'Mandanten' : 'Clients');
  await lookAt('more', button(t('common.more')), shown.getByRole('menu'));
  await lookAt('filter', button(t('list.filter')), shown.getByRole('menu'));
  await lookAt('display', button(t('list.display')), dialog);
  await button(t('common.more')).click();
  await shown.getByRole('menuitem', { name: t('list.import') }).click();
  // Not any dialog: the popover of the menu, which is on its way out, is one too.
  await expect(shown.getByRole('dialog', { name: /Import|importieren/ })).toBeVisible();
  await check('import');
  const file = path.join(folder, 'clients.csv');
  await writeFile(file, 'Name,E-mail,Status\nOne,nope,Active\nTwo,two@example.com,Prospect\n');
  await shown.locator('input[type=file]').setInputFiles(file);
  await expect(button(t('import.check'))).toBeVisible();
  await check('import-columns');
  await button(t('import.check')).click();
  await expect(shown.getByText(t('import.cellsInNotes', { count: 1 }))).toBeVisible();
  await check('import-plan');
  await shown.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await shown.getByRole('searchbox').fill(refused);
  await expect(shown.getByRole('grid').getByText(refused).first()).toBeVisible();
  await shown.getByRole('grid').focus();
  await shown.keyboard.press('ControlOrMeta+a');
  await lookAt('bulk-edit', button(t('bulk.edit')), dialog);
  await lookAt('bulk-delete', button(t('bulk.delete')), alertDialog);
  await shown.keyboard.press('Escape');

  await shown.getByRole('searchbox').fill(disputed);
  await shown.getByRole('grid').getByText(disputed).first().click();
  await expect(button(t('record.delete'))).toBeVisible();
  await check('detail-conflict');
  await lookAt('delete', button(t('record.delete')), alertDialog);
  for (const tab of [language === 'de' ? 'Aufträge' : 'Engagements', t('record.activity')]) {
    await shown.getByRole('tab', { name: tab }).click();
    await expect(shown.getByRole('tabpanel')).toBeVisible();
    await check(`tab-${tab}`);
  }
  const dueDate = language === 'de' ? 'Fällig am' : 'Due date';
  await view(language === 'de' ? 'Aufgaben' : 'Tasks');
  await shown.getByRole('grid').getByRole('row').nth(2).getByRole('gridcell').nth(1).click();
  await lookAt(
    'select',
    shown.getByRole('button', { name: language === 'de' ? /Priorität/ : /Priority/ }),
    shown.getByRole('listbox'),
  );
  await lookAt(
    'calendar',
    shown.getByRole('button', { name: t('field.openCalendar', { field: dueDate }) }),
    shown.getByRole('dialog'),
  );

  await view(language === 'de' ? 'Mandanten' : 'Clients');
  await shown.keyboard.press('ControlOrMeta+n');
  await expect(shown.getByText(t('list.discardDraft'), { exact: true })).toBeVisible();
  await check('new-record');
}
