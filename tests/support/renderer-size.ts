import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const folder = path.join(import.meta.dirname, '../../dist/renderer');

/** Most bytes of JavaScript, gzipped: `start` for what the window loads at its start, `later` for all that it loads on demand. */
export const RENDERER_BUDGET = { start: 340 * 1024, later: 200 * 1024 };

/**
 * Bytes of the built renderer's JavaScript, each file gzipped. At the start it loads what its page names: the entry, and the chunks
 * that the entry imports, directly or not. Everything else is loaded `later`: dialogs, exports, workers.
 */
export async function rendererBytes(): Promise<{ start: number; later: number }> {
  const page = await readFile(path.join(folder, 'index.html'), 'utf8');
  const files = (await readdir(path.join(folder, 'assets'))).filter((name) => name.endsWith('.js'));
  const bytes = { start: 0, later: 0 };
  for (const name of files) {
    const { length } = await promisify(gzip)(await readFile(path.join(folder, 'assets', name)));
    bytes[page.includes(`"./assets/${name}"`) ? 'start' : 'later'] += length;
  }
  return bytes;
}
