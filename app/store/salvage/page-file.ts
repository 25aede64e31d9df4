import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readWriteAheadLog } from './write-ahead-log.ts';

/** SQLite's page size where nobody asks for another, as Ferry does not; for a file whose header is gone. */
const DEFAULT_PAGE_SIZE = 4096;
const MAGIC = 'SQLite format 3\0';
export const HEADER_BYTES = 100;

/** The pages of a SQLite file with what its write-ahead log holds, read without SQLite, as far as they can be read. */
export interface PageFile {
  /** Bytes of a page that hold content. */
  usableBytes: number;
  pageCount: number;
  /** Null for a page that lies beyond the end of the file or on a bad sector. */
  page(number: number): Buffer | null;
  /** Pages that belong to no table any more; empty where the list of them is damaged. */
  freePages(): Set<number>;
  close(): void;
}

/**
 * Opens `file` and `file-wal`, whatever state they are in; either may be missing (https://sqlite.org/fileformat2.html).
 * @throws what the file system throws for a file that cannot be opened at all
 */
export function openPageFile(file: string): PageFile {
  const database = openIfAny(file);
  const header = (database && readAt(database.descriptor, 0, HEADER_BYTES)) ?? Buffer.alloc(HEADER_BYTES);
  const log = openIfAny(`${file}-wal`);
  const sizeInHeader = pageSizeOf(header);
  const frames =
    log && readWriteAheadLog(log.bytes, (position, bytes) => readAt(log.descriptor, position, bytes), sizeInHeader);
  const pageSize = sizeInHeader ?? frames?.pageSize ?? DEFAULT_PAGE_SIZE;
  const pageCount = Math.max(Math.ceil((database?.bytes ?? 0) / pageSize), frames?.lastPage ?? 0);

  function page(number: number): Buffer | null {
    const inLog = frames?.offsets.get(number);
    if (log && inLog !== undefined) return readAt(log.descriptor, inLog, pageSize);
    return database && readAt(database.descriptor, (number - 1) * pageSize, pageSize);
  }

  function freePages(): Set<number> {
    const free = new Set<number>();
    const first = page(1);
    let trunk = first && isHeader(first) ? first.readUInt32BE(32) : 0;
    while (trunk > 0 && trunk <= pageCount && !free.has(trunk)) {
      free.add(trunk);
      const content = page(trunk);
      if (!content) break;
      const count = Math.min(content.readUInt32BE(4), pageSize / 4 - 2);
      for (let index = 0; index < count; index += 1) free.add(content.readUInt32BE(8 + index * 4));
      trunk = content.readUInt32BE(0);
    }
    return free;
  }

  return {
    // Ferry reserves no bytes at the end of its pages.
    usableBytes: pageSize,
    pageCount,
    page,
    freePages,
    close() {
      for (const each of [database, log]) if (each) closeSync(each.descriptor);
    },
  };
}

/** Whether a file begins as a database does, and is none that was only just created. */
export function isDatabaseFile(file: string): boolean {
  const found = openIfAny(file);
  if (!found) return false;
  try {
    const header = readAt(found.descriptor, 0, HEADER_BYTES);
    return header !== null && isHeader(header);
  } finally {
    closeSync(found.descriptor);
  }
}

function isHeader(page: Buffer): boolean {
  return page.toString('latin1', 0, MAGIC.length) === MAGIC;
}

/** Null where the header does not say. */
function pageSizeOf(header: Buffer): number | null {
  if (!isHeader(header)) return null;
  const stored = header.readUInt16BE(16);
  const size = stored === 1 ? 65_536 : stored;
  return size >= 512 && Number.isInteger(Math.log2(size)) ? size : null;
}

interface OpenFile {
  descriptor: number;
  bytes: number;
}

function openIfAny(file: string): OpenFile | null {
  try {
    const descriptor = openSync(file, 'r');
    return { descriptor, bytes: fstatSync(descriptor).size };
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}

/** Null where fewer bytes are there, or the disk cannot read them. */
function readAt(descriptor: number, position: number, bytes: number): Buffer | null {
  const content = Buffer.alloc(bytes);
  try {
    return readSync(descriptor, content, 0, bytes, position) === bytes ? content : null;
  } catch {
    return null;
  }
}
