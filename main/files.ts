import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Readable by nobody but the person who runs Ferry. */
const PRIVATE = 0o600;

/**
 * Replaces a small file so that a crash at any moment leaves either the old content or the new, never a part.
 * @throws what the file system throws, with the old file untouched.
 */
export function writeFileAtomically(file: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  const descriptor = openSync(temporary, 'w', PRIVATE);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
  syncFolder(path.dirname(file));
}

/** Makes a rename itself durable; Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The content of a file, or null where there is none. */
export function readFileIfAny(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}

export function removeFileIfAny(file: string): void {
  rmSync(file, { force: true });
}

/** Moves an unreadable file out of the way under a name that says so; returns the new name. */
export function keepAside(file: string, nowMs: number): string {
  const aside = `${file}.bad-${nowMs}`;
  renameSync(file, aside);
  return aside;
}
