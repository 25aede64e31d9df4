import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** An npm package contained in a built app. */
export interface ShippedPackage {
  name: string;
  version: string;
  license: string;
  /** Its folder in this checkout. */
  folder: string;
}

/** Shipped, though not in the lock file's production tree. */
const RUNTIME = 'electron';

/**
 * What is shipped, by name: packages bundled into `dist` (from its source maps), those packed whole as `node_modules`,
 * and Electron. Needs an existing build.
 */
export function shippedPackages(projectFolder: string): ShippedPackage[] {
  const folders = new Set([...bundled(projectFolder), ...packedWhole(projectFolder).map(({ folder }) => folder)]);
  folders.add(path.join(projectFolder, 'node_modules', RUNTIME));
  return packagesIn([...folders]);
}

/** The packages in these folders, by name. */
export function packagesIn(folders: readonly string[]): ShippedPackage[] {
  const packages = [...new Set(folders)].map(read);
  return packages.sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1));
}

/** The `dependencies` and their dependencies, from the lock file: electron-builder packs them unchanged. */
export function packedWhole(projectFolder: string): ShippedPackage[] {
  const lock = JSON.parse(readFileSync(path.join(projectFolder, 'package-lock.json'), 'utf8'));
  const entries = Object.entries<{ dev?: boolean; devOptional?: boolean }>(lock.packages);
  return entries
    .filter(([place, { dev, devOptional }]) => place !== '' && !dev && !devOptional)
    .map(([place]) => path.join(projectFolder, place))
    .filter((folder) => existsSync(folder))
    .map(read);
}

/** Folders of the packages whose files were bundled into `dist`. */
function bundled(projectFolder: string): string[] {
  const dist = path.join(projectFolder, 'dist');
  const maps = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.map'));
  if (maps.length === 0) throw new Error('Nothing is built: npm run build');
  const sources = maps.flatMap((name) => {
    const map: { sources: (string | null)[] } = JSON.parse(readFileSync(path.join(dist, name), 'utf8'));
    return map.sources.flatMap((source) => packageIn(source ?? '') ?? []);
  });
  return [...new Set(sources)].map((place) => path.join(projectFolder, place));
}

/** The package of a source in a source map, relative to the project; null for Ferry's own files. */
export function packageIn(source: string): string | null {
  const start = source.indexOf('node_modules/');
  if (start < 0) return null;
  const [place] = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source.slice(start)) ?? [];
  return place ?? null;
}

function read(folder: string): ShippedPackage {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return { name, version, license: typeof license === 'string' ? license : 'see its text', folder };
}
