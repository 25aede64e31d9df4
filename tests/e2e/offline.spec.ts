import { expect } from '@playwright/test';
import { colleagues } from './colleagues.ts';
import { test } from './fixture.ts';
import {
  clientNames,
  clients,
  createClient,
  edit,
  field,
  openClient,
  signIn,
  signInAgain,
  statusPill,
  syncNow,
  uniqueName,
  uploaded,
  upToDate,
} from './steps.ts';

test('an edit made offline outlives a restart, is uploaded when the network is back, and reaches a second desk', async ({
  openDesk,
  network,
  server,
}) => {
  const name = uniqueName('Offline');
  const ana = await openDesk({ server: network.url });
  await signIn(ana.page);
  await upToDate(ana.page);

  await network.goDown();
  await createClient(ana.page, name);
  await edit(ana.page, 'Phone', '+44 20 7946 0000');
  await expect(statusPill(ana.page)).toContainText('Server unreachable · 2 changes waiting to upload');
  await ana.quit();

  const later = await openDesk({ dataFolder: ana.dataFolder });
  await openClient(later.page, name);
  await expect(field(later.page, 'Phone')).toHaveValue('+44 20 7946 0000');
  await expect(statusPill(later.page)).toContainText('waiting to upload');

  await network.comeUp();
  await signInAgain(later.page);

  const ben = await openDesk({ server: server.url });
  await signIn(ben.page, { email: 'staff@sample.test' });
  await openClient(ben.page, name);
  await expect(field(ben.page, 'Phone')).toHaveValue('+44 20 7946 0000');
});

test('the status turns within seconds when the server stops, though nothing is being saved', async ({
  openDesk,
  network,
}) => {
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  await network.goDown();
  await expect(statusPill(page)).toContainText('Server unreachable', { timeout: 10_000 });
  await network.comeUp();
  await upToDate(page);
});

test('the upload starts by itself when the server answers again', async ({ openDesk, network, server }) => {
  const name = uniqueName('By itself');
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await network.goDown();
  await createClient(page, name);
  await expect(statusPill(page)).toContainText('1 change waiting to upload');
  await network.comeUp();
  await uploaded(page, name);
  const second = await openDesk({ server: server.url });
  await signIn(second.page);
  await upToDate(second.page);
  expect(await clientNames(second.page, name)).toEqual([name]);
});

test('two desks that edit different fields of one record both keep their edit', async ({
  openDesk,
  network,
  server,
}) => {
  const name = uniqueName('Both');
  const { ana, ben } = await colleagues({ openDesk, network, server }, [name]);

  await network.goDown();
  await edit(ana.page, 'Phone', '+44 20 7946 0111');
  await edit(ben.page, 'City', 'Tromsø');
  await uploaded(ben.page, name);
  await network.comeUp();
  await syncNow(ana.page);

  for (const { page } of [ana, ben]) {
    await expect(field(page, 'City')).toHaveValue('Tromsø');
    await expect(field(page, 'Phone')).toHaveValue('+44 20 7946 0111');
    await upToDate(page);
  }
});

test('an upload whose answer is lost is repeated, and applied once', async ({ openDesk, network, server }) => {
  const name = uniqueName('Once');
  const ana = await openDesk({ server: network.url });
  await signIn(ana.page);
  await upToDate(ana.page);
  const roundsBefore = network.requestsTo('/v1/sync');
  network.loseNextAnswer('/v1/sync');
  await createClient(ana.page, name);
  await uploaded(ana.page, name);
  expect(network.lostAnswers()).toBe(1);
  expect(network.requestsTo('/v1/sync')).toBeGreaterThanOrEqual(roundsBefore + 2);

  const ben = await openDesk({ server: server.url });
  await signIn(ben.page);
  await upToDate(ben.page);
  expect(await clientNames(ben.page, name)).toEqual([name]);
  const [record] = await clients(ben.page, name);
  const trail = await ben.page.evaluate(async (id) => window.ferry.getActivity('clients', id), record?.id ?? '');
  expect(trail).toMatchObject({ ok: true, value: { entries: [{ operation: 'insert' }] } });
});

test('an app killed right after an edit still has it', async ({ openDesk, network }) => {
  const name = uniqueName('Killed');
  const first = await openDesk({ server: network.url });
  await signIn(first.page);
  await network.goDown();
  await createClient(first.page, name);
  await field(first.page, 'City').fill('Bergen');
  await field(first.page, 'City').press('Tab');
  // Saved is what the desk says is saved; only then may the power go.
  await expect(first.page.getByRole('region', { name: 'Messages' })).toContainText('saved on this computer');
  await expect.poll(async () => (await clients(first.page, name))[0]?.data.city).toBe('Bergen');
  await first.kill();

  const second = await openDesk({ dataFolder: first.dataFolder });
  await openClient(second.page, name);
  await expect(field(second.page, 'City')).toHaveValue('Bergen');
  await expect(statusPill(second.page)).toContainText('waiting to upload');
});
