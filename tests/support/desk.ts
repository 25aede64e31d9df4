import type { SyncReport } from '#app/contract/history.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import { ferrySchema, type RecordData, type Schema } from '#app/schema/index.ts';
import { createCheckpoints } from '#app/store/checkpoints.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { createJournalFile } from '#app/store/outbox-journal/file.ts';
import { outboxJournalOf } from '#app/sync/desk.ts';
import { createWorkingDesk, type WorkingDeskOptions } from '#app/sync/working-desk.ts';
import { createHttpTransport } from '#app/transport/http.ts';
import type { Transport } from '#app/transport/transport.ts';
import { systemClock, systemIds } from '../../server/system.ts';
import { checkpointWorker } from './checkpoint-worker.ts';
import { clientMigrations } from './client-migrations.ts';
import { FIRM_EMAIL, FIRM_PASSWORD } from './firm-server.ts';
import { expectFoldInvariant } from './fold-invariant.ts';
import { quietLog } from './quiet-log.ts';
import { wholeShadow } from './whole-shadow.ts';

export interface DeskSettings {
  /** Where it syncs; read for each call. */
  server: { readonly url: string };
  email?: string;
  file?: string;
  schema?: Schema;
  migrationsFolder?: string;
  clock?: Clock;
  log?: Log;
  callDeadlineMs?: number;
  /** From how many pages on the journal is moved by its thread; a database in memory has none. */
  duePages?: number;
  fetch?: typeof fetch;
  /** Goes on with the session of another desk, as a copy of its computer does. */
  sessionOf?: { session: () => TestSession };
  onRemovalAsked?: WorkingDeskOptions['onRemovalAsked'];
  /** Stands between the engine and its transport. */
  wrap?: (transport: Transport) => Transport;
}

export interface TestSession {
  token: string | null;
  proof: { firmId: string; healthKey: string } | null;
}

export type TestDesk = Awaited<ReturnType<typeof aDesk>>;

/** A whole desk, its real engine and HTTP transport, signed in to a real server. It syncs on request. */
export async function aDesk(name: string, settings: DeskSettings) {
  const { server, file = ':memory:', schema = ferrySchema, migrationsFolder = clientMigrations } = settings;
  const { clock = systemClock, log = quietLog } = settings;
  let { token, proof }: TestSession = settings.sessionOf?.session() ?? { token: null, proof: null };
  const transport = createHttpTransport({
    serverUrl: () => server.url,
    token: () => token,
    proof: () => proof,
    fetch: (input, init) => (settings.fetch ?? fetch)(input, init),
    clock,
    log,
  });
  const connection = openConnection({ file, migrations: readMigrations(migrationsFolder), log });
  const checkpoints =
    file === ':memory:'
      ? undefined
      : createCheckpoints({ connection, file, worker: checkpointWorker, duePages: settings.duePages, clock, log });
  const desk = createWorkingDesk({
    connection,
    checkpoints,
    journalFile: file === ':memory:' ? undefined : createJournalFile(outboxJournalOf(file)),
    schema,
    transport: settings.wrap ? settings.wrap(transport) : { ...transport, subscribe: () => () => undefined },
    clock,
    random: () => 0.5,
    ids: systemIds,
    log,
    yieldToLoop: () => new Promise((resolve) => setImmediate(resolve)),
    ...(settings.callDeadlineMs === undefined ? {} : { callDeadlineMs: settings.callDeadlineMs }),
    onRemovalAsked: settings.onRemovalAsked,
    onRotation: (rotation) => {
      token = rotation.token;
    },
  });

  async function signIn(): Promise<void> {
    const email = settings.email ?? FIRM_EMAIL;
    const request = { email, password: FIRM_PASSWORD, deviceId: desk.deviceId(), deviceName: name };
    const result = await transport.signIn(request);
    if (!result.ok) throw new Error(`${name} cannot sign in: ${result.error.code}`);
    token = result.value.token;
    proof = { firmId: result.value.firm.id, healthKey: result.value.healthKey };
    desk.signedIn();
  }

  if (settings.sessionOf) desk.signedIn();
  else await signIn();
  const { operations } = desk;
  return {
    desk,
    connection,
    operations,
    signIn,
    session: (): TestSession => ({ token, proof }),
    confirmRemoval: (removalId: string, keptChanges: number) => transport.confirmRemoval({ removalId, keptChanges }),
    sync: async (): Promise<SyncReport> => operations.syncToServer(),
    /** @throws unless the run succeeds. */
    async syncWell(): Promise<SyncReport> {
      const report = await operations.syncToServer();
      if (report.error) throw new Error(`${name}: ${report.error.code} ${JSON.stringify(report.error.details)}`);
      return report;
    },
    save: (table: string, operation: 'insert' | 'update' | 'delete', recordId: string, data: RecordData = {}) =>
      operations.queueChange(table, operation, recordId, data, undefined),
    visible(table: string, id: string): RecordData | undefined {
      const record = operations.getCachedEntity(table, id);
      return record instanceof Promise || !record || record.deleted ? undefined : record.data;
    },
    expectFold: () => expectFoldInvariant(connection, schema),
    /** Every shadow; equal for two desks that have seen the same. */
    shadows: () => shadowsOf(connection, schema),
    /** Everything a failed run must leave as it was. */
    dump: () => dumpOf(connection, schema),
    dispose: () => desk.dispose(),
  };
}

type Rows = Record<string, unknown>[];

function shadowsOf(connection: TestDeskConnection, schema: Schema): Record<string, Rows> {
  return Object.fromEntries(
    schema.entities.map(({ table }) => {
      const sql = `SELECT id, version, data, deleted, shadow FROM cached_${table} WHERE shadow IS NOT NULL ORDER BY id`;
      const rows = connection.prepare(sql).all() as (Parameters<typeof wholeShadow>[0] & {
        id: string;
        version: number;
      })[];
      return [table, rows.map((row) => ({ id: row.id, version: row.version, shadow: wholeShadow(row) }))];
    }),
  );
}

/** All but what every attempt moves: its number, the marks that something was sent, and the history. */
function dumpOf(connection: TestDeskConnection, schema: Schema): Record<string, Rows> {
  const cached = schema.entities.map(({ table }) => `cached_${table}`);
  const tables = [...cached, 'sync_conflicts', 'sync_digests', 'drafts', 'receipts'];
  const dump = Object.fromEntries(
    tables.map((table) => [table, connection.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all() as Rows]),
  );
  dump.queue = connection
    .prepare(
      'SELECT id, change_id, table_name, record_id, data, base, base_version, synced FROM sync_queue ORDER BY id',
    )
    .all() as Rows;
  dump.state = connection.prepare(`SELECT * FROM sync_state WHERE key <> 'round' ORDER BY key`).all() as Rows;
  return dump;
}

type TestDeskConnection = ReturnType<typeof openConnection>;
