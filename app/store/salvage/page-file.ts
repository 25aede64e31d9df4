import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readWriteAheadLog } from './write-ahead-log.ts';

/** SQLite's default page size, which Ferry uses; for files without a readable header. */
const DEFAULT_PAGE_SIZE = 4096;
const MAGIC = 'SQLite format 3\0';
export const HEADER_BYTES = 100;

/** The pages of a SQLite file including its write-ahead log, read without SQLite, as far as readable. */
export interface PageFile {
  /** Bytes of a page available for content. */
  usableBytes: number;
  pageCount: number;
  /** Null for a page beyond the end of the file or on a bad sector. */
  page(number: number): Buffer | null;
  /** Unused pages; empty if their list is damaged. */
  freePages(): Set<number>;
  close(): void;
}

/**
 * Opens `file` and `file-wal` in any state; either may be missing (https://sqlite.org/fileformat2.html).
 * @throws the file system's error if a file cannot be opened
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
    // Ferry reserves no bytes per page.
    usableBytes: pageSize,
    pageCount,
    page,
    freePages,
    close() {
      for (const each of [database, log]) if (each) closeSync(each.descriptor);
    },
  };
}

/** Whether the file has a database header and is not newly created. */
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

/** Null if the header does not say. */
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

/** Null if there are fewer bytes, or the disk cannot read them. */
function readAt(descriptor: number, position: number, bytes: number): Buffer | null {
  const content = Buffer.alloc(bytes);
  try {
    return readSync(descriptor, content, 0, bytes, position) === bytes ? content : null;
  } catch {
    return null;
  }
}
