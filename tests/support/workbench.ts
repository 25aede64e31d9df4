import { expect, onTestFinished } from 'vitest';
import { type Ack, type ServerRecord, WHOLE_RECORD } from '#app/contract/protocol.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { ferrySchema, type RecordData, type Schema, withInitialValues } from '#app/schema/index.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import type { JournalFile } from '#app/store/outbox-journal/file.ts';
import { openOutboxJournal } from '#app/store/outbox-journal/open.ts';
import { createStore } from '#app/store/store.ts';
import { createEdits } from '#app/sync/edits/edit.ts';
import { createImportEdits } from '#app/sync/edits/imports.ts';
import { createOrphans } from '#app/sync/edits/orphans.ts';
import { createParked } from '#app/sync/edits/parked.ts';
import { createResolver } from '#app/sync/edits/resolve.ts';
import { createAcks } from '#app/sync/run/acks.ts';
import { createSlices, type Slices } from '#app/sync/run/time-slices.ts';
import { clientMigrations } from './client-migrations.ts';
import { expectFoldInvariant } from './fold-invariant.ts';
import { createIds } from './ids.ts';
import { aMemoryDatabase } from './memory-database.ts';
import { quietLog } from './quiet-log.ts';
import { aClient, anEngagement, aTask } from './records.ts';
import { createVirtualClock } from './virtual-clock.ts';

export const OTHER_DEVICE = '00000000-0000-7000-8000-00000000cafe';

export type Workbench = ReturnType<typeof aWorkbench>;

interface WorkbenchOptions {
  file?: string;
  schema?: Schema;
  migrationsFolder?: string;
  /** Where the outbox has its second copy. */
  journalFile?: JournalFile;
}

/** The parts of a desk over a database of its own, without engine and network; the test plays the server. */
export function aWorkbench(
  name = 'ana',
  { file = ':memory:', schema = ferrySchema, migrationsFolder = clientMigrations, journalFile }: WorkbenchOptions = {},
) {
  const clock = createVirtualClock();
  const ids = createIds(name);
  const connection =
    file === ':memory:' && migrationsFolder === clientMigrations
      ? aMemoryDatabase()
      : openConnection({ file, migrations: readMigrations(migrationsFolder), log: quietLog });
  const store = createStore({
    connection,
    schema,
    monotonicMs: () => clock.monotonicMs(),
    log: quietLog,
  });
  onTestFinished(() => store.close());
  if (store.state.get('deviceId') === '') store.transaction(() => store.state.set({ deviceId: ids.next() }));
  const journalTroubles: (string | null)[] = [];
  const journal = journalFile
    ? openOutboxJournal({
        store,
        file: journalFile,
        clock,
        ids,
        log: quietLog,
        yieldToLoop: async () => undefined,
        onTrouble: (error) => void journalTroubles.push(error === null ? null : error.code),
      })
    : null;
  const edits = createEdits({ store, clock, ids });
  const imports = createImportEdits({
    store,
    edits,
    clock,
    log: quietLog,
    yieldToLoop: async () => undefined,
    isDisposed: () => !connection.open,
  });
  const parked = createParked({ store, ids });
  const orphans = createOrphans({ store, edits, parked, ids });
  const resolver = createResolver({ store, edits, clock });
  const acks = createAcks({ store, parked, clock, random: () => 0.5 });
  let version = 0;

  const bench = {
    store,
    connection,
    journal,
    journalTroubles,
    edits,
    imports,
    parked,
    orphans,
    resolver,
    clock,
    ids,

    save(
      table: string,
      operation: 'insert' | 'update' | 'delete',
      recordId: string,
      data: RecordData = {},
    ): QueuedChange {
      return edits.queueChange({ table, operation, recordId, data });
    },
    newClient(id: string, fields: RecordData = {}): QueuedChange {
      return bench.save('clients', 'insert', id, aClient(fields));
    },
    newEngagement(id: string, clientId: string, fields: RecordData = {}): QueuedChange {
      return bench.save('engagements', 'insert', id, anEngagement(clientId, fields));
    },
    newTask(id: string, engagementId: string, fields: RecordData = {}): QueuedChange {
      return bench.save('tasks', 'insert', id, aTask(engagementId, fields));
    },

    /** A record as another device has written it; each one gets the next version. */
    serverRecord(table: string, recordId: string, data: RecordData, more: Partial<ServerRecord> = {}): ServerRecord {
      version = more.version ?? version + 1;
      const entity = schema.entity(table);
      return {
        table,
        recordId,
        version,
        deleted: false,
        data: entity ? withInitialValues(entity, data) : data,
        stamps: { '+': { version, device: OTHER_DEVICE } },
        by: 'person-1',
        at: clock.nowMs(),
        ...more,
      };
    },
    /** The feed brings a record. */
    arrives(table: string, recordId: string, data: RecordData, more: Partial<ServerRecord> = {}): ServerRecord {
      const record = bench.serverRecord(table, recordId, data, more);
      store.transaction(() => store.cache.moveShadow(record));
      return record;
    },
    /** The server answers a change. */
    answers(change: { changeId: string }, ack: Partial<Ack> = {}) {
      const tally = { synced: 0, merged: 0, conflicts: 0, parked: 0 };
      version = ack.version ?? version + 1;
      const full: Ack = { changeId: change.changeId, outcome: 'applied', version, ...ack };
      store.transaction(() => acks.apply(full, tally));
      return tally;
    },
    /** The server accepts a change as it is: shadow and receipt as after a round. */
    accepts(change: QueuedChange): void {
      const row = store.cache.row(change.table, change.recordId);
      version += 1;
      const stamp = { version, device: store.state.get('deviceId') };
      const fields = change.operation === 'delete' ? [WHOLE_RECORD] : Object.keys(change.data);
      const touched = fields.map((field) => [field, stamp]);
      const record = {
        table: change.table,
        recordId: change.recordId,
        version,
        deleted: change.operation === 'delete',
        data: { ...row?.shadow?.data, ...(row?.shadow ? {} : row?.data), ...change.data },
        stamps: row?.shadow ? { ...row.shadow.stamps, ...Object.fromEntries(touched) } : { '+': stamp },
        by: 'person-1',
        at: clock.nowMs(),
      };
      bench.answers(change, { version, record });
    },

    visible: (table: string, id: string): RecordData | undefined => {
      const row = store.cache.row(table, id);
      return row && !row.deleted ? row.data : undefined;
    },
    states(): Record<string, string> {
      const rows = connection.prepare('SELECT change_id, state FROM sync_queue ORDER BY id').all() as {
        change_id: string;
        state: string;
      }[];
      return Object.fromEntries(rows.map((row) => [row.change_id, row.state]));
    },
    /** The fold invariant, and that what is kept in memory of the outbox says what the database says. */
    expectFold(): void {
      expectFoldInvariant(connection, schema);
      const kept = store.queue.counts();
      store.queue.recount();
      expect(kept).toEqual(store.queue.counts());
    },
  };
  return bench;
}

/** Steps of this desk in slices, between which nothing else happens. */
export function slicesOf({ store, clock }: Pick<Workbench, 'store' | 'clock'>): Slices {
  return createSlices({ store, clock, yieldToLoop: async () => undefined });
}
