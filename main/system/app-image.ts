import { realpathSync } from 'node:fs';
import path from 'node:path';

/**
 * Linux: the AppImage that this program runs from. The variables are handed on to every program that an AppImage starts, so
 * one that was started from a terminal or an editor in an AppImage finds that one's there: it is not to be replaced by Ferry,
 * nor started in its place.
 */
export function ownAppImage(env: NodeJS.ProcessEnv, program: string): string | undefined {
  const { APPIMAGE, APPDIR } = env;
  if (!APPIMAGE || !APPDIR) return undefined;
  try {
    return program.startsWith(realpathSync(APPDIR) + path.sep) ? APPIMAGE : undefined;
  } catch {
    return undefined;
  }
}
