import {
  chmodSync,
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Readable only by the person who runs Ferry. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Storage of the journal: a real file in the app, memory in the simulation. Every method may throw what a disk throws.
 */
export interface JournalFile {
  /** The whole content; empty if there is no file yet. */
  read(): Buffer;
  /** Appends all bytes or, on failure, possibly a part. */
  append(bytes: Buffer): void;
  /** Truncates to `length` bytes. */
  truncate(length: number): void;
  /** Resolves when everything appended before the call is on disk; null if it already is. */
  sync(): Promise<void> | null;
  /** Starts new content, which replaces the file only at `commit`. One at a time. */
  beginReplacement(): JournalReplacement;
  /** Renames a file that must not be written to; the new name ends in `suffix`. */
  setAside(suffix: string): void;
  close(): void;
}

export interface JournalReplacement {
  append(bytes: Buffer): void;
  /** Like the file's `sync`; what is already on disk does not delay `commit`. */
  sync(): Promise<void> | null;
  /** Durable on return; a crash before it leaves the old content. No `sync` of the file may be running. */
  commit(): void;
  abandon(): void;
}

/**
 * The journal file at `path`. The file and its folder, which should contain nothing else, are created by the first
 * write.
 */
export function createJournalFile(path: string): JournalFile {
  let descriptor: number | null = null;

  function opened(): number {
    if (descriptor === null) {
      makeFolder();
      descriptor = openSync(path, 'a', PRIVATE_FILE);
      chmodSync(path, PRIVATE_FILE);
    }
    return descriptor;
  }

  function makeFolder(): void {
    mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
    chmodSync(dirname(path), PRIVATE_FOLDER);
  }

  function close(): void {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  }

  return {
    read() {
      try {
        return readFileSync(path);
      } catch (thrown) {
        if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return Buffer.alloc(0);
        throw thrown;
      }
    },
    append: (bytes) => writeAll(opened(), bytes),
    truncate: (length) => ftruncateSync(opened(), length),
    sync: () => synced(opened()),
    beginReplacement() {
      const unfinished = `${path}.new`;
      makeFolder();
      const file = openSync(unfinished, 'w', PRIVATE_FILE);
      let isOpen = true;
      const closeOnce = (): void => {
        if (isOpen) closeSync(file);
        isOpen = false;
      };
      return {
        append: (bytes) => writeAll(file, bytes),
        sync: () => synced(file),
        commit() {
          fsyncSync(file);
          closeOnce();
          close();
          renameSync(unfinished, path);
          syncFolder(dirname(path));
        },
        abandon() {
          closeOnce();
          rmSync(unfinished, { force: true });
        },
      };
    },
    setAside(suffix) {
      close();
      renameSync(path, `${path}${suffix}`);
    },
    close,
  };
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** Runs on Node's thread pool and starts at once, in parallel with this thread. */
function synced(file: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(file, (error) => (error ? reject(error) : resolve()));
  });
}

/** Makes a rename durable; Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
