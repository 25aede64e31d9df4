import { expect, type Page } from '@playwright/test';
import { colleagues } from './colleagues.ts';
import { test } from './fixture.ts';
import {
  clients,
  createClient,
  edit,
  field,
  grid,
  notice,
  openClient,
  signIn,
  syncNow,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

const hint = (page: Page) => page.getByText(/A colleague changed this/);
const kept = async (page: Page, name: string, fieldName: string) =>
  (await clients(page, name))[0]?.data[fieldName] ?? null;

test('two people who write notes for the same client at once both keep every word', async ({
  openDesk,
  network,
  server,
}) => {
  const name = uniqueName('Two pens');
  const { ana, ben } = await colleagues({ openDesk, network, server }, [name]);
  await field(ana.page, 'Notes').pressSequentially('Ana called');
  await edit(ben.page, 'Notes', 'Ben wrote to them');
  await upToDate(ben.page);
  // By key: the button would take the focus, and with it save.
  await ana.page.keyboard.press('ControlOrMeta+Shift+s');
  await expect(hint(ana.page)).toBeVisible();
  await field(ana.page, 'Notes').pressSequentially(' on Monday');
  await expect(hint(ana.page)).toContainText('Ben wrote to them');
  // As when another app comes to the front.
  await ana.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect.poll(() => kept(ana.page, name, 'notes')).toContain('Ana called on Monday');
  await uploaded(ana.page, name);
  await syncNow(ben.page);
  for (const { page } of [ana, ben]) {
    await expect.poll(() => kept(page, name, 'notes')).toContain('Ana called on Monday');
    expect(await kept(page, name, 'notes')).toContain('Ben wrote to them');
  }
});

test('what is still being typed when Ferry quits is there at the next start, as one’s own', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('Quits');
  const desk = await openDesk({ server: server.url });
  await signIn(desk.page);
  await createClient(desk.page, name);
  await edit(desk.page, 'City', 'Bath');
  await uploaded(desk.page, name);
  await field(desk.page, 'City').fill('Bristol');
  await field(desk.page, 'Tags').fill('year-end');
  await field(desk.page, 'Phone').pressSequentially('0117 496');
  await desk.quit();
  const { page } = await openDesk({ dataFolder: desk.dataFolder });
  await openClient(page, name);
  await expect(field(page, 'City')).toHaveValue('Bristol');
  await expect(field(page, 'Phone')).toHaveValue('0117 496');
  await expect(page.getByRole('row', { name: 'year-end' })).toBeVisible();
  expect((await clients(page, name))[0]?.data).toMatchObject({
    city: 'Bristol',
    phone: '0117 496',
    tags: ['year-end'],
  });
  await expect(hint(page)).toHaveCount(0);
  // Nor is anything of it left as a draft.
  const drafts = () =>
    page.evaluate(async () => {
      const session = await window.ferry.getSession();
      const drafts = await window.ferry.getDrafts('clients', (session.ok && session.value?.person.id) || '');
      return drafts.ok ? drafts.value : null;
    });
  await expect.poll(drafts).toEqual([]);
});

test('a new client whose name is still being typed when Ferry quits is saved, and once', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('New at quit');
  const desk = await openDesk({ server: server.url });
  await signIn(desk.page);
  await desk.page.getByRole('link', { name: 'Clients' }).click();
  await desk.page.getByRole('button', { name: 'New client' }).click();
  await field(desk.page, 'Name').pressSequentially(name);
  await desk.quit();
  const { page } = await openDesk({ dataFolder: desk.dataFolder });
  await openClient(page, name);
  await expect(page.getByText(/Not saved yet/)).toHaveCount(0);
  await expect(page.getByText(/not finished/)).toHaveCount(0);
  expect(await clients(page, name)).toHaveLength(1);
});

test('Escape first undoes what was typed, where it can be had again, and closes only then', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('Escape');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await edit(page, 'City', 'Bath');
  await expect.poll(() => kept(page, name, 'city')).toBe('Bath');
  await field(page, 'City').fill('Bristol');
  await page.keyboard.press('Escape');
  await expect(field(page, 'City')).toHaveValue('Bath');
  await expect(field(page, 'City')).toBeFocused();
  await notice(page, 'City: what you typed was undone').getByRole('button', { name: 'Undo' }).click();
  await expect(field(page, 'City')).toHaveValue('Bristol');
  await field(page, 'City').focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(field(page, 'City')).toHaveCount(0);
  expect(await kept(page, name, 'city')).toBe('Bath');
});

test('Escape saves notes, and closes only when they are saved', async ({ openDesk, server }) => {
  const name = uniqueName('Prose');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await field(page, 'Notes').fill('Three paragraphs');
  await page.keyboard.press('Escape');
  await expect(field(page, 'Notes')).toBeFocused();
  await expect.poll(() => kept(page, name, 'notes')).toBe('Three paragraphs');
  await page.keyboard.press('Escape');
  await expect(field(page, 'Notes')).toHaveCount(0);
  await expect(grid(page, 'Clients')).toBeFocused();
});

test('a key that belongs to the input method neither saves, nor undoes, nor closes', async ({ openDesk, server }) => {
  const name = uniqueName('Kanji');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  const composed = (label: string, key: string) =>
    field(page, label).evaluate((input, pressed) => {
      const options = { key: pressed, bubbles: true, cancelable: true, isComposing: true };
      input.dispatchEvent(new KeyboardEvent('keydown', options));
    }, key);
  await field(page, 'City').fill('きょう');
  await composed('City', 'Escape');
  await expect(field(page, 'City')).toHaveValue('きょう');
  await field(page, 'Tags').fill('けんさ');
  await composed('Tags', 'Enter');
  await composed('Tags', 'Escape');
  await expect(field(page, 'Tags')).toHaveValue('けんさ');
  await page.keyboard.press('Enter');
  await expect.poll(() => kept(page, name, 'tags')).toEqual(['けんさ']);
});

test('a tag that is too long stays in its field, with the reason', async ({ openDesk, server }) => {
  const name = uniqueName('Tags');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, name);
  await field(page, 'Tags').fill('x'.repeat(41));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Use at most 40 characters.')).toBeVisible();
  await expect(field(page, 'Tags')).toHaveValue('x'.repeat(41));
  await field(page, 'Tags').fill('vip, lead');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Tags')).toHaveValue('');
  await expect.poll(() => kept(page, name, 'tags')).toEqual(['lead', 'vip']);
});
