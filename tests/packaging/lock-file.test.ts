import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

interface LockedPackage {
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly hasInstallScript?: boolean;
}

const root = path.join(import.meta.dirname, '../..');
const packageJson = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
const packages = new Map<string, LockedPackage>(Object.entries(lock.packages));

// npm leaves out platform packages that the registry does not have (yet), and npm ci then refuses its own lock file.
it('the lock file holds every package that another one names, for all platforms', () => {
  const missing = [...packages].flatMap(([location, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(name, location))
      .map((name) => `${name}, which ${location || 'package.json'} needs`),
  );
  expect(missing).toEqual([]);
});

it('every package with an install script is allowed or denied by name', () => {
  const named = Object.keys(packageJson.allowScripts);
  const unnamed = [...packages]
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([location]) => location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) => !named.includes(name));
  expect(unnamed).toEqual([]);
});

it('the installed app carries only what cannot be bundled', () => {
  expect(Object.keys(packageJson.dependencies).sort()).toEqual(['better-sqlite3', 'electron-updater']);
});

/** Looks where Node would: in the package's own node_modules, then in those of the folders around it. */
function isLocked(name: string, location: string): boolean {
  if (packages.has(location === '' ? `node_modules/${name}` : `${location}/node_modules/${name}`)) return true;
  if (location === '') return false;
  return isLocked(name, location.slice(0, Math.max(0, location.lastIndexOf('/node_modules/'))));
}
