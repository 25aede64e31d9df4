import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const assets = path.join(import.meta.dirname, '../../dist/renderer/assets');

/** Bytes of all JavaScript of the built renderer, each file gzipped. */
export async function rendererBytes(): Promise<number> {
  const files = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  const sizes = await Promise.all(
    files.map(async (name) => (await promisify(gzip)(await readFile(path.join(assets, name)))).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
