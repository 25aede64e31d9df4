import { expect } from '@playwright/test';
import { test } from './fixture.ts';
import { clients, createClient, fillSignIn, signIn, uniqueName, uploaded, upToDate } from './steps.ts';

test('work that a colleague left unsent is uploaded in another name only by a person who was informed', async ({
  openDesk,
  network,
}) => {
  const name = uniqueName('Left');
  const { page } = await openDesk({ server: network.url });
  await signIn(page);
  await upToDate(page);
  await network.goDown();
  await createClient(page, name);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  const leaving = page.getByRole('alertdialog');
  await leaving.getByRole('button', { name: 'Keep, locked' }).click();

  await network.comeUp();
  await fillSignIn(page, { email: 'staff@sample.test' });
  await expect(page.getByRole('alert')).toContainText('Olivia Brandt left 1 change on this computer');
  expect(await page.evaluate(() => window.ferry.getSession())).toEqual({ ok: true, value: null });

  await page.getByRole('button', { name: 'Sign in and upload in my name' }).click();
  await uploaded(page, name);
  const [record] = await clients(page, name);
  const trail = await page.evaluate((id) => window.ferry.getActivity('clients', id), record?.id ?? '');
  expect(trail).toMatchObject({ ok: true, value: { entries: [{ personName: 'Samir Haddad' }] } });
});
