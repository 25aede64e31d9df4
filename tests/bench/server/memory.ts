import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startProcess } from './processes.ts';
import { signInPusher, someChanges } from './pusher.ts';
import { print, quantile } from './report.ts';

const DESKS = 4;
const BATCH = 20;
/** Steady work, far from what the server can do, so that what is seen is what it keeps and not what it is busy with. */
const TURN_MS = 250;

/** Whether the server's memory grows while desks push, pull, and new ones sign in. */
export async function measureMemory(folder: string, minutes: number): Promise<void> {
  const file = path.join(folder, 'memory.db');
  const server = await startProcess('server/index.ts', ['--port', '0', '--sample', '--db', file]);
  try {
    const desks = await Promise.all(Array.from({ length: DESKS }, () => signInPusher(server.url)));
    const samples: number[] = [];
    let changes = 0;
    const endsAt = performance.now() + minutes * 60_000;
    for (let turn = 0; performance.now() < endsAt; turn += 1) {
      const nextAt = performance.now() + TURN_MS;
      await desks[turn % DESKS]?.push(JSON.stringify(someChanges(BATCH)));
      changes += BATCH;
      samples.push(server.residentMb());
      await pause(Math.max(0, nextAt - performance.now()));
    }
    const third = Math.floor(samples.length / 3);
    const [first, last] = [quantile(samples.slice(0, third), 0.5), quantile(samples.slice(-third), 0.5)];
    const [low, high] = [quantile(samples, 0), quantile(samples, 0.999)];
    print(
      `memory over ${minutes} minutes and ${changes} changes: the last third ${(last / first).toFixed(2)} of the first`,
    );
    print(`${Math.round(first)} MB, then ${Math.round(last)} MB; from ${Math.round(low)} to ${Math.round(high)} MB`);
  } finally {
    await server.stop();
  }
}
