import { existsSync } from 'node:fs';
import path from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect } from '@playwright/test';
import { test } from '../e2e/fixture.ts';
import { grid, openView, signIn, statusPill } from '../e2e/steps.ts';
import { launchPackedApp, packedExecutable, packedResources } from './packed-app.ts';

test('the packed app starts, signs in and shows the clients of the firm', async ({ server, newFolder }) => {
  const folder = await newFolder();
  const app = await launchPackedApp([`--user-data-dir=${folder}`, `--server=${server.url}`]);
  await signIn(app.page);
  await openView(app.page, 'Clients');
  await expect(grid(app.page, 'Clients')).toHaveAttribute('aria-rowcount', /^[1-9]/);
  await expect(statusPill(app.page)).toHaveText('Up to date');
  await app.quit();
  expect(existsSync(path.join(folder, 'ferry.db'))).toBe(true);
});

test('the packed app cannot be used to run other code', async () => {
  const fuses = await getCurrentFuseWire(packedExecutable());
  const enabled = Object.values(FuseV1Options)
    .filter((option): option is FuseV1Options => typeof option === 'number')
    .filter((option) => fuses[option] === FuseState.ENABLE)
    .map((option) => FuseV1Options[option]);
  expect(enabled.sort()).toEqual([
    'EnableCookieEncryption',
    'EnableEmbeddedAsarIntegrityValidation',
    'OnlyLoadAppFromAsar',
  ]);
});

test('the packed app carries what it runs and nothing else', () => {
  const files = listPackage(path.join(packedResources(), 'app.asar'), { isPack: false });
  const roots = new Set(files.map((file) => file.split(/[\\/]/)[1]));
  expect([...roots].sort()).toEqual(['dist', 'migrations', 'node_modules', 'package.json']);
  expect(files.filter((file) => /\.(map|ts|tsx)$/.test(file))).toEqual([]);
  expect(existsSync(path.join(packedResources(), 'default_app.asar'))).toBe(false);
});
