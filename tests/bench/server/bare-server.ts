import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Sqlite from 'better-sqlite3';
import type { SyncRequest } from '#app/contract/protocol.ts';
import type { TableShape } from '../../../server/storage/database.ts';
import { readMigrations } from '../../../server/storage/migrate.ts';
import { acksTable, activityTable, recordsTable } from '../../../server/storage/tables.ts';

/**
 * The limit we measure against: Node's own HTTP server that inserts the same rows (record, ack, activity) into the same
 * tables with the same durability, and does nothing else: no session, no check, no merge, no links, no digest, no feed.
 */
const [file = ':memory:'] = process.argv.slice(2);
const database = new Sqlite(file);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
for (const { sql } of readMigrations('sqlite')) database.exec(sql);

function prepareInsert({ name, columns }: TableShape) {
  const names = Object.keys(columns);
  return database.prepare(`INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`);
}
const insertRecord = prepareInsert(recordsTable);
const insertAck = prepareInsert(acksTable);
const insertActivity = prepareInsert(activityTable);

const FIRM = '01900000-0000-7000-8000-000000000001';
const PERSON = '01900000-0000-7000-8000-000000000002';
const DEVICE = '01900000-0000-7000-8000-000000000003';
const FINGERPRINT = 'x'.repeat(22);
let seq = 0;

const apply = database.transaction(({ changes, round }: SyncRequest) => {
  const now = Date.now();
  for (const { table, recordId, changeId, operation, data } of changes) {
    seq += 1;
    const stamps = JSON.stringify({ '+': { version: seq, device: DEVICE } });
    const result = JSON.stringify({ outcome: 'applied', version: seq });
    insertRecord.run(FIRM, table, recordId, seq, 0, JSON.stringify(data), stamps, PERSON, now);
    insertAck.run(FIRM, changeId, FINGERPRINT, table, recordId, DEVICE, round, result, now);
    insertActivity.run(FIRM, table, recordId, seq, 0, changeId, operation, PERSON, DEVICE, '+', now);
  }
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body: SyncRequest = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    apply(body);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ seq }));
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`listening on http://127.0.0.1:${port}\n`);
});
