import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { type BenchProcess, startProcess } from './server/processes.ts';
import { type Pusher, post, signInPusher, someChanges } from './server/pusher.ts';

const BATCH = 100;
const BATCHES_A_TURN = 5;
const WARM_UP_TURNS = 10;
const TURNS = 60;
const STREAMS = 500;

/**
 * Pushing desks against a bare Node server that inserts the same rows, turn by turn so that both meet the same machine;
 * then what idle event streams cost.
 */
export async function benchServer(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-bench-server-'));
  const [oursFile, bareFile] = [path.join(folder, 'ferry.db'), path.join(folder, 'bare.db')];
  const ours = await startProcess('server/index.ts', ['--port', '0', '--db', oursFile, '--sample']);
  const processes = [ours];
  try {
    const desk = await signInPusher(ours.url);
    await desk.drain();
    await copyDatabase(oursFile, bareFile);
    const bare = await startProcess('tests/bench/server/bare-server.ts', [bareFile]);
    processes.push(bare);
    await comparePushing(bare, desk);
    await measureStreams(ours, desk.token);
  } finally {
    await Promise.all(processes.map((each) => each.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Page by page, so that both servers insert into trees of one shape. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new Sqlite(from, { readonly: true });
  await source.backup(to);
  source.close();
}

async function comparePushing(bare: BenchProcess, desk: Pusher): Promise<void> {
  const ratios: number[] = [];
  const oursMs: number[] = [];
  for (let turn = 0; turn < WARM_UP_TURNS + TURNS; turn += 1) {
    const bareMs = await timed((changes) => post(bare.url, `{"round":1,"changes":${changes}}`));
    const deskMs = await timed((changes) => desk.push(changes));
    if (turn < WARM_UP_TURNS) continue;
    ratios.push(bareMs / deskMs);
    oursMs.push(deskMs / BATCHES_A_TURN);
  }
  const [low, middle, high] = [0.1, 0.5, 0.9].map((part) => quantile(ratios, part).toFixed(2));
  const rate = Math.round((BATCH * 1000) / quantile(oursMs, 0.5));
  print(`SQLite, batches of ${BATCH} pushed and pulled: ${middle} of a bare server (from ${low} to ${high}), aim 0.50`);
  print(`${rate} changes a second on this machine, now`);
}

async function timed(send: (changes: string) => Promise<unknown>): Promise<number> {
  const batches = Array.from({ length: BATCHES_A_TURN }, () => JSON.stringify(someChanges(BATCH)));
  const startedAt = performance.now();
  for (const batch of batches) await send(batch);
  return performance.now() - startedAt;
}

async function measureStreams(server: BenchProcess, token: string): Promise<void> {
  const before = server.residentMb();
  const controller = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const streams = await Promise.all(
    Array.from({ length: STREAMS }, () => fetch(`${server.url}/v1/events`, { headers, signal: controller.signal })),
  );
  const open = streams.filter((stream) => stream.ok).length;
  print(`${open} idle desks listening: ${Math.round(server.residentMb() - before)} MB above idle, aim below 150`);
  controller.abort();
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(part * values.length)] ?? 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
