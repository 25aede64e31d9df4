import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { colleagues } from './colleagues.ts';
import { type Stage, test } from './fixture.ts';
import {
  clients,
  edit,
  field,
  notice,
  openClient,
  openView,
  press,
  statusPill,
  uniqueName,
  upToDate,
} from './steps.ts';

type Work = (page: Page, name: string) => Promise<void>;

/** Ana does `mine` to each client without a network, Ben `theirs` meanwhile; then Ana is online and in the sync centre. */
async function aDispute({ openDesk, network, server }: Stage, count: number, mine: Work, theirs: Work) {
  const names = Array.from({ length: count }, () => uniqueName('Dispute'));
  const { ana, ben } = await colleagues({ openDesk, network, server }, names);
  await network.goDown();
  for (const name of names) {
    await openClient(ana.page, name);
    await mine(ana.page, name);
    await openClient(ben.page, name);
    await theirs(ben.page, name);
  }
  await upToDate(ben.page);
  await network.comeUp();
  await expect(statusPill(ana.page)).toContainText(/\d conflicts? to decide/);
  await openView(ana.page, 'Sync centre');
  await ana.page.getByRole('tab', { name: 'Conflicts' }).click();
  return { ana: ana.page, ben: ben.page, names, name: names[0] ?? '' };
}

const taxId =
  (value: string): Work =>
  (page) =>
    edit(page, 'Tax ID', value);
/** A search may find others whose names are alike. */
const taxIdOf = async (page: Page, name: string) =>
  (await clients(page, name)).find(({ data }) => data.name === name)?.data.taxId;

test('a conflict is decided by key alone, opened again, and given a third value', async ({
  openDesk,
  network,
  server,
}) => {
  const { ana, ben, name } = await aDispute({ openDesk, network, server }, 1, taxId('GB-MINE'), taxId('GB-THEIRS'));
  await ana.getByRole('button', { name: 'Keep mine' }).focus();
  await ana.keyboard.press('Enter');
  await expect(ana.getByText('No conflicts', { exact: true })).toBeVisible();
  await expect(ana.getByRole('tab', { name: 'Conflicts' })).toBeFocused();
  await expect.poll(() => taxIdOf(ben, name)).toBe('GB-MINE');
  await notice(ana, 'Kept yours').getByRole('button', { name: 'Undo' }).focus();
  await ana.keyboard.press('Enter');
  await expect(ana.getByRole('cell', { name: 'GB-THEIRS' })).toBeVisible();
  await expect.poll(() => taxIdOf(ana, name)).toBe('GB-THEIRS');

  await ana.getByRole('button', { name: 'Edit…' }).focus();
  await ana.keyboard.press('Enter');
  const dialog = ana.getByRole('dialog', { name });
  await expect(dialog.getByRole('textbox', { name: 'Tax ID' })).toBeFocused();
  await expect(dialog.getByRole('textbox', { name: 'Tax ID' })).toHaveValue('GB-MINE');
  await ana.keyboard.press('Escape');
  await expect(ana.getByRole('button', { name: 'Edit…' })).toBeFocused();
  await ana.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: 'Tax ID' }).fill('GB-THIRD');
  await ana.keyboard.press('Enter');
  await expect(notice(ana, 'Kept your edit')).toBeVisible();
  await upToDate(ana);
  await expect.poll(() => taxIdOf(ben, name)).toBe('GB-THIRD');

  // Long after the message has gone: what was decided stays in sight, and can be decided anew.
  await ana.reload();
  const decided = ana.getByRole('region', { name: 'Decided in the last 7 days' });
  const row = decided.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText('Tax ID · Kept your edit');
  await row.getByRole('button', { name: 'Decide again' }).click();
  await expect(ana.getByRole('columnheader', { name: /^Mine/ })).toContainText('You, ');
  await expect(ana.getByRole('columnheader', { name: /^Theirs/ })).toContainText('Samir Haddad, ');
  await expect(row).toHaveCount(0);
  await expect.poll(() => taxIdOf(ben, name)).toBe('GB-THEIRS');
  for (const choice of ['Keep mine', 'Keep theirs']) {
    await expect(ana.getByRole('button', { name: choice })).toHaveClass(/button--plain/);
  }
});

test('several conflicts of a kind are decided at once, and opened again at once', async ({
  openDesk,
  network,
  server,
}) => {
  const { ana, ben, names } = await aDispute({ openDesk, network, server }, 2, taxId('GB-MINE'), taxId('GB-THEIRS'));
  const decideAll = async (choice: 'Keep mine' | 'Keep theirs') => {
    await ana.getByRole('checkbox', { name: 'Do the same for all 2 conflicts like this' }).first().check();
    await ana.getByRole('button', { name: choice }).first().click();
    await expect(ana.getByText('No conflicts', { exact: true })).toBeVisible();
  };
  const all = (page: Page) => Promise.all(names.map((name) => taxIdOf(page, name)));
  await decideAll('Keep mine');
  await expect.poll(() => all(ben)).toEqual(['GB-MINE', 'GB-MINE']);
  await notice(ana, '2 conflicts resolved').getByRole('button', { name: 'Undo' }).click();
  await expect(ana.getByRole('tab', { name: 'Conflicts' })).toContainText('2');
  await expect.poll(() => all(ben)).toEqual(['GB-THEIRS', 'GB-THEIRS']);
  await decideAll('Keep theirs');
  await upToDate(ana);
  expect(await all(ana)).toEqual(['GB-THEIRS', 'GB-THEIRS']);
});

test('a deletion that met an edit says so on both sides, and is decided', async ({ openDesk, network, server }) => {
  const remove: Work = async (page) => {
    await press(page, 'Delete');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  };
  const { ana, ben, name } = await aDispute({ openDesk, network, server }, 1, remove, (page) =>
    edit(page, 'City', 'Leeds'),
  );
  const row = ana.getByRole('row', { name: /The whole record/ });
  await expect(row.getByRole('cell').nth(1)).toHaveText('Deleted');
  await expect(row.getByRole('cell').nth(2)).toContainText('Edited and kept');
  await press(ana, 'Keep mine');
  await upToDate(ana);
  await expect.poll(async () => (await clients(ben, name)).length).toBe(0);
});

test('whoever was first is told that their value was not kept, in the record and the sync centre, and puts it back', async ({
  openDesk,
  network,
  server,
}) => {
  const city =
    (value: string): Work =>
    (page) =>
      edit(page, 'City', value);
  const { ana, ben, name } = await aDispute({ openDesk, network, server }, 1, city('York'), city('Leeds'));
  await expect(statusPill(ben)).toContainText('1 conflict to decide');
  await openClient(ben, name);
  await expect(field(ben, 'City')).toHaveValue('York');
  await expect(ben.locator('[data-conflict]')).toContainText('City');
  await expectAccessible(ben, 'record in which a value was not kept');
  await openView(ben, 'Sync centre');
  await ben.getByRole('tab', { name: 'Conflicts' }).click();
  await expect(ben.getByRole('columnheader', { name: /^Theirs/ })).toContainText('Olivia Brandt, ');
  await press(ben, 'Keep mine');
  await expect(ben.getByText('No conflicts', { exact: true })).toBeVisible();
  await expect.poll(async () => (await clients(ana, name))[0]?.data.city).toBe('Leeds');
});

test('an edit that arrives in the field one types in is shown beside it, to be taken or not', async ({
  openDesk,
  network,
  server,
}) => {
  const name = uniqueName('Arrives');
  const { ana, ben } = await colleagues({ openDesk, network, server }, [name]);
  await field(ana.page, 'City').pressSequentially('Bris');
  await edit(ben.page, 'City', 'Leeds');
  await upToDate(ben.page);
  const hint = ana.page
    .getByRole('note')
    .filter({ hasText: 'A colleague changed this to “Leeds” while you were typing.' });
  await expect(hint).toBeVisible();
  await expect(field(ana.page, 'City')).toHaveValue('Bris');
  await hint.getByRole('button', { name: 'Use that' }).click();
  await expect(field(ana.page, 'City')).toHaveValue('Leeds');
  await expect(hint).toBeHidden();
  expect((await clients(ana.page, name))[0]?.data.city).toBe('Leeds');
});

test('a field in conflict is marked in its record, and leads to the decision', async ({
  openDesk,
  network,
  server,
}) => {
  const { ana, name } = await aDispute({ openDesk, network, server }, 1, taxId('GB-ONE'), taxId('GB-OTHER'));
  await openClient(ana, name);
  const marked = ana.locator('.field', { hasText: 'You and a colleague saved different values.' });
  await expect(marked).toHaveCount(1);
  await expect(marked).toContainText('Tax ID');
  await marked.getByRole('button', { name: 'Decide' }).click();
  await expect(ana.getByRole('button', { name: 'Keep mine' })).toBeVisible();
});
