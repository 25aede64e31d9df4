import { expect } from '@playwright/test';
import { v7 } from 'uuid';
import { invitationLink } from '#app/contract/invitation-link.ts';
import { signInResponseSchema } from '#app/contract/protocol.ts';
import { createHttpClient } from '../../server/conformance/http-client.ts';
import { invite, newAddress } from '../../server/conformance/invited.ts';
import { test } from './fixture.ts';
import { clients, createClient, openView, signIn, uniqueName, uploaded } from './steps.ts';

/** An owner's session at the sample firm, without an app. */
async function owner(url: string) {
  const http = createHttpClient(url);
  const body = { email: 'owner@sample.test', password: 'sample', deviceId: v7(), deviceName: 'owner' };
  const session = await http.read(signInResponseSchema, '/v1/session', { body });
  return { http, ana: { session } } as unknown as Parameters<typeof invite>[0];
}

test('whoever has a link joins the firm with a password of their own and sees its records', async ({
  openDesk,
  server,
}) => {
  const context = await owner(server.url);
  const email = newAddress();
  const { secret, code } = await invite(context, { name: 'Ines Invited', email, role: 'staff' });
  const link = invitationLink(server.url, context.ana.session.firm.id, secret);
  const { page } = await openDesk({ server: server.url });
  await page.getByRole('button', { name: 'I have an invitation' }).click();
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('textbox', { name: 'Link or code' });

  await field.fill('ferry://join?server=http%3A%2F%2Fevil.example&code=aaaaaaaaaaaaaaaa');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByRole('alert')).toContainText('https://');

  await field.fill(link);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog).toContainText(server.url);
  await dialog.getByRole('button', { name: 'Ask this server' }).click();
  await expect(dialog).toContainText('invites');
  await expect(dialog.getByLabel('Your name')).toHaveValue('Ines Invited');
  await dialog.getByLabel('Choose a password').fill('short');
  await dialog.getByRole('button', { name: 'Join' }).click();
  await expect(dialog.getByRole('alert')).toContainText('10');
  await dialog.getByLabel('Choose a password').fill('a password of hers');
  await dialog.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('link', { name: 'Clients' })).toBeVisible();
  await openView(page, 'Clients');
  await expect(page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1)).toBeVisible();

  const other = await openDesk({ server: server.url });
  await other.page.getByRole('button', { name: 'I have an invitation' }).click();
  await other.page.getByRole('textbox', { name: 'Link or code' }).fill(code);
  await other.page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
  await expect(other.page.getByRole('dialog').getByRole('alert')).toContainText('used already');
});

test('a link that the system opens shows its server before anything is sent, with and without a session', async ({
  openDesk,
  server,
}) => {
  const context = await owner(server.url);
  const { secret } = await invite(context, { name: 'Ines Invited', email: newAddress(), role: 'staff' });
  const link = invitationLink(server.url, 'another-firm', secret);
  const { page, app } = await openDesk({ server: server.url, switches: [link] });
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(server.url);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await signIn(page);
  // Emitted once this call is answered: the engine may collect the answer of a call that does much.
  await app.evaluate(({ app: electron }, argument) => {
    setImmediate(() => electron.emit('second-instance', {}, ['ferry', argument], '', null));
  }, link);
  await expect(dialog).toContainText('Go on only if you know this address');
});

test('an owner invites a colleague, who joins and works; removed, their work is handed over and can be undone', async ({
  openDesk,
  server,
}) => {
  const name = uniqueName('Handed over');
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  await openView(page, 'Settings');
  const people = page.getByRole('region', { name: 'People' });
  await people.getByRole('button', { name: 'Invite…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Nadia Newcomer');
  await dialog.getByLabel('Email').fill(newAddress());
  await dialog.getByRole('button', { name: 'Make the invitation' }).click();
  const link = await dialog.getByRole('textbox', { name: 'Link for the browser' }).inputValue();
  expect(link).toContain(`${server.url}/join#`);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(people).toContainText('invited · until');

  const second = await openDesk({ server: server.url });
  await second.page.getByRole('button', { name: 'I have an invitation' }).click();
  await second.page.getByLabel('Link or code').fill(link);
  await second.page.getByRole('button', { name: 'Continue' }).click();
  await second.page.getByRole('button', { name: 'Ask this server' }).click();
  await second.page.getByLabel('Choose a password').fill('a password of hers');
  await second.page.getByRole('button', { name: 'Join' }).click();
  await expect(second.page.getByRole('link', { name: 'Tasks' })).toBeVisible();
  await createClient(second.page, name);
  await uploaded(second.page, name);
  const [client] = await clients(second.page, name);
  const task = await second.page.evaluate(async (clientId) => {
    const session = await window.ferry.getSession();
    const ownerId = session.ok ? (session.value?.person.id ?? '') : '';
    const saved = await window.ferry.queueChange('clients', 'update', clientId, { ownerId });
    if (!saved.ok) throw new Error(saved.error.code);
    await window.ferry.syncToServer();
    return { id: clientId, assigneeId: ownerId };
  }, client?.id ?? '');

  await page.evaluate(() => window.ferry.syncToServer());
  await openView(page, 'Tasks');
  await openView(page, 'Settings');
  await expect(people).toContainText('1 open record');
  await people.getByRole('button', { name: 'Manage Nadia Newcomer' }).click();
  await dialog.getByRole('button', { name: 'Remove…' }).click();
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(dialog).toBeHidden();
  const assignee = () =>
    page.evaluate(async (id) => {
      const record = await window.ferry.getCachedEntity('clients', id);
      return record.ok ? record.value?.data.ownerId : null;
    }, task.id);
  expect(await assignee()).not.toBe(task.assigneeId);
  await expect(people.getByRole('button', { name: 'Manage Nadia Newcomer' })).toBeVisible();
  await expect(people).toContainText('removed');
  await second.page.evaluate(() => window.ferry.syncToServer());
  await expect(second.page.getByRole('heading', { level: 1 })).toContainText('Sign in');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(assignee).toBe(task.assigneeId);
});
