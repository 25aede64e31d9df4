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

/** Readable by nobody but the person who runs Ferry. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Where the journal lies. Real in the app, in memory in the simulation. Every method may throw what a disk throws. */
export interface JournalFile {
  /** All of it; empty where there is none yet. */
  read(): Buffer;
  /** Adds to the end, all of it or, after a failure, possibly a part. */
  append(bytes: Buffer): void;
  /** Cuts the end off. */
  truncate(length: number): void;
  /** Resolves when what was appended before the call lies on the disk; null where it does at once. */
  sync(): Promise<void> | null;
  /** Begins other content, which takes the place of all this at `commit` and not before. One at a time. */
  beginReplacement(): JournalReplacement;
  /** Moves a file that is not to be written to out of the way, to a name that ends in `suffix`. */
  setAside(suffix: string): void;
  close(): void;
}

export interface JournalReplacement {
  append(bytes: Buffer): void;
  /** As of the file itself; what is on the disk by then does not hold up `commit`. */
  sync(): Promise<void> | null;
  /** Durable on return; a crash before leaves the old content. No `sync` of the file may be under way. */
  commit(): void;
  abandon(): void;
}

/** The journal's file at `path`; it and its folder, which should hold nothing else, are made when first written to. */
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

/** On a thread of Node's pool, where it begins at once, beside whatever this thread does meanwhile. */
function synced(file: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(file, (error) => (error ? reject(error) : resolve()));
  });
}

/** Makes a rename itself durable; Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
