import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../e2e/fixture.ts';
import { grid, openView, signIn } from '../e2e/steps.ts';
import { launchPackedApp } from './packed-app.ts';

const folder = path.join(import.meta.dirname, '../../release/for-tests');

function debFile(): string {
  const name = existsSync(folder) ? readdirSync(folder).find((each) => each.endsWith('.deb')) : undefined;
  if (name === undefined) throw new Error('There is no deb: npm run release:check');
  return path.join(folder, name);
}

test('the deb carries an app that a desktop finds, that opens our links and starts', async ({ server, newFolder }) => {
  const installed = await newFolder();
  execFileSync('dpkg-deb', ['--extract', debFile(), installed]);
  const at = (name: string) => path.join(installed, name);
  const field = (name: string) => execFileSync('dpkg-deb', ['--field', debFile(), name], { encoding: 'utf8' }).trim();
  const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8'));
  expect([field('Package'), field('Version')]).toEqual(['ferry', version.replace('-', '~')]);

  const entry = readFileSync(at('usr/share/applications/ferry.desktop'), 'utf8');
  for (const line of ['Name=Ferry', 'Exec=/opt/Ferry/ferry %U', 'StartupWMClass=ferry'])
    expect(entry.split('\n')).toContain(line);
  expect(entry).toMatch(/^MimeType=x-scheme-handler\/ferry;$/m);
  for (const size of [16, 32, 48, 128, 256, 512])
    expect(existsSync(at(`usr/share/icons/hicolor/${size}x${size}/apps/ferry.png`))).toBe(true);
  // By which the app knows that a package manager replaces it.
  expect(readFileSync(at('opt/Ferry/resources/package-type'), 'utf8')).toBe('deb');

  const switches = [`--user-data-dir=${await newFolder()}`, `--server=${server.url}`];
  const app = await launchPackedApp(switches, { executable: at('opt/Ferry/ferry') });
  await signIn(app.page);
  await openView(app.page, 'Clients');
  await expect(grid(app.page, 'Clients')).toHaveAttribute('aria-rowcount', /^[1-9]/);
  await app.quit();
});
