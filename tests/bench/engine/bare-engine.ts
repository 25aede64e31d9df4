import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Sqlite from 'better-sqlite3';
import type { RecordData } from '#app/schema/index.ts';

export interface BareRecord {
  id: string;
  data: RecordData;
}

/**
 * The least that can be called an offline desk: an outbox and a copy of the records, a column a field, on the same SQLite
 * with the same durability. No merge base, search, sorted lists, receipts or digest.
 */
export function openBareEngine(file: string, fields: readonly string[]) {
  const database = new Sqlite(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(
    `CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, change_id TEXT NOT NULL UNIQUE, record_id TEXT NOT NULL,
       data TEXT NOT NULL, created_at INTEGER NOT NULL, synced INTEGER NOT NULL DEFAULT 0);
     CREATE INDEX outbox_by_synced ON outbox (synced, created_at);
     CREATE TABLE records (id TEXT PRIMARY KEY, ${fields.join(' TEXT, ')} TEXT);
     CREATE TABLE state (key TEXT PRIMARY KEY, value INTEGER)`,
  );
  const append = database.prepare('INSERT INTO outbox (change_id, record_id, data, created_at) VALUES (?, ?, ?, ?)');
  const put = database.prepare(
    `INSERT INTO records VALUES (?${', ?'.repeat(fields.length)}) ON CONFLICT (id) DO UPDATE SET
       ${fields.map((field) => `${field} = excluded.${field}`).join(', ')}`,
  );
  const next = database.prepare<[], { id: number; record_id: string; data: string }>(
    'SELECT id, record_id, data FROM outbox WHERE synced = 0 ORDER BY created_at LIMIT 100',
  );
  const mark = database.prepare('UPDATE outbox SET synced = 1 WHERE id = ?');
  const move = database.prepare("INSERT OR REPLACE INTO state VALUES ('cursor', ?)");
  let count = 0;

  const write = ({ id, data }: BareRecord): void => void put.run(id, ...fields.map((field) => textOf(data[field])));
  const edit = (record: BareRecord): void => {
    count += 1;
    append.run(`${record.id}:${count}`, record.id, JSON.stringify(record.data), count);
    write(record);
  };
  return {
    save: database.transaction(edit),
    saveAll: database.transaction((records: readonly BareRecord[]) => records.forEach(edit)),
    next: () => next.all(),
    markSynced: database.transaction((ids: readonly number[]) => {
      for (const id of ids) mark.run(id);
    }),
    apply: database.transaction((records: readonly BareRecord[], cursor: number) => {
      records.forEach(write);
      move.run(cursor);
    }),
    close: () => database.close(),
  };
}

function textOf(value: RecordData[string] | undefined): string | null {
  return value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);
}

/** The least that can be called a server for it: takes a batch in one durable transaction, and gives records in order. */
export async function startBareServer(file: string): Promise<{ url: string; seed: Seed; stop: () => void }> {
  const database = new Sqlite(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(
    `CREATE TABLE records (id TEXT PRIMARY KEY, body TEXT, seq INTEGER); CREATE UNIQUE INDEX by_seq ON records (seq);
     CREATE TABLE seen (change_id TEXT PRIMARY KEY)`,
  );
  const put = database.prepare('INSERT OR REPLACE INTO records VALUES (?, ?, ?)');
  const see = database.prepare('INSERT OR IGNORE INTO seen VALUES (?)');
  const page = database.prepare<[number, number], { body: string; seq: number }>(
    'SELECT body, seq FROM records WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  let seq = 0;
  const take = database.transaction((records: readonly BareRecord[]) => {
    for (const { id, data } of records) {
      seq += 1;
      see.run(`${id}:${seq}`);
      put.run(id, JSON.stringify({ id, data }), seq);
    }
  });

  function answer(url: URL, body: string): string {
    if (url.pathname === '/push') {
      const rows = JSON.parse(body) as { id: number; record_id: string; data: string }[];
      take(rows.map(({ record_id: id, data }) => ({ id, data: JSON.parse(data) as RecordData })));
      return JSON.stringify(rows.map(({ id }) => id));
    }
    const rows = page.all(Number(url.searchParams.get('after')), Number(url.searchParams.get('limit')));
    return `{"cursor":${rows.at(-1)?.seq ?? 0},"records":[${rows.map((row) => row.body).join(',')}]}`;
  }

  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      response.end(answer(new URL(request.url ?? '', 'http://bare'), String(Buffer.concat(chunks)))),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seed: take,
    stop() {
      server.close();
      server.closeAllConnections();
      database.close();
    },
  };
}

type Seed = (records: readonly BareRecord[]) => void;
