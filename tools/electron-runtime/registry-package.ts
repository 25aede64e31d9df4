import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from './run-command.ts';

export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** The tarball's subresource integrity, as in a lock file. */
  readonly integrity: string;
}

/**
 * Downloads a package with this machine's npm and unpacks it in the empty `workFolder`. Not a devDependency, because
 * only machines on a closed network need it.
 * @returns the folder with the package's files
 * @throws if it is unavailable, or not the pinned one
 */
export async function fetchPackage(wanted: PinnedPackage, workFolder: string): Promise<string> {
  const spec = `${wanted.name}@${wanted.version}`;
  await runCommand('npm', ['pack', spec, '--pack-destination', workFolder], { cwd: workFolder });
  const [tarball] = (await readdir(workFolder)).filter((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Error(`npm pack ${spec} left no file`);
  const integrity = await hashOf(path.join(workFolder, tarball));
  if (integrity !== wanted.integrity) throw new Error(`${spec} has integrity ${integrity}, not the pinned one`);
  const folder = path.join(workFolder, 'unpacked');
  await mkdir(folder);
  await runCommand('tar', ['-xzf', tarball, '-C', folder], { cwd: workFolder });
  return path.join(folder, 'package');
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
