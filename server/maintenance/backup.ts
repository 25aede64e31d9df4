import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Clock } from '#app/contract/ports.ts';
import type { Database, SqlRow, TableShape, Transaction } from '../storage/database.ts';
import { FORMAT, FORMAT_VERSION, savedTables } from './backup-format.ts';

const BATCH_SIZE = 500;

export interface BackupResult {
  firms: number;
  rows: number;
}

/**
 * Writes everything, as of one moment, as compressed JSON lines. The file can be restored into SQLite and PostgreSQL,
 * so it also migrates between them. Rounds continue meanwhile. The last line has the row counts, so that a truncated
 * file is detected.
 */
export async function backup(storage: Database, file: string, clock: Pick<Clock, 'nowMs'>): Promise<BackupResult> {
  const counts: Record<string, number> = {};
  await storage.transaction({ kind: 'operator', mode: 'read' }, async (tx) => {
    async function* lines() {
      yield `${JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, at: clock.nowMs() })}\n`;
      for (const table of savedTables) {
        for await (const row of readTable(tx, table)) {
          counts[table.name] = (counts[table.name] ?? 0) + 1;
          yield `${JSON.stringify([table.name, Object.keys(table.columns).map((column) => row[column] ?? null)])}\n`;
        }
      }
      yield `${JSON.stringify({ end: counts })}\n`;
    }
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  });
  return { firms: counts.firms ?? 0, rows: Object.values(counts).reduce((sum, count) => sum + count, 0) };
}

async function* readTable(tx: Transaction, { name, columns, key }: TableShape): AsyncGenerator<SqlRow> {
  const order = key.join(', ');
  const from = `SELECT ${Object.keys(columns).join(', ')} FROM ${name}`;
  let rows = await tx.all<SqlRow>(`${from} ORDER BY ${order} LIMIT ?`, [BATCH_SIZE]);
  for (;;) {
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH_SIZE) return;
    const after = key.map((column) => last[column] ?? null);
    rows = await tx.all<SqlRow>(
      `${from} WHERE (${order}) > (${key.map(() => '?').join(', ')}) ORDER BY ${order} LIMIT ?`,
      [...after, BATCH_SIZE],
    );
  }
}
