import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { openStorage } from '../../../server/storage/open.ts';
import { startPostgres } from '../../integration/server/support/postgres-cluster.ts';
import { createTestFirm, PASSWORD } from '../../integration/server/support/test-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { type BenchProcess, startProcess } from './processes.ts';
import { type Pusher, post, signInPusher, someChanges } from './pusher.ts';
import { print, quantile, spread } from './report.ts';

const BATCH = 100;
const BATCHES_A_TURN = 5;
const WARM_UP_TURNS = 10;
const TURNS = 60;
const DESKS_A_FIRM = 2;

/** Sends one batch, and resolves with its answer. */
type Send = (changes: string) => Promise<unknown>;
type Start = (script: string, args: readonly string[]) => Promise<BenchProcess>;

/** A pushing desk against a bare Node server that inserts the same rows, turn by turn so that both meet the same machine. */
export async function measureThroughput(folder: string): Promise<void> {
  await withProcesses(async (start) => {
    const { bare, desk } = await startOnSqlite(folder, start);
    const [ratios, rate] = await compare([bare], [desk]);
    print(`SQLite, batches of ${BATCH} pushed and pulled: ${spread(ratios)} of a bare server, aim 0.50`);
    print(`${rate} changes a second on this machine, now`);
  });
}

/** The same on PostgreSQL, against a bare server there and on SQLite; then several desks of several firms at once. */
export async function measurePostgres(folder: string): Promise<void> {
  const cluster = await startPostgres({ isDurable: true });
  try {
    await withProcesses(async (start) => {
      const onSqlite = await startOnSqlite(folder, start);
      const url = await cluster.createDatabase();
      const server = await start('server/index.ts', ['--port', '0', '--sample', '--postgres', url]);
      const desk = pushing(await joinDrained(server));
      const bare = await startBareOnPostgres(await cluster.createDatabase(), start);
      const [ratios, rate] = await compare([bare], [desk]);
      print(`PostgreSQL, batches of ${BATCH} pushed and pulled: ${spread(ratios)} of a bare server there`);
      print(`${rate} changes a second on this machine, now`);
      const [toSqlite] = await compare([onSqlite.bare], [desk]);
      print(`${spread(toSqlite)} of a bare server on SQLite`);
      const desks = await joinTwoFirms(server, url);
      const [together, rateTogether] = await compare(
        desks.map(() => bare),
        desks,
      );
      print(`${desks.length} desks of two firms at once: ${spread(together)} of as many at the bare server`);
      print(`${rateTogether} changes a second`);
    });
  } finally {
    await cluster.stop();
  }
}

async function withProcesses(work: (start: Start) => Promise<void>): Promise<void> {
  const processes: BenchProcess[] = [];
  try {
    await work(async (script, args) => {
      const started = await startProcess(script, args);
      processes.push(started);
      return started;
    });
  } finally {
    await Promise.all(processes.map((each) => each.stop()));
  }
}

async function startOnSqlite(folder: string, start: Start): Promise<{ bare: Send; desk: Send }> {
  const [file, bareFile] = [path.join(folder, 'ferry.db'), path.join(folder, 'bare.db')];
  const desk = await joinDrained(await start('server/index.ts', ['--port', '0', '--sample', '--db', file]));
  await copyDatabase(file, bareFile);
  const bare = await start('tests/bench/server/bare-server.ts', [bareFile]);
  return { bare: inserting(bare), desk: pushing(desk) };
}

/** Into tables a server of ours has made and filled in the same way. */
async function startBareOnPostgres(url: string, start: Start): Promise<Send> {
  const maker = await start('server/index.ts', ['--port', '0', '--sample', '--postgres', url]);
  await joinDrained(maker);
  await maker.stop();
  return inserting(await start('tests/bench/server/bare-postgres-server.ts', [url]));
}

async function joinTwoFirms(server: BenchProcess, url: string): Promise<Send[]> {
  const storage = await openStorage({ db: '', postgres: url }, quietLog);
  const { email } = await createTestFirm(storage);
  await storage.dispose();
  const desks = Array.from({ length: DESKS_A_FIRM }, () => [
    joinDrained(server),
    joinDrained(server, { email, password: PASSWORD }),
  ]);
  return (await Promise.all(desks.flat())).map(pushing);
}

async function joinDrained(server: BenchProcess, as?: { email: string; password: string }): Promise<Pusher> {
  const desk = await signInPusher(server.url, as?.email, as?.password);
  await desk.drain();
  return desk;
}

const inserting =
  (bare: BenchProcess): Send =>
  (changes) =>
    post(bare.url, `{"round":1,"changes":${changes}}`);

const pushing =
  (desk: Pusher): Send =>
  (changes) =>
    desk.push(changes);

/** Page by page, so that both servers insert into trees of one shape. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new Sqlite(from, { readonly: true });
  await source.backup(to);
  source.close();
}

/** Turn by turn; returns the ratios of the turns, and our changes a second. */
async function compare(bare: readonly Send[], ours: readonly Send[]): Promise<[ratios: number[], rate: number]> {
  const ratios: number[] = [];
  const oursMs: number[] = [];
  for (let turn = 0; turn < WARM_UP_TURNS + TURNS; turn += 1) {
    const bareMs = await timed(bare);
    const deskMs = await timed(ours);
    if (turn < WARM_UP_TURNS) continue;
    ratios.push(bareMs / deskMs);
    oursMs.push(deskMs);
  }
  const changes = BATCH * BATCHES_A_TURN * ours.length;
  return [ratios, Math.round((changes * 1000) / quantile(oursMs, 0.5))];
}

/** All at once, each its batches one after the other. Milliseconds. */
async function timed(senders: readonly Send[]): Promise<number> {
  const batches = senders.map(() => Array.from({ length: BATCHES_A_TURN }, () => JSON.stringify(someChanges(BATCH))));
  const startedAt = performance.now();
  await Promise.all(
    senders.map(async (send, index) => {
      for (const batch of batches[index] ?? []) await send(batch);
    }),
  );
  return performance.now() - startedAt;
}
