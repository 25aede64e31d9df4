import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { startPostgres } from '../../integration/server/support/postgres-cluster.ts';
import { type BenchProcess, startProcess } from './processes.ts';
import { type Pusher, post, signInPusher, someChanges } from './pusher.ts';
import { print, quantile, spread } from './report.ts';

const BATCH = 100;
const BATCHES_A_TURN = 5;
const WARM_UP_TURNS = 10;
const TURNS = 60;

/** A pushing desk against a bare Node server that inserts the same rows, turn by turn so that both meet the same machine. */
export async function measureThroughput(folder: string, storage: 'sqlite' | 'postgres'): Promise<void> {
  const file = path.join(folder, 'ferry.db');
  const bareFile = path.join(folder, 'bare.db');
  const cluster = storage === 'postgres' ? await startPostgres({ isDurable: true }) : undefined;
  const args = ['--port', '0', '--sample'];
  const processes: BenchProcess[] = [];
  async function start(script: string, given: readonly string[]): Promise<BenchProcess> {
    const started = await startProcess(script, given);
    processes.push(started);
    return started;
  }
  try {
    const sqlite = await start('server/index.ts', [...args, '--db', file]);
    const onSqlite = await joinDrained(sqlite);
    await copyDatabase(file, bareFile);
    const bare = await start('tests/bench/server/bare-server.ts', [bareFile]);
    const desk = cluster
      ? await joinDrained(await start('server/index.ts', [...args, '--postgres', await cluster.createDatabase()]))
      : onSqlite;
    await comparePushing(cluster ? 'PostgreSQL' : 'SQLite', bare, desk);
  } finally {
    await Promise.all(processes.map((each) => each.stop()));
    await cluster?.stop();
  }
}

async function joinDrained(server: BenchProcess): Promise<Pusher> {
  const desk = await signInPusher(server.url);
  await desk.drain();
  return desk;
}

/** Page by page, so that both servers insert into trees of one shape. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new Sqlite(from, { readonly: true });
  await source.backup(to);
  source.close();
}

async function comparePushing(name: string, bare: BenchProcess, desk: Pusher): Promise<void> {
  const ratios: number[] = [];
  const oursMs: number[] = [];
  for (let turn = 0; turn < WARM_UP_TURNS + TURNS; turn += 1) {
    const bareMs = await timed((changes) => post(bare.url, `{"round":1,"changes":${changes}}`));
    const deskMs = await timed((changes) => desk.push(changes));
    if (turn < WARM_UP_TURNS) continue;
    ratios.push(bareMs / deskMs);
    oursMs.push(deskMs / BATCHES_A_TURN);
  }
  const rate = Math.round((BATCH * 1000) / quantile(oursMs, 0.5));
  print(`${name}, batches of ${BATCH} pushed and pulled: ${spread(ratios)} of a bare server on SQLite, aim 0.50 there`);
  print(`${rate} changes a second on this machine, now`);
}

async function timed(send: (changes: string) => Promise<unknown>): Promise<number> {
  const batches = Array.from({ length: BATCHES_A_TURN }, () => JSON.stringify(someChanges(BATCH)));
  const startedAt = performance.now();
  for (const batch of batches) await send(batch);
  return performance.now() - startedAt;
}
