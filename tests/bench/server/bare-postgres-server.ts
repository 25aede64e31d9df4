import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { SyncRequest } from '#app/contract/protocol.ts';
import type { SqlRow, TableShape } from '../../../server/storage/database.ts';
import { acksTable, activityTable, recordsTable } from '../../../server/storage/tables.ts';

/**
 * The limit on PostgreSQL: Node's own HTTP server that inserts the same rows (record, ack, activity) in one transaction a
 * request, sent without waiting between the statements, and does nothing else.
 */
const [connectionString = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString, pipeline: true, max: 10 });
const BEGIN = "BEGIN; SELECT set_config('ferry.scope', 'operator', true)";
const FINGERPRINT = 'x'.repeat(22);

interface Writer {
  firm_id: string;
  person_id: string;
  device_id: string;
  seq: number;
}

async function inTransaction(queries: readonly pg.QueryConfig[]): Promise<pg.QueryResult[]> {
  const client = await pool.connect();
  try {
    const statements = [{ text: BEGIN }, ...queries, { text: 'COMMIT' }];
    return await Promise.all(statements.map((query) => client.query(query)));
  } finally {
    client.release();
  }
}

const WRITERS =
  'SELECT d.firm_id, d.person_id, d.device_id, f.seq::int FROM devices d JOIN firms f USING (firm_id) LIMIT 1';
const writer: Writer | undefined = (await inTransaction([{ text: WRITERS }]))[1]?.rows[0];
if (!writer) throw new Error('Give the database of a server at which a desk has signed in.');
const { firm_id, person_id, device_id } = writer;
let { seq } = writer;

function insertInto({ name, columns }: TableShape, rows: readonly SqlRow[]): pg.QueryConfig {
  const names = Object.keys(columns);
  const lists = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`);
  const text = `INSERT INTO ${name} (${names.join(', ')}) SELECT * FROM unnest(${lists.join(', ')})`;
  return { name: `insert_${name}`, text, values: names.map((column) => rows.map((row) => row[column])) };
}

async function apply({ changes, round }: SyncRequest): Promise<void> {
  const at = Date.now();
  const records: SqlRow[] = [];
  const acks: SqlRow[] = [];
  const activity: SqlRow[] = [];
  for (const { table, recordId, changeId, operation, data } of changes) {
    seq += 1;
    const record = { firm_id, table_name: table, record_id: recordId };
    const stamps = JSON.stringify({ '+': { version: seq, device: device_id } });
    const result = JSON.stringify({ outcome: 'applied', version: seq });
    const stored = {
      version: seq,
      deleted: 0,
      data: JSON.stringify(data),
      stamps,
      written_by: person_id,
      written_at: at,
    };
    records.push({ ...record, ...stored });
    acks.push({ ...record, change_id: changeId, fingerprint: FINGERPRINT, device_id, round, result, at });
    activity.push({
      ...record,
      seq,
      position: 0,
      change_id: changeId,
      operation,
      person_id,
      device_id,
      fields: '+',
      at,
    });
  }
  await inTransaction([
    insertInto(recordsTable, records),
    insertInto(acksTable, acks),
    insertInto(activityTable, activity),
  ]);
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    await apply(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ seq }));
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`listening on http://127.0.0.1:${port}\n`);
});
