import path from 'node:path';
import type { Change } from '#app/contract/protocol.ts';
import { update } from '../../../server/conformance/changes.ts';
import { startProcess } from './processes.ts';
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
  const start = (name: string) =>
    startProcess('server/index.ts', ['--port', '0', '--sample', '--db', path.join(folder, name)]);
  const servers = await Promise.all([start('few.db'), start('many.db')]);
  try {
    const [few, many] = [await fill(servers[0].url, SMALL), await fill(servers[1].url, records)];
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

async function fill(url: string, count: number): Promise<FilledFirm> {
  const desk = await signInPusher(url);
  await desk.drain();
  const recordIds: string[] = [];
  while (recordIds.length < count) recordIds.push(...(await pushed(desk, someChanges(BATCH))));
  return { desk, recordIds };
}

async function pushed(desk: Pusher, changes: readonly Change[]): Promise<string[]> {
  await desk.push(JSON.stringify(changes));
  return changes.map(({ recordId }) => recordId);
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
