import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { Clock, IdSource } from '#app/contract/ports.ts';
import { beginEpoch } from '../core/epochs.ts';
import type { Database, SqlRow, TableShape, Transaction } from '../storage/database.ts';
import { listFirms } from '../storage/firms.ts';
import { allTables } from '../storage/tables.ts';
import type { BackupResult } from './backup.ts';
import { endSchema, headerSchema, rowSchema, savedTables } from './backup-format.ts';

const BATCH_SIZE = 500;
/** Far above the longest record; a file without line ends is not a backup. */
const MAX_LINE_LENGTH = 64 * 1024 * 1024;

/**
 * Replaces everything by a backup, in one transaction, and starts a new epoch per firm: desks notice, take a new
 * snapshot and re-offer what the backup lacked.
 * @throws if the database has a firm and `replace` is false, or the file is not a complete backup; the data is
 * unchanged then
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
    let rows = 0;
    await pipeline(createReadStream(file), createGunzip(), async (source: AsyncIterable<Buffer>) => {
      rows = await insertLines(tx, linesOf(source));
    });
    const firms = await listFirms(tx);
    for (const firm of firms) await beginEpoch(tx, firm, ids.next(), clock.nowMs());
    for (const firm of firms) await tx.notify(firm.firmId, firm.seq);
    return { firms: firms.length, rows };
  });
}

async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_LENGTH) throw noBackup();
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

async function insertLines(tx: Transaction, lines: AsyncIterable<string>): Promise<number> {
  const tables = new Map(savedTables.map((table) => [table.name, table]));
  const counts: Record<string, number> = {};
  let version: number | undefined;
  let end: Record<string, number> | undefined;
  let pending: { table: TableShape; rows: SqlRow[] } | undefined;

  async function flush(): Promise<void> {
    if (pending) await tx.insert(pending.table, pending.rows);
    pending = undefined;
  }

  for await (const line of lines) {
    const json = parse(line);
    if (version === undefined) {
      ({ version } = headerSchema.parse(json, { error: () => noBackup().message }));
      continue;
    }
    if (end !== undefined) throw new Error('The backup goes on after its end.');
    if (!Array.isArray(json)) {
      ({ end } = endSchema.parse(json));
      continue;
    }
    const [name, values] = rowSchema.parse(json);
    const table = tables.get(name);
    if (!table) throw new Error(`The backup holds a table this server does not know: ${name}.`);
    if (pending?.table !== table || pending.rows.length >= BATCH_SIZE) await flush();
    pending ??= { table, rows: [] };
    pending.rows.push(
      Object.fromEntries(
        Object.keys(table.columns).map((column, index) => [column, values[index] ?? table.defaults?.[column] ?? null]),
      ),
    );
    counts[name] = (counts[name] ?? 0) + 1;
  }
  await flush();
  if (version === undefined) throw noBackup();
  if (version > 1 && !isDeepStrictEqual(end, counts)) throw new Error('The backup is not whole: rows are missing.');
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw noBackup();
  }
}

function noBackup(): Error {
  return new Error('This file is not a backup of a Ferry server.');
}
