import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { test } from './fixture.ts';
import { picture, resize, setTheme } from './pictures.ts';
import {
  clientNames,
  clients,
  createClient,
  edit,
  field,
  fillSignIn,
  grid,
  openView,
  press,
  signIn,
  signInAgain,
  statusPill,
  uniqueName,
  upToDate,
} from './steps.ts';

/** Three that pin it, and seven pages of the sample's records. */
const REQUESTS_OF_A_FILL = 10;
const counts = (page: Page) => page.evaluate(() => window.ferry.countRecords());

test('a first fill goes on after the app was killed in the middle of it', async ({ openDesk, network, server }) => {
  const first = await openDesk({ server: network.url });
  await fillSignIn(first.page);
  // One page of one record a table pins the fill; the next is the first that brings records.
  await expect.poll(() => network.requestsTo('/v1/snapshot'), { intervals: [1] }).toBeGreaterThan(3);
  await first.kill();
  const before = network.requestsTo('/v1/snapshot');

  const second = await openDesk({ dataFolder: first.dataFolder });
  await signInAgain(second.page);
  const other = await openDesk({ server: server.url });
  await signIn(other.page);
  await upToDate(other.page);
  expect(await counts(second.page)).toEqual(await counts(other.page));
  expect(network.requestsTo('/v1/snapshot') - before).toBeLessThan(REQUESTS_OF_A_FILL);
});

/** So that clients and engagements are here and the tasks are still on their way. */
const PAGES_BEFORE_TASKS = 5;

test('one works while the first fill is still under way; what was saved goes up, and the rest arrives', async ({
  openDesk,
  network,
  server,
}) => {
  const name = uniqueName('Early');
  const goOn = network.holdUp('/v1/snapshot', PAGES_BEFORE_TASKS);
  const desk = await openDesk({ server: network.url });
  const { page } = desk;
  await resize(desk, 1280, 800);
  await fillSignIn(page);
  await expect(page.getByRole('heading', { name: 'Welcome, Olivia Brandt' })).toBeVisible();
  await expect(statusPill(page)).toHaveText(/First download: 2\d\d of 1,\d\d\d/);
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(page.getByText(/\d\d clients, 1\d\d engagements and 0 tasks/)).toBeVisible();
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    await expectAccessible(page, `welcome, ${theme}`);
    await picture(page, `welcome-${theme}`);
  }
  const overdue = page.getByRole('region', { name: 'Tasks: overdue' });
  await expect(overdue).toContainText('Nothing so far: your firm’s records are still arriving.');

  await openView(page, 'Clients');
  await grid(page, 'Clients').getByRole('row').nth(2).click();
  const edited = await field(page, 'Name').inputValue();
  await edit(page, 'City', name);
  await createClient(page, name);
  await expect.poll(async () => (await clients(page, name)).map(({ badge }) => badge)).toEqual(['pending', 'pending']);
  await expect(statusPill(page)).toContainText('First download');

  goOn();
  await upToDate(page);
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(overdue.locator('.overview-card__total')).not.toHaveText('0');
  await expect(page.getByText('still arriving')).toHaveCount(0);
  const ben = await openDesk({ server: server.url });
  await signIn(ben.page, { email: 'staff@sample.test' });
  await upToDate(ben.page);
  expect((await clientNames(ben.page, name)).sort()).toEqual([edited, name].sort());
  expect(await counts(page)).toEqual(await counts(ben.page));
});

test('after the first fill one chooses how Ferry stays, and that is so after a restart', async ({
  openDesk,
  server,
}) => {
  const { page, dataFolder, quit } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  const stays = page.getByRole('switch', { name: 'Keep syncing in the background' });
  const login = page.getByRole('switch', { name: 'Open Ferry when I log in' });
  const [stayed, opened] = [await stays.isChecked(), await login.isChecked()];
  await stays.locator('xpath=ancestor-or-self::label').click();
  await login.locator('xpath=ancestor-or-self::label').click();
  await press(page, 'Start working');
  await expect(page.getByRole('heading', { name: 'Welcome, Olivia Brandt' })).toBeHidden();
  await quit();

  const again = await openDesk({ dataFolder });
  await expect(again.page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await expect(again.page.getByRole('heading', { name: 'Welcome, Olivia Brandt' })).toBeHidden();
  await openView(again.page, 'Settings');
  await expect(again.page.getByRole('switch', { name: 'Keep syncing in the background' })).toBeChecked({
    checked: !stayed,
  });
  await expect(again.page.getByRole('switch', { name: 'Open Ferry when I log in' })).toBeChecked({ checked: !opened });
});
