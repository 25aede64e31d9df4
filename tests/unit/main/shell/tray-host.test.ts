import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { hasTrayHost } from '../../../../main/shell/tray-host.ts';
import { temporaryFolder } from '../support.ts';

const desktops = path.join(import.meta.dirname, '../../../support/desktops');
afterEach(() => vi.unstubAllEnvs());

test.skipIf(process.platform === 'win32')('a desktop is asked whether it shows tray icons', async () => {
  vi.stubEnv('PATH', `${desktops}/with-tray:${process.env.PATH}`);
  expect(await hasTrayHost('linux')).toBe(true);
  vi.stubEnv('PATH', `${desktops}/without-tray:${process.env.PATH}`);
  expect(await hasTrayHost('linux')).toBe(false);
});

test('a desktop that does not answer counts as one without a tray', async () => {
  vi.stubEnv('PATH', temporaryFolder());
  expect(await hasTrayHost('linux')).toBe(false);
});

test.each(['darwin', 'win32'] as const)('%s always has one', async (platform) => {
  expect(await hasTrayHost(platform)).toBe(true);
});
