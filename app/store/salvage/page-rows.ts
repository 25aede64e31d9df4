import { HEADER_BYTES, type PageFile } from './page-file.ts';
import { decodeRecord, readVarint, type StoredValue } from './record-format.ts';

/** Type bytes of b-tree pages that contain rows; in an index, inner pages contain rows too. */
const TABLE_LEAF = 0x0d;
const INDEX_LEAF = 0x0a;
const INDEX_INNER = 0x02;

export interface PageRow {
  page: number;
  /** Null in an index and in a WITHOUT ROWID table, which is stored as an index. */
  rowId: number | null;
  values: StoredValue[];
}

/**
 * Every row of every used page of any table, in page order: for a file whose schema no longer leads to its tables.
 * Skips invalid cells.
 */
export function* pageRows(file: PageFile): Iterable<PageRow> {
  const free = file.freePages();
  for (let number = 1; number <= file.pageCount; number += 1) {
    const page = free.has(number) ? null : file.page(number);
    if (page) yield* rowsOf(file, number, page);
  }
}

function* rowsOf(file: PageFile, number: number, page: Buffer): Iterable<PageRow> {
  const start = number === 1 ? HEADER_BYTES : 0;
  const type = page[start];
  if (type !== TABLE_LEAF && type !== INDEX_LEAF && type !== INDEX_INNER) return;
  const pointers = start + (type === INDEX_INNER ? 12 : 8);
  const count = Math.min(page.readUInt16BE(start + 3), (page.length - pointers) >> 1);
  for (let index = 0; index < count; index += 1) {
    const at = page.readUInt16BE(pointers + index * 2);
    const row = at < pointers + count * 2 ? null : readCell(file, page, at, type);
    if (row) yield { page: number, ...row };
  }
}

function readCell(file: PageFile, page: Buffer, at: number, type: number): Omit<PageRow, 'page'> | null {
  const size = readVarint(page, type === INDEX_INNER ? at + 4 : at);
  const rowId = size && type === TABLE_LEAF ? readVarint(page, size.next) : null;
  if (!size || (type === TABLE_LEAF && !rowId)) return null;
  const payload = readPayload(file, page, (rowId ?? size).next, size.value, type);
  const values = payload && decodeRecord(payload);
  return values && { rowId: rowId?.value ?? null, values };
}

/** A long row continues in a chain of overflow pages. */
function readPayload(file: PageFile, page: Buffer, at: number, bytes: number, type: number): Buffer | null {
  const { usableBytes } = file;
  const local = localBytes(usableBytes, bytes, type);
  if (bytes > file.pageCount * usableBytes || at + local > page.length) return null;
  const parts = [page.subarray(at, at + local)];
  let missing = bytes - local;
  if (missing > 0 && at + local + 4 > page.length) return null;
  let next = missing > 0 ? page.readUInt32BE(at + local) : 0;
  while (missing > 0) {
    const overflow = next > 0 && next <= file.pageCount ? file.page(next) : null;
    if (!overflow) return null;
    const part = overflow.subarray(4, Math.min(usableBytes, 4 + missing));
    parts.push(part);
    missing -= part.length;
    next = overflow.readUInt32BE(0);
  }
  return parts.length === 1 ? (parts[0] ?? null) : Buffer.concat(parts);
}

/** https://sqlite.org/fileformat2.html#cell_payload_overflow_pages */
function localBytes(usable: number, bytes: number, type: number): number {
  const most = type === TABLE_LEAF ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (bytes <= most) return bytes;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const local = least + ((bytes - least) % (usable - 4));
  return local <= most ? local : least;
}
