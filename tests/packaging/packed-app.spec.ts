import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect } from '@playwright/test';
import { resolveElectron } from '../../tools/electron-runtime/index.ts';
import { headingOf } from '../../tools/shipped/notices.ts';
import { packedWhole, shippedPackages } from '../../tools/shipped/packages.ts';
import { test } from '../e2e/fixture.ts';
import { grid, openView, signIn, statusPill } from '../e2e/steps.ts';
import { launchPackedApp, packedExecutable, packedFolder, packedResources } from './packed-app.ts';

/**
 * What a person downloads and keeps. Electron is most of it, so what we add is counted apart; the languages that are left out
 * of it make up for the package. The window's own JavaScript has its budget in tests/support/renderer-size.ts.
 */
const BUDGET_MB = { package: 8, addedToElectron: 0, installed: 400, mainJavaScript: 1.2 };

const projectFolder = path.join(import.meta.dirname, '../..');

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

test('the list of what is shipped, and the notices, name exactly what the packed app carries', () => {
  const archive = path.join(packedResources(), 'app.asar');
  const manifests = listPackage(archive, { isPack: false })
    .map((file) => file.replaceAll('\\', '/').replace(/^\//, ''))
    .filter((file) => /(^|\/)node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file));
  const carried = manifests.map((file) => {
    const { name, version } = JSON.parse(extractFile(archive, file).toString('utf8'));
    return `${name} ${version}`;
  });
  const whole = packedWhole(projectFolder).map(headingOf);
  expect(carried.sort()).toEqual(whole.sort());
  const notices = extractFile(archive, 'dist/third-party-notices.txt').toString('utf8');
  for (const each of shippedPackages(projectFolder)) expect(notices).toContain(`\n${headingOf(each)} (`);
  // One more is the font, which is no package.
  expect(notices).toContain('\nInter Variable (OFL-1.1)');
  expect(notices.match(/^-{80}$/gm)).toHaveLength(shippedPackages(projectFolder).length + 1);

  execFileSync(process.execPath, ['tools/sbom.ts'], { cwd: projectFolder });
  const { version } = JSON.parse(extractFile(archive, 'package.json').toString('utf8'));
  const bill = JSON.parse(readFileSync(path.join(projectFolder, `release/Ferry-${version}.cdx.json`), 'utf8'));
  const listed = bill.components.map(headingOf);
  expect(listed.sort()).toEqual(shippedPackages(projectFolder).map(headingOf).sort());
});

test('the packed app carries what it runs and nothing else', () => {
  const files = listPackage(path.join(packedResources(), 'app.asar'), { isPack: false });
  const roots = new Set(files.map((file) => file.split(/[\\/]/)[1]));
  expect([...roots].sort()).toEqual(['dist', 'migrations', 'node_modules', 'package.json']);
  expect(files.filter((file) => /\.(map|ts|tsx)$/.test(file))).toEqual([]);
  expect(existsSync(path.join(packedResources(), 'default_app.asar'))).toBe(false);
});

test('the packed app stays within its size', async () => {
  const megabytes = (folder: string, isCounted: (file: string) => boolean = () => true) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && isCounted(path.join(entry.parentPath, entry.name)))
      .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size / 1024 ** 2, 0);
  const { executablePath } = await resolveElectron();
  const isMac = process.platform === 'darwin';
  const runtime = megabytes(isMac ? path.resolve(executablePath, '../../..') : path.dirname(executablePath));
  const installed = megabytes(isMac ? path.join(packedFolder(), 'Ferry.app') : packedFolder());
  const package_ = megabytes(packedResources(), (file) => file.includes('app.asar'));
  const main = megabytes('dist/main', (file) => file.endsWith('.js'));
  const measured = { package: package_, addedToElectron: installed - runtime, installed, mainJavaScript: main };
  test.info().annotations.push({ type: 'MB', description: JSON.stringify(measured) });
  for (const [what, budget] of Object.entries(BUDGET_MB)) {
    const size = measured[what as keyof typeof measured];
    expect(size, `${what}: ${size.toFixed(1)} of ${budget} MB`).toBeLessThanOrEqual(budget);
  }
});
