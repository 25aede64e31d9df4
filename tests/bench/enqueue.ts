import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ferrySchema, withInitialValues } from '#app/schema/index.ts';
import type { Connection } from '#app/store/database.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { createJournalFile } from '#app/store/outbox-journal/file.ts';
import { createWorkingDesk } from '#app/sync/working-desk.ts';
import { createHttpTransport } from '#app/transport/http.ts';
import { systemClock, systemIds } from '../../server/system.ts';
import { clientMigrations } from '../support/client-migrations.ts';
import { quietLog } from '../support/quiet-log.ts';

const RECORDS = 100;
const EDITS_A_ROUND = 200;
const ROUNDS = 15;

/** The rate of durable `queueChange` calls as a ratio to the same statements run raw, turn by turn on the same disk. */
export async function benchEnqueue(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-bench-'));
  try {
    const desk = openDesk(path.join(folder, 'ferry.db'));
    const raw = openRaw(path.join(folder, 'raw.db'));
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const rawMs = await timed((edit) => raw.save(`c-${edit % RECORDS}`, `${round}-${edit}`));
      const deskMs = await timed((edit) => desk.save(`c-${edit % RECORDS}`, `${round}-${edit}`));
      if (round > 0) ratios.push(rawMs / deskMs);
    }
    await desk.dispose();
    raw.connection.close();
    const sorted = ratios.toSorted((a, b) => a - b);
    const [low, middle, high] = [0.1, 0.5, 0.9].map((part) => sorted[Math.floor(part * sorted.length)]?.toFixed(2));
    process.stdout.write(`durable queueChange: ${middle} of the raw rate (from ${low} to ${high}), aim 0.80\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each edit waits for the answer to the one before it, as a person does. */
async function timed(edit: (index: number) => unknown): Promise<number> {
  const startedAt = performance.now();
  for (let index = 0; index < EDITS_A_ROUND; index += 1) await edit(index);
  return performance.now() - startedAt;
}

function open(file: string): Connection {
  return openConnection({ file, migrations: readMigrations(clientMigrations), log: quietLog });
}

function clientData(city: string): Record<string, unknown> {
  const clients = ferrySchema.entity('clients');
  return clients ? withInitialValues(clients, { name: 'Nordwind Logistik', city }) : {};
}

/** The whole path of an edit: operation, validation, outbox, fold, visible row, and the outbox's second copy. */
function openDesk(file: string) {
  const desk = createWorkingDesk({
    connection: open(file),
    journalFile: createJournalFile(`${file}-outbox/outbox.journal`),
    schema: ferrySchema,
    transport: createHttpTransport({
      serverUrl: () => null,
      token: () => null,
      fetch,
      clock: systemClock,
      log: quietLog,
    }),
    clock: systemClock,
    random: Math.random,
    ids: systemIds,
    log: quietLog,
    yieldToLoop: async () => undefined,
    onRotation: () => undefined,
  });
  const { queueChange, cacheEntity } = desk.operations;
  const data = withInitialValues(ferrySchema.entities[0] as (typeof ferrySchema.entities)[number], {
    name: 'Nordwind',
  });
  for (let index = 0; index < RECORDS; index += 1) cacheEntity('clients', `c-${index}`, data, index + 1);
  return {
    // Each edit is of a record with the edits before it still waiting, as offline.
    save: (id: string, city: string) => queueChange('clients', 'update', id, { city }, undefined),
    dispose: () => desk.dispose(),
  };
}

/** What an edit comes to in SQL, with everything prepared and nothing computed. */
function openRaw(file: string) {
  const connection = open(file);
  const shadow = JSON.stringify({
    data: clientData('x'),
    deleted: false,
    stamps: { '+': { version: 1, device: 'x' } },
    by: '',
    at: 0,
  });
  const put = connection.prepare(
    `INSERT INTO cached_clients (id, data, shadow, version, deleted, generation) VALUES (?, ?, ?, ?, 0, 0)
     ON CONFLICT (id) DO UPDATE SET data = excluded.data`,
  );
  for (let index = 0; index < RECORDS; index += 1) put.run(`c-${index}`, JSON.stringify(clientData('')), shadow, 1);
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const read = connection.prepare(
    'SELECT id, data, shadow, version, deleted, generation FROM cached_clients WHERE id = ?',
  );
  const append = connection.prepare(
    `INSERT INTO sync_queue (table_name, operation, record_id, data, created_at, change_id, base, base_version, capped,
       schema_version, state) VALUES ('clients', 'update', ?, ?, ?, ?, ?, 1, 0, 1, 'pending') RETURNING *`,
  );
  const waiting = connection.prepare(
    `SELECT * FROM sync_queue WHERE table_name = 'clients' AND record_id = ? AND synced = 0
       AND state IN ('pending', 'sent', 'parked') ORDER BY id`,
  );
  return {
    connection,
    save(id: string, city: string): void {
      begin.run();
      read.get(id);
      append.get(id, JSON.stringify({ city }), Date.now(), systemIds.next(), JSON.stringify({ city: '' }));
      waiting.all(id);
      put.run(id, JSON.stringify(clientData(city)), shadow, 1);
      commit.run();
    },
  };
}
