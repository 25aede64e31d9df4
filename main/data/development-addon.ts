import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The SQLite addon of a development runtime that is older than the packaged addon; undefined if there is none. A
 * packaged app loads only its own addon, never a file placed beside it.
 */
export function developmentAddon(runtime: { isPackaged: boolean; resourcesFolder: string }): string | undefined {
  if (runtime.isPackaged) return undefined;
  const file = path.join(runtime.resourcesFolder, 'better_sqlite3.node');
  return existsSync(file) ? file : undefined;
}
