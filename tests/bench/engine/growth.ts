import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ferrySchema } from '#app/schema/index.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { indexRows } from '#app/store/search-index.ts';
import { createStore } from '#app/store/store.ts';
import { createEdits } from '#app/sync/edits/edit.ts';
import { createParked } from '#app/sync/edits/parked.ts';
import { createAcks } from '#app/sync/run/acks.ts';
import { nextBatch } from '#app/sync/run/outbox.ts';
import { systemClock, systemIds } from '../../../server/system.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { type Figure, figureOf, type Round } from './figure.ts';

const clients = ferrySchema.entity('clients') as (typeof ferrySchema.entities)[number];
const SMALL = 1_000;
const STEPS = 200;
const HISTORY_A_ROUND = 100;

type Bench = ReturnType<typeof openDesk>;
type Step = (desk: Bench, round: number) => void;

/** A desk with as many records as acknowledged changes, and the search index of all. */
function openDesk(file: string, rows: number) {
  const connection = openConnection({ file, migrations: readMigrations(clientMigrations), log: quietLog });
  fillTables(connection, rows);
  const store = createStore({ connection, schema: ferrySchema, monotonicMs: () => performance.now(), log: quietLog });
  store.transaction(() => store.state.set({ deviceId: systemIds.next() }));
  const edits = createEdits({ store, clock: systemClock, ids: systemIds });
  const parked = createParked({ store, ids: systemIds });
  const acks = createAcks({ store, parked, clock: systemClock, random: () => 0.5 });
  return { store, edits, acks, rows };
}

function fillTables(connection: ReturnType<typeof openConnection>, rows: number): void {
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`;
  const data = `json_set(json(:empty), '$.name', 'Client ' || i, '$.city', 'Berlin', '$.notes', 'met at a fair')`;
  const shadow = JSON.stringify({ stamps: { '+': { version: 1, device: 'x' } }, by: 'somebody', at: 0 });
  const empty = JSON.stringify(
    Object.fromEntries(Object.entries(clients.fields).map(([name, f]) => [name, f.initial])),
  );
  connection.transaction(() => {
    connection
      .prepare(
        `${numbers} INSERT INTO cached_clients (id, data, shadow, version) SELECT printf('c-%08d', i), ${data}, :shadow, i FROM n`,
      )
      .run({ empty, shadow });
    connection
      .prepare(
        `${numbers} INSERT INTO sync_queue (table_name, operation, record_id, data, created_at, synced, change_id, base,
           base_version, schema_version, state, outcome, acked_version, acked_at)
         SELECT 'clients', 'update', printf('c-%08d', i), '{"city":"Wien"}', i, 1, printf('done-%08d', i), '{}', 0, 1, 'done',
           'applied', i, i FROM n`,
      )
      .run();
    connection.prepare(indexRows(clients)).run();
  })();
}

const idOf = (index: number): string => `c-${String(index).padStart(8, '0')}`;

/** Records over the whole table, the same number in each size. */
const spread = ({ rows }: Bench, round: number): string[] =>
  Array.from({ length: STEPS }, (_, index) => idOf(1 + ((index * Math.floor(rows / STEPS) + round * 7) % rows)));

const enqueue: Step = (desk, round) => {
  for (const recordId of spread(desk, round)) {
    const data = { notes: `called ${round}` };
    desk.edits.queueChange({ table: 'clients', operation: 'update', recordId, data });
  }
};

/** What waits is read, marked as sent and acknowledged, as a round does it. */
const drain: Step = ({ store, acks, rows }, round) => {
  const tally = { synced: 0, merged: 0, conflicts: 0, parked: 0 };
  for (;;) {
    const { changes } = store.transaction(() => {
      const batch = nextBatch(store, systemIds, { limit: 100, now: Date.now() });
      store.queue.markSent(batch.changes.map(({ changeId }) => changeId));
      return batch;
    });
    if (changes.length === 0) return;
    store.transaction(() => {
      for (const { changeId, recordId, data } of changes) {
        const version = rows * (round + 2);
        const before = store.cache.row('clients', recordId);
        const written = { table: 'clients', recordId, version, data: { ...before?.data, ...data }, deleted: false };
        const record = { ...written, stamps: {}, by: 'somebody', at: 0 };
        acks.apply({ changeId, outcome: 'applied', version, record }, tally);
      }
    });
  }
};

const fold: Step = (desk, round) =>
  desk.store.transaction(() => {
    for (const recordId of spread(desk, round)) desk.store.cache.refold('clients', recordId);
  });

const digest: Step = (desk, round) => {
  for (const after of spread(desk, round)) desk.store.cache.shadowVersions('clients', after, null, 100);
};

const receipts: Step = ({ store }) => {
  for (let index = 0; index < STEPS / 10; index += 1)
    store.receipts.list({ from: 0, isNewestFirst: true, limit: 100 } as Parameters<typeof store.receipts.list>[0]);
};

const cleanUp: Step = ({ store }) =>
  void store.transaction(() => store.queue.removeAcknowledged(Date.now(), Number.MAX_SAFE_INTEGER, HISTORY_A_ROUND));

/** In this order: what is enqueued is drained. */
const steps: Record<string, Step> = { enqueue, drain, fold, digest, receipts, 'clean-up': cleanUp };

function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What each step costs with many records and much history, against the same with a thousand, in turns. */
export function growthFigures(rows: number, rounds: number): Figure[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-bench-'));
  const small = openDesk(path.join(folder, 'small.db'), SMALL);
  const large = openDesk(path.join(folder, 'large.db'), rows);
  try {
    const taken = new Map<string, Round[]>(Object.keys(steps).map((name) => [name, []]));
    // Clean-up uses up history, and a thousand rows must last for all rounds.
    const last = Math.min(rounds, SMALL / HISTORY_A_ROUND - 2);
    for (let round = 0; round <= last; round += 1) {
      for (const [name, step] of Object.entries(steps)) {
        const bare = processorMs(() => step(small, round));
        const ferry = processorMs(() => step(large, round));
        taken.get(name)?.push({ ferry, bare });
      }
    }
    const what = (name: string): string =>
      `${name}, ${rows.toLocaleString('en')} rows to ${SMALL.toLocaleString('en')}`;
    return [...taken].map(([name, each]) => figureOf({ part: 'growth', what: what(name), aim: 1.2, limit: 4 }, each));
  } finally {
    small.store.close();
    large.store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
