import type { Change } from '#app/contract/protocol.ts';
import { ferrySchema, type RecordData, type Schema, withInitialValues } from '#app/schema/index.ts';
import { createAccounts } from '../../server/auth/accounts.ts';
import { createPasswordHasher } from '../../server/auth/passwords.ts';
import { createSyncService } from '../../server/core/sync-service.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import { migrate } from '../../server/storage/migrate.ts';
import { createSqliteDatabase, type SqliteDatabase } from '../../server/storage/sqlite.ts';
import { systemClock, systemIds, yieldToLoop } from '../../server/system.ts';
import { quietLog } from './quiet-log.ts';

const passwords = createPasswordHasher({ cost: { logN: 4, r: 8, p: 1 } });

export const FIRM_EMAIL = 'olga@nordwind.test';
export const FIRM_PASSWORD = 'correct horse battery';

export interface SeedRecord {
  table: string;
  recordId: string;
  data: RecordData;
}

export interface FirmServer {
  /** Stays the same over `stop` and `start`. */
  readonly url: string;
  readonly firmId: string;
  readonly storage: SqliteDatabase;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** The whole database as bytes. */
  backUp(): Buffer;
  /** Puts a backup in the place of the data, by hand, as an operator who knows no better would. */
  putBack(backup: Buffer): Promise<void>;
  /** Writes records as another device of the firm, a hundred a transaction. */
  write(records: readonly SeedRecord[], operation?: Change['operation']): Promise<void>;
  revokeSessions(): Promise<void>;
  dispose(): Promise<void>;
}

/** The reference server in this process on a free port, over SQLite, with one firm and its owner. */
export async function startFirmServer({
  file = ':memory:',
  schema = ferrySchema,
}: {
  file?: string;
  schema?: Schema;
} = {}): Promise<FirmServer> {
  let storage = createSqliteDatabase({ file });
  await migrate(storage);
  const accounts = () => createAccounts({ storage, clock: systemClock, ids: systemIds, passwords });
  const owner = { name: 'Olga', email: FIRM_EMAIL, password: FIRM_PASSWORD };
  const { firmId, ownerId } = await accounts().createFirm({ name: 'Nordwind', owner });
  const run = (port: number): Promise<RunningServer> =>
    startServer({ storage, log: quietLog, schema, passwords }, { host: '127.0.0.1', port });
  let server: RunningServer | null = await run(0);
  const { url } = server;

  async function stop(): Promise<void> {
    const running = server;
    server = null;
    await running?.close();
  }
  async function start(): Promise<void> {
    server ??= await run(Number(new URL(url).port));
  }

  return {
    url,
    firmId,
    get storage() {
      return storage;
    },
    stop,
    start,
    backUp: () => storage.serialize(),
    async putBack(backup) {
      await stop();
      await storage.dispose();
      storage = createSqliteDatabase({ file: backup });
      await start();
    },
    async write(records, operation = 'insert') {
      const sync = createSyncService({
        storage,
        schema,
        clock: systemClock,
        ids: systemIds,
        log: quietLog,
        yieldToLoop,
      });
      const session = { firmId, personId: ownerId, role: 'owner', deviceId: systemIds.next() } as const;
      const round = { deviceId: session.deviceId, schema: schema.version, ackedThrough: 0, unanswered: [], limit: 1 };
      let answer = await sync.sync(session, { ...round, round: 1, ticket: null, epoch: null, cursor: 0, changes: [] });
      const seq = await sync.currentSeq(session);
      for (let start = 0; start < records.length; start += 100) {
        const changes = records.slice(start, start + 100).map(({ table, recordId, data }): Change => {
          const entity = schema.entity(table);
          return {
            changeId: systemIds.next(),
            table,
            operation,
            recordId,
            data: entity && operation === 'insert' ? withInitialValues(entity, data) : data,
            base: {},
            baseVersion: operation === 'insert' ? 0 : seq,
            schemaVersion: schema.version,
            createdAt: 0,
          };
        });
        const { ticket, epoch } = answer;
        answer = await sync.sync(session, { ...round, ticket, epoch, round: answer.round + 1, cursor: seq, changes });
        const refused = answer.acks.find(({ outcome }) => outcome === 'rejected' || outcome === 'blocked');
        if (refused) throw new Error(`The seed was refused: ${refused.code} ${JSON.stringify(refused.fieldErrors)}`);
      }
    },
    async revokeSessions() {
      await accounts().revoke({ email: FIRM_EMAIL });
    },
    async dispose() {
      await stop();
      await storage.dispose();
    },
  };
}

/** Believable records; `count` is the number of clients. */
export function seedRecords(count: number, table = 'clients', fields: RecordData = {}): SeedRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    table,
    recordId: `${table.slice(0, 1)}-${String(index).padStart(6, '0')}`,
    data: { [table === 'clients' ? 'name' : 'title']: `${table} ${index}`, ...fields },
  }));
}
