import path from 'node:path';
import type { Connection } from '#app/store/database.ts';
import { type Migration, openConnection, readMigrations } from '#app/store/open.ts';
import { insertFirm } from '../../server/storage/firms.ts';
import { migrate } from '../../server/storage/migrate.ts';
import { insertPerson } from '../../server/storage/people.ts';
import { createSqliteDatabase } from '../../server/storage/sqlite.ts';
import { type Connections, createConnections } from './connections.ts';

export const FIRST_EPOCH = 'epoch-1';
const FIRM = {
  firmId: 'firm',
  name: 'Firm',
  seq: 0,
  epoch: FIRST_EPOCH,
  epochSeq: 0,
  epochAtMs: 0,
  earlierEpochs: [],
  horizon: 0,
  secret: 'secret of the firm',
};
const ANA = {
  firmId: 'firm',
  id: 'ana',
  name: 'Ana',
  email: 'ana@example.com',
  role: 'owner' as const,
  active: true,
  passwordHash: 'x',
};

/** Empty databases, each made once by the real migrations and copied for every run. */
export interface Templates {
  desks: Connections;
  server: Buffer;
  migrations: readonly Migration[];
}

export async function createTemplates(): Promise<Templates> {
  const migrations = readMigrations(path.join(import.meta.dirname, '../../migrations/client'));
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const desk = openConnection({ file: ':memory:', migrations, log: silent });
  withoutSearch(desk);
  const server = createSqliteDatabase({ file: ':memory:' });
  await migrate(server);
  await server.transaction({ kind: 'operator', mode: 'write' }, async (tx) => {
    await insertFirm(tx, FIRM, 0);
    await insertPerson(tx, ANA, 0);
  });
  const templates = { desks: createConnections(desk.serialize()), server: server.serialize(), migrations };
  desk.close();
  await server.dispose();
  return templates;
}

/** Nobody searches here, and keeping the index is most of what it costs to write a record. */
function withoutSearch(connection: Connection): void {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'cached_%_search_%'";
  for (const name of connection.prepare<[], string>(sql).pluck().all()) connection.exec(`DROP TRIGGER ${name}`);
}
