import path from 'node:path';
import { ferrySchema } from '#app/schema/index.ts';
import { update } from '../../../server/conformance/changes.ts';
import { createSyncService } from '../../../server/core/sync-service.ts';
import { openStorage } from '../../../server/storage/open.ts';
import { systemClock, systemIds, yieldToLoop } from '../../../server/system.ts';
import { joinCore } from '../../integration/server/support/core-device.ts';
import { createTestFirm, PASSWORD } from '../../integration/server/support/test-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { type BenchProcess, startProcess } from './processes.ts';
import { type Pusher, signInPusher, someChanges } from './pusher.ts';
import { print, quantile, spread } from './report.ts';

const SMALL = 10_000;
const BATCH = 100;
const TURNS = 150;
const WARM_UP_TURNS = 15;

interface FilledFirm {
  desk: Pusher;
  recordIds: string[];
}

/** What a change costs in a firm of many records beside one of 10 thousand, turn by turn. */
export async function measureGrowth(folder: string, records: number): Promise<void> {
  const servers: BenchProcess[] = [];
  const open = async (name: string, count: number): Promise<FilledFirm> => {
    const file = path.join(folder, name);
    const { email, recordIds } = await fill(file, count);
    const server = await startProcess('server/index.ts', ['--port', '0', '--db', file]);
    servers.push(server);
    const desk = await signInPusher(server.url, email, PASSWORD);
    await desk.drain();
    return { desk, recordIds };
  };
  try {
    const [few, many] = [await open('few.db', SMALL), await open('many.db', records)];
    const ratios: number[] = [];
    const manyMs: number[] = [];
    for (let turn = 0; turn < WARM_UP_TURNS + TURNS; turn += 1) {
      const fewTook = await timed(few);
      const manyTook = await timed(many);
      if (turn < WARM_UP_TURNS) continue;
      ratios.push(manyTook / fewTook);
      manyMs.push(manyTook);
    }
    print(`cost of a change with ${records} records: ${spread(ratios)} of that with ${SMALL}, aim below 1.20`);
    print(`${((quantile(manyMs, 0.5) * 1000) / BATCH).toFixed(0)} µs a change on this machine, now`);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** Rounds of a desk like any other, in this process: only the way over HTTP is left out. */
async function fill(file: string, count: number): Promise<{ email: string; recordIds: string[] }> {
  const storage = await openStorage({ db: file, postgres: undefined }, quietLog);
  const { firmId, ownerId: personId, email } = await createTestFirm(storage);
  const service = createSyncService({
    storage,
    schema: ferrySchema,
    clock: systemClock,
    ids: systemIds,
    log: quietLog,
    yieldToLoop,
  });
  const desk = await joinCore(service, { firmId, personId, role: 'owner', deviceId: systemIds.next() });
  const recordIds: string[] = [];
  while (recordIds.length < count) {
    const changes = someChanges(BATCH);
    await desk.push(...changes);
    for (const { recordId } of changes) recordIds.push(recordId);
  }
  await storage.dispose();
  return { email, recordIds };
}

/** Half new records, half edits of records anywhere in the table. Milliseconds. */
async function timed({ desk, recordIds }: FilledFirm): Promise<number> {
  const edits = Array.from({ length: BATCH / 2 }, () => {
    const recordId = recordIds[Math.floor(Math.random() * recordIds.length)] ?? '';
    return update('clients', recordId, { city: 'Kiel' }, { base: { city: 'Hamburg' }, baseVersion: 0 });
  });
  const batch = JSON.stringify([...someChanges(BATCH / 2), ...edits]);
  const startedAt = performance.now();
  await desk.push(batch);
  return performance.now() - startedAt;
}
