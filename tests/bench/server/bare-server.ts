import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Sqlite from 'better-sqlite3';
import type { SyncRequest } from '#app/contract/protocol.ts';
import type { TableShape } from '../../../server/storage/database.ts';
import { acksTable, activityTable, recordsTable } from '../../../server/storage/tables.ts';

/**
 * The limit we measure against: Node's own HTTP server that inserts the same rows (record, ack, activity) into a copy of
 * our server's database with the same durability, and does nothing else: no session, no check, no merge, no links, no
 * digest, no feed.
 */
const [file = ''] = process.argv.slice(2);
const database = new Sqlite(file, { fileMustExist: true });
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');

function prepareInsert({ name, columns }: TableShape) {
  const names = Object.keys(columns);
  return database.prepare(`INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`);
}
const insertRecord = prepareInsert(recordsTable);
const insertAck = prepareInsert(acksTable);
const insertActivity = prepareInsert(activityTable);

interface Writer {
  firm_id: string;
  person_id: string;
  device_id: string;
  seq: number;
}
const writer = database
  .prepare<[], Writer>('SELECT d.firm_id, d.person_id, d.device_id, f.seq FROM devices d JOIN firms f USING (firm_id)')
  .get();
if (!writer) throw new Error('Copy the database of a server at which a desk has signed in.');
const { firm_id: firm, person_id: person, device_id: device } = writer;
const FINGERPRINT = 'x'.repeat(22);
let { seq } = writer;

const apply = database.transaction(({ changes, round }: SyncRequest) => {
  const now = Date.now();
  for (const { table, recordId, changeId, operation, data } of changes) {
    seq += 1;
    const stamps = JSON.stringify({ '+': { version: seq, device } });
    const result = JSON.stringify({ outcome: 'applied', version: seq });
    insertRecord.run(firm, table, recordId, seq, 0, JSON.stringify(data), stamps, person, now);
    insertAck.run(firm, changeId, FINGERPRINT, table, recordId, device, round, result, now);
    insertActivity.run(firm, table, recordId, seq, 0, changeId, operation, person, device, '+', now);
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
