import { hostname } from 'node:os';
import { expect } from '@playwright/test';
import { test } from './fixture.ts';
import {
  addAndOpen,
  clients,
  createClient,
  edit,
  field,
  grid,
  openView,
  press,
  signIn,
  syncNow,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

test('the activity of a record says who, where and when, and an earlier state comes back', async ({
  openDesk,
  server,
}) => {
  const startedAtMs = Date.now();
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  const name = uniqueName('Trail');
  await createClient(page, name);
  await edit(page, 'City', 'Bremen');
  await upToDate(page);
  await edit(page, 'City', 'Kiel');
  await upToDate(page);
  await page.getByRole('tab', { name: 'Activity' }).click();
  const entries = page.getByRole('listitem').filter({ hasText: 'Olivia Brandt' });
  await expect(entries.first()).toContainText('Olivia Brandt changed City');
  await expect(entries.first()).toContainText('Bremen');
  await expect(entries.first()).toContainText('Kiel');
  await expect(entries.first()).toContainText(`on ${hostname()}`);
  const acknowledgedAt = await entries.first().getByRole('time').getAttribute('datetime');
  expect(Date.parse(acknowledgedAt ?? '')).toBeGreaterThanOrEqual(startedAtMs);
  expect(Date.parse(acknowledgedAt ?? '')).toBeLessThanOrEqual(Date.now());
  await expect(entries.last()).toContainText('Olivia Brandt created this');
  await entries.last().getByRole('button', { name: 'Restore this state' }).click();
  await expect(page.getByText('Earlier state restored')).toBeVisible();
  const city = async () => (await clients(page, name))[0]?.data.city;
  await expect.poll(city).not.toBe('Kiel');
  await page.getByText('Earlier state restored').locator('..').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(city).toBe('Kiel');
  await syncNow(page);
  await upToDate(page);
});

test('without a network the activity shows what waits and what this computer uploaded', async ({
  openDesk,
  network,
}) => {
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  const name = uniqueName('Offline trail');
  await createClient(page, name);
  await uploaded(page, name);
  await network.goDown();
  await edit(page, 'City', 'Bremen');
  await page.getByRole('tab', { name: 'Activity' }).click();
  const waiting = page.getByRole('list', { name: 'Waiting to upload' }).getByRole('listitem');
  await expect(waiting).toHaveCount(1);
  await expect(waiting).toContainText('You changed City');
  await expect(waiting).toContainText('Bremen');
  await expect(waiting).toContainText(/Saved here .*, waiting to upload/);
  await expect(page.getByText(/This much this computer uploaded itself/)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'You created this' })).toContainText(
    /Uploaded .* from this computer/,
  );
  await network.comeUp();
  await syncNow(page);
  await expect(waiting).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: 'Olivia Brandt changed City' })).toBeVisible();
});

test('without a network the activity has everything that this computer uploaded, a page at a time', async ({
  openDesk,
  network,
}) => {
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  const name = uniqueName('Long trail');
  await createClient(page, name);
  await uploaded(page, name);
  const [client] = await clients(page, name);
  await page.evaluate(async (id) => {
    for (let turn = 1; turn <= 21; turn += 1) {
      await window.ferry.queueChange('clients', 'update', id, { city: `City ${turn}` });
      await window.ferry.syncToServer();
    }
  }, client?.id ?? '');
  await network.goDown();
  await page.getByRole('tab', { name: 'Activity' }).click();
  const own = page.getByRole('tabpanel').getByRole('listitem');
  await expect(own).toHaveCount(20);
  await expect(own.first()).toContainText('City 21');
  await press(page, 'Show older');
  await expect(own).toHaveCount(22);
  await expect(own.last()).toContainText('You created this');
  await expect(page.getByRole('button', { name: 'Show older' })).toHaveCount(0);
});

test('notes are plain Markdown: written as text, read as it is meant, nothing in them runs', async ({
  openDesk,
  server,
}) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await createClient(page, uniqueName('Notes'));
  await edit(page, 'Notes', '# Call back\n\n- **Monday**\n- <img src=x onerror="document.title=1">\n');
  await page.getByRole('button', { name: 'Preview' }).click();
  const read = page.locator('.markdown');
  await expect(read.getByRole('heading', { name: 'Call back' })).toBeVisible();
  await expect(read.getByRole('listitem').first().locator('strong')).toHaveText('Monday');
  await expect(read.getByText('<img src=x')).toBeVisible();
  await expect(read.locator('img')).toHaveCount(0);
});

test('dates and money are read and written as the person’s country does', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  const name = uniqueName('Money');
  await createClient(page, name);
  await page.getByRole('tab', { name: 'Engagements' }).click();
  await addAndOpen(page, 'engagement', `${name} audit`);
  await edit(page, 'Fee', '1,250.5');
  await edit(page, 'Due date', '31/3/2027');
  const saved = () =>
    page.evaluate(async (search) => {
      const found = await window.ferry.listRecords('engagements', { search }, { limit: 1 });
      const { fee, dueDate } = (found.ok ? found.value.rows[0]?.data : undefined) ?? {};
      return { fee, dueDate };
    }, name);
  await expect.poll(saved).toEqual({ fee: 125_050, dueDate: '2027-03-31' });
  await expect(field(page, 'Fee')).toHaveValue('1,250.50');
  await page.evaluate(() => window.ferry.updateSettings({ language: 'de' }));
  // The language is the person's choice; numbers and days stay those of the system's region (region.spec.ts).
  await expect(field(page, 'Honorar')).toHaveValue('1,250.50');
  await expect(field(page, 'Fällig am')).toHaveValue('31/03/2027');
});

test('Enter saves a field, Escape undoes what was typed', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  const name = uniqueName('Keys');
  await createClient(page, name);
  const city = async () => (await clients(page, name))[0]?.data.city ?? null;
  await field(page, 'City').fill('Bremen');
  await page.keyboard.press('Enter');
  await expect.poll(city).toBe('Bremen');
  await field(page, 'City').fill('Kiel');
  await page.keyboard.press('Escape');
  await expect.poll(city).toBe('Bremen');
});

test('the tab that is open stays open from record to record, and Enter steps into it', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await upToDate(page);
  await openView(page, 'Clients');
  await grid(page, 'Clients').getByRole('row').nth(1).click();
  const title = page.getByRole('heading', { level: 2 });
  const first = await title.textContent();
  const activity = page.getByRole('tab', { name: 'Activity' });
  await activity.click();
  await grid(page, 'Clients').focus();
  await page.keyboard.press('j');
  await expect(title).not.toHaveText(first ?? '');
  await expect(activity).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('k');
  await expect(title).toHaveText(first ?? '');
  await expect(activity).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(activity).toBeFocused();

  // A new record has nothing but its fields.
  await page.keyboard.press('ControlOrMeta+n');
  await expect(page.getByRole('heading', { name: 'New client' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Details' })).toHaveAttribute('aria-selected', 'true');
});
