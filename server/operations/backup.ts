import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as z from 'zod';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import { beginEpoch } from '../core/epochs.ts';
import type { Database, SqlRow, TableShape, Transaction } from '../storage/database.ts';
import { listFirms } from '../storage/firms.ts';
import { allTables, signInFailuresTable } from '../storage/tables.ts';

const FORMAT = 'ferry-backup';
const FORMAT_VERSION = 1;
const BATCH_SIZE = 500;

const headerSchema = z.object({ format: z.literal(FORMAT), version: z.literal(FORMAT_VERSION), at: z.int() });
const lineSchema = z.tuple([z.string(), z.array(z.union([z.string(), z.int(), z.null()]))]);

const savedTables = allTables.filter((table) => table !== signInFailuresTable);

export interface BackupResult {
  firms: number;
  rows: number;
}

/**
 * Writes everything, from one moment, as compressed lines of JSON. The same file goes into SQLite and PostgreSQL, so it
 * is also the way from one to the other. Rounds go on meanwhile.
 */
export async function backup(storage: Database, file: string, clock: Pick<Clock, 'nowMs'>): Promise<BackupResult> {
  const result = { firms: 0, rows: 0 };
  await storage.transaction({ kind: 'operator', mode: 'read' }, async (tx) => {
    async function* lines() {
      yield `${JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, at: clock.nowMs() })}\n`;
      for (const table of savedTables) {
        for await (const row of readTable(tx, table)) {
          result.rows += 1;
          if (table.name === 'firms') result.firms += 1;
          yield `${JSON.stringify([table.name, Object.keys(table.columns).map((column) => row[column] ?? null)])}\n`;
        }
      }
    }
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  });
  return result;
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

/**
 * Replaces everything by a backup, in one transaction, and begins a new epoch for each firm: desks notice, take a fresh
 * snapshot and offer again what the backup did not have.
 * @throws if the database holds a firm and `replace` was not asked for, or the file is no backup.
 */
export async function restore(
  storage: Database,
  file: string,
  { clock, ids, replace }: { clock: Pick<Clock, 'nowMs'>; ids: IdSource; replace: boolean },
): Promise<BackupResult> {
  return storage.transaction({ kind: 'operator', mode: 'write' }, async (tx) => {
    if ((await listFirms(tx)).length > 0) {
      if (!replace) throw new Error('The database holds a firm already. Say --replace to put the backup in its place.');
      for (const table of allTables.toReversed()) await tx.run(`DELETE FROM ${table.name}`);
    }
    const rows = await insertLines(tx, file);
    const firms = await listFirms(tx);
    for (const firm of firms) await beginEpoch(tx, firm, ids.next(), clock.nowMs());
    for (const firm of firms) await tx.notify(firm.firmId, firm.seq);
    return { firms: firms.length, rows };
  });
}

async function insertLines(tx: Transaction, file: string): Promise<number> {
  const tables = new Map(savedTables.map((table) => [table.name, table]));
  const source = createReadStream(file).pipe(createGunzip());
  let isHeaderRead = false;
  let pending: { table: TableShape; rows: SqlRow[] } | undefined;
  let count = 0;

  async function flush(): Promise<void> {
    if (pending) await tx.insert(pending.table, pending.rows);
    pending = undefined;
  }

  for await (const line of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!isHeaderRead) {
      headerSchema.parse(JSON.parse(line), { error: () => 'This file is not a backup of a Ferry server.' });
      isHeaderRead = true;
      continue;
    }
    const [name, values] = lineSchema.parse(JSON.parse(line));
    const table = tables.get(name);
    if (!table) throw new Error(`The backup holds a table this server does not know: ${name}.`);
    if (pending?.table !== table || pending.rows.length >= BATCH_SIZE) await flush();
    pending ??= { table, rows: [] };
    pending.rows.push(
      Object.fromEntries(
        Object.keys(table.columns).map((column, index) => [column, values[index] ?? table.defaults?.[column] ?? null]),
      ),
    );
    count += 1;
  }
  await flush();
  if (!isHeaderRead) throw new Error('This file is not a backup of a Ferry server.');
  return count;
}
