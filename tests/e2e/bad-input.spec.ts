import { expect } from '@playwright/test';
import { colleagues } from './colleagues.ts';
import { test } from './fixture.ts';
import {
  clientNames,
  clients,
  createClient,
  edit,
  field,
  fillSignIn,
  grid,
  openClient,
  openView,
  search,
  signIn,
  statusPill,
  syncNow,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

test.describe('what a person types', () => {
  test('a record without its required field is not saved, and not lost', async ({ openDesk, network }) => {
    const { page } = await openDesk({ server: network.url });
    await signIn(page);
    await openView(page, 'Clients');
    await page.getByRole('button', { name: 'New client' }).click();
    await edit(page, 'City', 'Nowhere yet');
    await expect(page.getByText('Not saved yet. Fill in Name.')).toBeVisible();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect(page.getByText('1 unfinished draft')).toBeVisible();
    expect(await clientNames(page, 'Nowhere yet')).toEqual([]);
  });

  test('an impossible value says what is wrong and stays in the field to be corrected', async ({
    openDesk,
    network,
  }) => {
    const name = uniqueName('Corrected');
    const { page } = await openDesk({ server: network.url });
    await signIn(page);
    await createClient(page, name);
    await edit(page, 'Email', 'not an address');
    await expect(page.getByRole('alert')).toContainText('Write an email address such as name@example.com.');
    await expect(field(page, 'Email')).toHaveValue('not an address');
    expect((await clients(page, name))[0]?.data.email).toBeNull();
    await edit(page, 'Email', 'office@example.com');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect.poll(async () => (await clients(page, name))[0]?.data.email).toBe('office@example.com');
  });

  test('a text of millions of characters is refused in words before the page lays it out', async ({
    openDesk,
    network,
  }) => {
    const name = uniqueName('Pasted');
    const { app, page } = await openDesk({ server: network.url });
    await signIn(page);
    await createClient(page, name);
    await field(page, 'Notes').fill('What stood here.');
    await app.evaluate(({ clipboard }) => clipboard.writeText('Five million. '.repeat(360_000)));
    await field(page, 'Notes').press('ControlOrMeta+v');
    await expect(page.getByRole('alert')).toContainText('A text of 5,040,000 characters was not put in');
    await expect(field(page, 'Notes')).toHaveValue('What stood here.');
    await app.evaluate(({ clipboard }) => clipboard.writeText(' And this.'));
    await field(page, 'Notes').press('ControlOrMeta+v');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await edit(page, 'City', 'Bath');
    await expect.poll(async () => (await clients(page, name))[0]?.data.notes).toBe('What stood here. And this.');
  });

  test('a negative fee and a day that does not exist are refused', async ({ openDesk, network }) => {
    const { page } = await openDesk({ server: network.url });
    await signIn(page);
    await openView(page, 'Engagements');
    await grid(page, 'Engagements').getByRole('row').nth(1).getByRole('gridcell').nth(1).click();
    await edit(page, 'Fee', '-5');
    await expect(page.getByRole('alert')).toContainText('An amount cannot be negative.');
    await edit(page, 'Due date', '2026-02-30');
    await expect(page.getByRole('alert').filter({ hasText: 'Write a day that exists' })).toBeVisible();
    expect(await pendingCount(page)).toBe(0);
  });

  test('a megabyte of notes is refused with the limit, and the text is kept', async ({ openDesk, network }) => {
    const name = uniqueName('Verbose');
    const { page } = await openDesk({ server: network.url });
    await signIn(page);
    await createClient(page, name);
    await uploaded(page, name);
    const megabyte = 'All work and no play. '.repeat(50_000);
    await edit(page, 'Notes', megabyte);
    await expect(page.getByRole('alert')).toContainText('Use at most 100,000 characters.');
    expect((await field(page, 'Notes').inputValue()).length).toBe(megabyte.length);
    expect((await clients(page, name))[0]?.data.notes).toBeNull();
    await edit(page, 'Notes', megabyte.slice(0, 100_000));
    await uploaded(page, name);
    expect((await clients(page, name))[0]?.data.notes).toHaveLength(100_000);
  });

  test('emoji and right-to-left names are synced unchanged', async ({ openDesk, network, server }) => {
    const mark = uniqueName('👩🏽‍💼');
    const name = `שלום العربية ${mark} ﷽ Ǻ`;
    const ana = await openDesk({ server: network.url });
    await signIn(ana.page);
    await createClient(ana.page, name);
    await uploaded(ana.page, mark);
    const ben = await openDesk({ server: server.url });
    await signIn(ben.page);
    await openClient(ben.page, name);
    expect(await clientNames(ben.page, 'العربية')).toContain(name);
  });
});

test('work under a parent that somebody else deleted is kept, and says what to do', async ({
  openDesk,
  network,
  server,
}) => {
  const name = uniqueName('Orphaned');
  const { ana, ben } = await colleagues({ openDesk, network, server }, [name]);

  await network.goDown();
  const [client] = await clients(ana.page, name);
  const title = uniqueName('Audit');
  const queued = await ana.page.evaluate(
    ([clientId, engagement]) =>
      window.ferry.queueChange('engagements', 'insert', crypto.randomUUID(), { title: engagement, clientId }),
    [client?.id ?? '', title] as const,
  );
  expect(queued).toMatchObject({ ok: true });
  await ben.page.getByRole('button', { name: 'Delete' }).click();
  await ben.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => clientNames(ben.page, name)).toEqual([]);
  await upToDate(ben.page);

  await network.comeUp();
  await syncNow(ana.page);
  await expect(statusPill(ana.page)).toContainText('needs attention');
  await openView(ana.page, 'Engagements');
  await search(ana.page, title);
  await expect(grid(ana.page, 'Engagements').getByText(title).first()).toBeVisible();
  await openView(ana.page, 'Sync centre');
  await expect(ana.page.getByRole('tab', { name: /Needs attention/ })).toContainText('1');
});

test.describe('a server that is none', () => {
  const portal = '<!doctype html><title>Hotel Wi-Fi</title><h1>Welcome! Please accept our terms.</h1>';

  test('sign-in says that no Ferry server answers there', async ({ openDesk, network }) => {
    network.answerEverythingWith(portal);
    const { page } = await openDesk({ server: network.url });
    await fillSignIn(page);
    await expect(page.getByText('not as a Ferry server')).toBeVisible();
  });

  test('a guest Wi-Fi’s page in the middle of work loses nothing', async ({ openDesk, network }) => {
    const name = uniqueName('Portal');
    const { page } = await openDesk({ server: network.url });
    await signIn(page);
    await upToDate(page);
    network.answerEverythingWith(portal);
    await createClient(page, name);
    await expect(statusPill(page)).toHaveText('Server unreachable · 1 change waiting to upload');
    network.answerEverythingWith(null);
    await syncNow(page);
    await uploaded(page, name);
    await upToDate(page);
  });

  test('an invalid address is reported, and plain http to elsewhere is refused', async ({ openDesk }) => {
    const { page } = await openDesk();
    await fillSignIn(page, { server: 'http://ferry.example.com' });
    await expect(page.getByRole('main')).toContainText(/https:\/\//);
    expect(await page.evaluate(() => window.ferry.getSession())).toEqual({ ok: true, value: null });
  });

  test('a wrong password is reported without revealing which half was wrong', async ({ openDesk, network }) => {
    const { page } = await openDesk({ server: network.url });
    await fillSignIn(page, { email: `nobody-${process.pid}@sample.test`, password: 'wrong' });
    await expect(page.getByRole('alert')).toContainText('Email and password do not match.');
  });
});

function pendingCount(page: import('@playwright/test').Page): Promise<unknown> {
  return page.evaluate(async () => {
    const status = await window.ferry.getStatus();
    return status.ok ? status.value.regions.counts.pending : null;
  });
}
