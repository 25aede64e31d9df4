import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The SQLite addon that a development runtime brings because it is older than the one of the package; undefined where
 * there is none. A packed app loads its own addon alone: a file that somebody put beside it is never run.
 */
export function developmentAddon(runtime: { isPackaged: boolean; resourcesFolder: string }): string | undefined {
  if (runtime.isPackaged) return undefined;
  const file = path.join(runtime.resourcesFolder, 'better_sqlite3.node');
  return existsSync(file) ? file : undefined;
}
