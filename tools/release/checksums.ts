import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashOf } from './channel-files.ts';

const NAME = 'SHA256SUMS';
const SHIPPED = /\.(dmg|zip|exe|AppImage|deb|json|txt)$/;

/** Writes the SHA-256 of every file of a release in `sha256sum --check` format. Resolves to the path. */
export async function writeChecksums(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && SHIPPED.test(entry.name)).map(({ name }) => name);
  if (names.length === 0) throw new Error(`${folder} has no files of a release`);
  const lines: string[] = [];
  for (const name of names.sort()) lines.push(`${await hashOf(path.join(folder, name), 'sha256', 'hex')}  ${name}\n`);
  const file = path.join(folder, NAME);
  await writeFile(file, lines.join(''));
  return file;
}
