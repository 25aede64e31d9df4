import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { FerryFailure } from '#app/contract/errors.ts';

/** Readable only by the person who runs Ferry. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Replaces a small file atomically: after a crash it has either the old or the new content.
 * @throws FerryFailure `store.diskFull` or `store.readOnly`, or the file system's error; the old file is unchanged
 */
export function writeFileAtomically(file: string, content: string | Uint8Array): void {
  try {
    replaceFile(file, content);
  } catch (thrown) {
    throw toFileFailure(thrown);
  }
}

/** Creates a folder, with its parents, readable only by this person. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
}

function replaceFile(file: string, content: string | Uint8Array): void {
  makeFolder(path.dirname(file));
  const temporary = `${file}.new`;
  const descriptor = openSync(temporary, 'w', PRIVATE_FILE);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
  syncFolder(path.dirname(file));
}

/**
 * Writes a file to a chosen path, completely or not at all.
 * @throws FerryFailure `file.diskFull`, `file.notWritable`, `file.failed`, each with the path
 */
export function exportFile(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.part`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw exportFailure(file, thrown);
  }
}

const FULL = new Set<unknown>(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FORBIDDEN = new Set<unknown>(['EROFS', 'EACCES', 'EPERM']);

function exportFailure(file: string, thrown: unknown): FerryFailure {
  const folder = path.dirname(file);
  const details = { folder, reason: String(thrown) };
  const code = codeOf(thrown);
  if (FULL.has(code)) {
    return new FerryFailure('file.diskFull', 'fix', details);
  }
  if (FORBIDDEN.has(code)) {
    return new FerryFailure('file.notWritable', 'fix', details);
  }
  return new FerryFailure('file.failed', 'fix', details);
}

/** Converts a file system error in the data folder to a `FerryFailure` if a person can act on it. */
export function toFileFailure(thrown: unknown): unknown {
  const code = codeOf(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new FerryFailure('store.diskFull', 'freeDiskSpace');
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new FerryFailure('store.readOnly', 'fix');
  }
  return thrown;
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}

/** Makes a rename durable; Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A virus scanner or backup program may hold a file briefly. */
const READ_ATTEMPTS = 4;
const READ_AGAIN_MS = 50;

/**
 * The content of a file, or null if it does not exist.
 * @throws FerryFailure `file.unreadable` if it exists and cannot be read now
 */
export function readFileIfAny(file: string): Buffer | null {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return readFileSync(file);
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return null;
      if (attempt < READ_ATTEMPTS) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, READ_AGAIN_MS);
      else throw unreadable(file, thrown);
    }
  }
}

function unreadable(file: string, thrown: unknown): FerryFailure {
  const name = path.basename(file);
  return new FerryFailure('file.unreadable', 'retry', { name, reason: String(thrown) });
}

export function removeFileIfAny(file: string): void {
  rmSync(file, { force: true });
}

/** Renames an unreadable file; returns the new name, or null if that fails. */
export function keepAside(file: string, nowMs: number): string | null {
  const aside = `${file}.bad-${nowMs}`;
  try {
    renameSync(file, aside);
    return aside;
  } catch {
    return null;
  }
}

/** Copies a file that is partly unreadable; returns the copy's name, or null if that fails. */
export function keepCopy(file: string, nowMs: number): string | null {
  const copy = `${file}.bad-${nowMs}`;
  try {
    copyFileSync(file, copy);
    return copy;
  } catch {
    return null;
  }
}
