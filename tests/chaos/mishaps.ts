import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresCluster } from '../integration/server/support/postgres-cluster.ts';
import type { SeededRandom } from '../simulation/random.ts';
import type { Fault } from '../support/tcp-proxy.ts';
import { damageDatabase } from './damage.ts';
import type { ChaosDesk } from './desks.ts';
import type { Servers } from './servers.ts';

const MOST_DESKS = 5;
const YEAR_MS = 365 * 24 * 60 * 60_000;

export interface Stage {
  desks: readonly ChaosDesk[];
  servers: Servers;
  cluster: PostgresCluster;
  random: SeededRandom;
  folder: string;
  /** Copies the data folder of a desk that does not run; both go on from there. */
  copyDesk(original: ChaosDesk): Promise<ChaosDesk>;
  /** The database of another firm with the same people. */
  otherFirmUrl: string;
  /**
   * Whether the server is put back to backups, or else files of desks are damaged: what the server forgets, desks still have,
   * but for a week only, and not in a second copy.
   */
  isServerPutBack: boolean;
  note(what: string): void;
}

/** What goes wrong, one thing after the other and several at once, until `isOver`. Resolves when all has passed or stays. */
export async function injectFaultsUntil(stage: Stage, isOver: () => boolean): Promise<void> {
  const { random } = stage;
  const backups = new Map<ChaosDesk, string>();
  const busy = new Set<unknown>();
  const underWay = new Set<Promise<void>>();

  /** A mishap of its own `subject`; while it lasts no other meets the same. */
  function begin(subject: unknown, what: string, mishap: () => Promise<void>): void {
    if (busy.has(subject)) return;
    busy.add(subject);
    stage.note(what);
    const run = mishap().finally(() => {
      busy.delete(subject);
      underWay.delete(run);
    });
    underWay.add(run);
  }
  const later = (mostMs: number) => pause(random.between(100, mostMs));

  const mishaps: [number, () => void][] = [
    [
      10,
      () => {
        const desk = random.pick(stage.desks);
        begin(desk, `${desk.name} is killed`, async () => {
          await desk.kill();
          await later(1500);
          await startAgain(stage, desk);
        });
      },
    ],
    [
      6,
      () => {
        const desk = random.pick(stage.desks);
        begin(desk, `${desk.name} is frozen`, async () => {
          desk.freeze();
          await later(4000);
          desk.thaw();
        });
      },
    ],
    [
      16,
      () => {
        const desk = random.pick(stage.desks);
        const fault = someFault(random);
        begin(desk.proxy, `${desk.name}: ${JSON.stringify(fault)}`, async () => {
          desk.proxy.set(fault);
          await later(fault.kind === 'drop' ? 6000 : 3000);
          desk.proxy.set({ kind: 'none' });
          desk.send({ kind: 'wake' });
        });
      },
    ],
    [
      4,
      () => {
        const desk = random.pick(stage.desks);
        const offsetMs = random.pick([0, YEAR_MS, -YEAR_MS, 5 * YEAR_MS, -3_600_000, 90_000]);
        begin('clock', `${desk.name}’s clock is set by ${offsetMs}`, async () => desk.setClock(offsetMs));
      },
    ],
    [
      5,
      () => {
        const index = random.between(0, stage.servers.count - 1);
        begin('servers', `server ${index} is killed`, async () => {
          await stage.servers.kill(index);
          await later(2000);
          await stage.servers.startAll();
        });
      },
    ],
    [
      4,
      () => {
        const index = random.between(0, stage.servers.count - 1);
        begin('servers', `server ${index} is frozen`, async () => {
          stage.servers.freeze(index);
          await later(3000);
          stage.servers.thaw(index);
        });
      },
    ],
    [
      2,
      () =>
        begin('servers', 'PostgreSQL crashes', async () => {
          await stage.cluster.crash();
        }),
    ],
    [
      stage.isServerPutBack ? 4 : 0,
      () => begin('servers', 'the server is backed up, and perhaps put back later', () => restoreServer(stage, later)),
    ],
    [
      6,
      () => {
        const desk = random.pick(stage.desks);
        const file = path.join(stage.folder, `${desk.name}-${Date.now()}.backup.db`);
        begin(desk, `${desk.name} makes a backup`, async () => {
          if ((await desk.backUp(file)) === null) backups.set(desk, file);
        });
      },
    ],
    [
      5,
      () => {
        const desk = random.pick(stage.desks);
        const restoreFrom = backups.get(desk);
        if (restoreFrom === undefined) return;
        begin(desk, `${desk.name} is put back to its backup`, async () => {
          if (random.chance(0.7)) await desk.stop();
          else await desk.kill();
          await startAgain(stage, desk, { restoreFrom });
        });
      },
    ],
    [
      stage.isServerPutBack ? 0 : 6,
      () => {
        const desk = random.pick(stage.desks);
        begin(desk, `${desk.name}’s file is damaged`, async () => {
          if (random.chance(0.2)) await desk.stop();
          else await desk.kill();
          stage.note(`${desk.name}’s file: ${damageDatabase(desk.databaseFile, random)}`);
          await startAgain(stage, desk, { isSuspect: true });
        });
      },
    ],
  ];

  mishaps.push(
    [
      stage.desks.every(({ hasSmallDisk }) => hasSmallDisk) ? 6 : 0,
      () => {
        const desk = random.pick(stage.desks);
        const isKilled = random.chance(0.4);
        begin(desk, `${desk.name}’s disk is full`, async () => {
          desk.fillDisk();
          await later(3000);
          if (isKilled) await desk.kill();
          desk.freeDisk();
          if (isKilled) await startAgain(stage, desk);
        });
      },
    ],
    [
      stage.desks.length < MOST_DESKS ? 2 : 0,
      () => {
        const desk = random.pick(stage.desks);
        if (stage.desks.length >= MOST_DESKS) return;
        begin(desk, `${desk.name}’s folder is copied`, async () => {
          if (random.chance(0.5)) await desk.stop();
          else await desk.kill();
          const copy = await stage.copyDesk(desk);
          // Another mishap would start it a second time, on the same file.
          busy.add(copy);
          await startAgain(stage, desk);
          await startAgain(stage, copy);
          busy.delete(copy);
        });
      },
    ],
    [
      3,
      () =>
        begin('servers', 'the server is replaced by another one for a while', async () => {
          await stage.servers.replaceBy(stage.otherFirmUrl);
          await later(4000);
          await stage.servers.endReplacement();
        }),
    ],
  );

  while (!isOver()) {
    random.weighted(mishaps)[1]();
    await later(900);
  }
  await Promise.all(underWay);
}

async function startAgain(
  stage: Stage,
  desk: ChaosDesk,
  options: Parameters<ChaosDesk['start']>[0] = {},
): Promise<void> {
  await desk.start(options);
  desk.send({ kind: 'inject', seed: `${stage.random.next()}` });
}

async function restoreServer(stage: Stage, later: (mostMs: number) => Promise<void>): Promise<void> {
  const { servers, random } = stage;
  const file = path.join(stage.folder, `server-${Date.now()}.gz`);
  await servers.command('backup', '--to', file);
  await later(4000);
  if (random.chance(0.4)) return;
  stage.note('the server is put back to its backup');
  if (random.chance(0.5)) await servers.stopAll();
  else for (let index = 0; index < servers.count; index += 1) await servers.kill(index);
  await servers.command('restore', '--from', file, '--replace');
  await servers.startAll();
}

function someFault(random: SeededRandom): Fault {
  return random.pick<Fault>([
    { kind: 'drop' },
    { kind: 'drop' },
    { kind: 'delay', delayMs: random.between(20, 600) },
    { kind: 'reset', afterBytes: random.between(0, 2000) },
    { kind: 'halfOpen' },
    { kind: 'truncate', afterBytes: random.between(0, 3000) },
    { kind: 'throttle', bytes: 400, everyMs: 20 },
    { kind: 'duplicate' },
  ]);
}
