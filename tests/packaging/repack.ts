import { readdirSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createPackageWithOptions, extractAll } from '@electron/asar';
import { packedFolder } from './packed-app.ts';

/**
 * A copy of the packed app with another package.json inside: another version, another feed. Only Linux starts it, where no
 * seal over the archive is checked; everything else is linked, so that one packed build serves all tests.
 *
 * @param migration SQL that this version brings the data to its schema with, after those of the packed app
 *
 * @returns the executable
 */
export async function repack(
  folder: string,
  manifest: { version?: string; ferry: object },
  migration?: string,
): Promise<string> {
  const original = packedFolder();
  await linkFolder(original, folder);
  const resources = path.join(folder, 'resources');
  const unpacked = path.join(folder, 'asar');
  extractAll(path.join(original, 'resources/app.asar'), unpacked);
  const file = path.join(unpacked, 'package.json');
  const known = JSON.parse(await readFile(file, 'utf8'));
  await rm(file);
  await writeFile(file, JSON.stringify({ ...known, ...manifest }));
  if (migration !== undefined) {
    const migrations = path.join(unpacked, 'migrations/client');
    const number = String(readdirSync(migrations).length + 1).padStart(4, '0');
    await writeFile(path.join(migrations, `${number}-rehearsal.sql`), migration);
  }
  await rm(path.join(resources, 'app.asar'));
  await rm(path.join(resources, 'app.asar.unpacked'), { recursive: true });
  await createPackageWithOptions(unpacked, path.join(resources, 'app.asar'), { unpack: '*.node' });
  await rm(unpacked, { recursive: true });
  // What electron-builder writes where there is a feed; of it, electron-updater reads where downloads are kept.
  await writeFile(path.join(resources, 'app-update.yml'), 'updaterCacheDirName: ferry-updater\n');
  return path.join(folder, 'ferry');
}

async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(source, target);
    else await link(source, target);
  }
}
