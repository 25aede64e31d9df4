import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { hasKeyring, startKeyring } from '../support/keyring.ts';
import { test } from './fixture.ts';
import { createClient, signIn, syncNow, uniqueName, uploaded, upToDate } from './steps.ts';

if (hasKeyring) {
  test('where the system can encrypt, the next start is signed in, and the token lies on disk encrypted', async ({
    openDesk,
    network,
  }) => {
    const keyring = await startKeyring();
    try {
      const withKeyring = { env: keyring.env, switches: ['--password-store=gnome-libsecret'] };
      const first = await openDesk({ server: network.url, ...withKeyring });
      await signIn(first.page);
      await upToDate(first.page);
      await first.quit();

      const files = readdirSync(first.dataFolder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
      expect(files.map(({ name }) => name)).toContain('credentials.bin');
      const tokens = [...network.tokens()];
      expect(tokens.length).toBeGreaterThan(0);
      for (const file of files) {
        const content = readFileSync(path.join(file.parentPath, file.name));
        expect
          .soft(
            tokens.some((token) => content.includes(token)),
            file.name,
          )
          .toBe(false);
      }

      const name = uniqueName('Remembered');
      const second = await openDesk({ dataFolder: first.dataFolder, ...withKeyring });
      await createClient(second.page, name);
      await syncNow(second.page);
      await uploaded(second.page, name);
      await second.quit();
    } finally {
      await keyring.dispose();
    }
  });
}
