import { closeSync, fstatSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';

const PAGE_BYTES = 4096;

/** Overwrites a part of a file with what means nothing. */
export function garble(file: string, position: number, bytes: number): void {
  const descriptor = openSync(file, 'r+');
  try {
    const end = Math.min(position + bytes, fstatSync(descriptor).size);
    if (end > position) writeSync(descriptor, Buffer.alloc(end - position, 0xa7), 0, end - position, position);
  } finally {
    closeSync(descriptor);
  }
}

export function garbleHeader(file: string): void {
  garble(file, 0, 100);
}

export function garblePage(file: string, page: number): void {
  garble(file, (page - 1) * PAGE_BYTES, PAGE_BYTES);
}

/** Leaves the beginning of a file: this share of it. */
export function cutOff(file: string, share: number): void {
  truncateSync(file, Math.floor(readFileSync(file).length * share));
}

export function empty(file: string): void {
  writeFileSync(file, '');
}

/** The pages of a table or an index, its root first; the file is closed. */
export function pagesOf(file: string, name: string): number[] {
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    const sql = 'SELECT pageno FROM dbstat WHERE name = ? ORDER BY path';
    return database.prepare(sql).pluck().all(name) as number[];
  } finally {
    database.close();
  }
}
