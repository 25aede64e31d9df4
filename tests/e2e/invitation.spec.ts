import { expect } from '@playwright/test';
import { v7 } from 'uuid';
import { invitationLink } from '#app/contract/invitation-link.ts';
import { signInResponseSchema } from '#app/contract/protocol.ts';
import { createHttpClient } from '../../server/conformance/http-client.ts';
import { invite, newAddress } from '../../server/conformance/invited.ts';
import { test } from './fixture.ts';
import { openView, signIn } from './steps.ts';

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
  await app.evaluate(
    ({ app: electron }, [argument]) => electron.emit('second-instance', {}, ['ferry', argument ?? ''], '', null),
    [link],
  );
  await expect(dialog).toContainText('Go on only if you know this address');
});
