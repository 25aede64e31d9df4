import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Only root may mount, and only on Linux do we know how; elsewhere the store's own tests stand in. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** Puts an empty disk of this size over a folder. Returns the function that takes it away again. */
export function mountSmallDisk(folder: string, megabytes: number): () => void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  return () => execFileSync('umount', ['--lazy', folder]);
}

/** Makes one file unwritable even for root. Returns the function that makes it writable again. */
export function makeReadOnly(file: string): () => void {
  execFileSync('mount', ['--bind', file, file]);
  execFileSync('mount', ['-o', 'remount,bind,ro', file]);
  return () => execFileSync('umount', ['--lazy', file]);
}

/** Leaves no room on the disk that holds `folder`. Returns the file that takes it all. */
export function fillDisk(folder: string): string {
  const file = path.join(folder, 'filler');
  const descriptor = openSync(file, 'w');
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(64 * 1024));
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')) throw thrown;
  } finally {
    closeSync(descriptor);
  }
  return file;
}
