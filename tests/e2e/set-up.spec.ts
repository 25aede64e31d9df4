import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';
import { test } from './fixture.ts';

const projectFolder = path.join(import.meta.dirname, '../..');

test('the link that an empty server prints makes the firm and its first owner', async ({ openDesk, newFolder }) => {
  const args = ['server/index.ts', '--port', '0', '--db', path.join(await newFolder(), 'server.db')];
  const server = spawn(process.execPath, args, { cwd: projectFolder, stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    let link = '';
    for await (const line of createInterface({ input: server.stdout })) {
      link = /ferry:\S+/.exec(line)?.[0] ?? '';
      if (link !== '') break;
    }
    server.stdout.resume();
    const { page } = await openDesk({ server: new URL(link).searchParams.get('server') ?? '' });
    await page.getByRole('button', { name: 'I have an invitation' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Link or code').fill(link);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByRole('button', { name: 'Ask this server' }).click();
    await dialog.getByLabel('Name of the firm').fill('Nordwind');
    await dialog.getByLabel('Your name').fill('Olga');
    await dialog.getByLabel('Your email').fill('olga@nordwind.test');
    await dialog.getByLabel('Choose a password').fill('a password of hers');
    await dialog.getByRole('button', { name: 'Set up and sign in' }).click();
    await expect(page.getByRole('link', { name: 'Clients' })).toBeVisible();
    const session = await page.evaluate(() => window.ferry.getSession());
    expect(session).toMatchObject({ ok: true, value: { role: 'owner', firm: { name: 'Nordwind' } } });
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
});
