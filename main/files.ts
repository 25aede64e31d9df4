import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FerryFailure } from '#app/contract/errors.ts';

/** Readable by nobody but the person who runs Ferry. */
const PRIVATE = 0o600;

/**
 * Replaces a small file so that a crash at any moment leaves either the old content or the new, never a part.
 * @throws FerryFailure `store.diskFull` or `store.readOnly`, or what else the file system throws; the old file is untouched.
 */
export function writeFileAtomically(file: string, content: string | Uint8Array): void {
  try {
    replaceFile(file, content);
  } catch (thrown) {
    throw toFailure(thrown);
  }
}

function replaceFile(file: string, content: string | Uint8Array): void {
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

function toFailure(thrown: unknown): unknown {
  const code = codeOf(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new FerryFailure('store.diskFull', 'The disk is full. Free some space, then try again.', 'freeDiskSpace');
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new FerryFailure(
      'store.readOnly',
      'Ferry may not write to its data folder. Allow it to, then try again.',
      'fix',
    );
  }
  return thrown;
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
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
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

export function removeFileIfAny(file: string): void {
  rmSync(file, { force: true });
}

/** Moves an unreadable file out of the way under a name that says so; returns the new name, or null where it must stay. */
export function keepAside(file: string, nowMs: number): string | null {
  const aside = `${file}.bad-${nowMs}`;
  try {
    renameSync(file, aside);
    return aside;
  } catch {
    return null;
  }
}
