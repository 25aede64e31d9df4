import type { Schema } from '#app/schema/index.ts';
import { type DeskHost, mustSignIn } from './desk-host.ts';
import type { ServerHost } from './server-host.ts';
import type { Weather } from './weather.ts';
import type { World } from './world.ts';

export interface MishapOptions {
  world: World;
  weather: Weather;
  server: ServerHost;
  hosts: readonly DeskHost[];
  addHost: (original?: DeskHost) => DeskHost;
  nextSchema: Schema;
}

export interface Mishaps {
  /** Something breaks. */
  strike(): Promise<void>;
  /** Everything that was broken is put right, as people would: computers run, the server is up, nobody is paused. */
  mend(): Promise<void>;
}

const DAY_MS = 86_400_000;
const MAX_HOSTS = 6;

/** What happens to computers, the server and the network between them. */
export function createMishaps({ world, weather, server, hosts, addHost, nextSchema }: MishapOptions): Mishaps {
  const random = world.random.fork('mishaps');
  let backup: Buffer | null = null;

  const when = (): 'before' | 'after' => random.pick(['before', 'after'] as const);

  const mishaps: [number, string, () => void | Promise<void>][] = [
    [
      20,
      'a computer will crash at a commit',
      () => {
        const host = random.pick(hosts);
        host.disk.crashAtCommit(random.between(1, 6), when(), () => crash(host));
      },
    ],
    [6, 'a computer crashes', () => crash(random.pick(hosts))],
    [
      6,
      'an app quits and starts again',
      () => {
        const host = random.pick(hosts);
        world.spawn('quit', host.quit());
        startLater(host);
      },
    ],
    [
      12,
      'the server will crash at a commit',
      () => {
        server.crashAtCommit(random.between(1, 4), when());
        world.later(random.between(5, 60) * 1000, () => server.isUp() || server.start());
      },
    ],
    [
      4,
      'the server crashes',
      () => {
        server.crash();
        world.later(random.between(5, 60) * 1000, () => server.isUp() || server.start());
      },
    ],
    [
      15,
      'the network parts',
      () => {
        const cut = new Set(hosts.filter(() => random.chance(0.5)).map(({ name }) => name));
        weather.partition(cut);
        const isKnown = random.chance(0.5);
        if (isKnown) for (const host of hosts) if (cut.has(host.name)) host.desk()?.setOnline(false);
        world.later(random.between(5, 120) * 1000, () => {
          weather.partition(new Set());
          if (isKnown) for (const host of hosts) if (cut.has(host.name)) host.desk()?.setOnline(true);
        });
      },
    ],
    [8, 'a clock jumps', () => random.pick(hosts).jumpClock(random.pick([-1, 1]) * random.between(1, 900) * DAY_MS)],
    [3, 'the server’s clock jumps', () => server.jumpClock(random.pick([-1, 1]) * random.between(1, 900) * DAY_MS)],
    [
      8,
      'a backup is made',
      () => {
        if (!backup || random.chance(0.5)) backup = server.backUp();
      },
    ],
    [
      6,
      'the server is restored from its backup',
      async () => {
        if (!backup) return;
        await server.restore(backup);
        backup = null;
      },
    ],
    [
      4,
      'a laptop is cloned',
      () => {
        if (hosts.length >= MAX_HOSTS) return;
        const copy = addHost(random.pick(hosts));
        world.later(random.between(0, 60) * 1000, () => copy.start());
      },
    ],
    [
      5,
      'a release comes out',
      () => {
        if (server.schema() !== nextSchema) return server.start(nextSchema);
        const host = random.pick(hosts);
        host.crash();
        host.start(nextSchema);
      },
    ],
    [
      4,
      'a disk is full',
      () => {
        const { disk } = random.pick(hosts);
        disk.setFull(true);
        world.later(random.between(5, 90) * 1000, () => disk.setFull(false));
      },
    ],
    [
      4,
      'a computer sleeps',
      () => {
        const host = random.pick(hosts);
        host.desk()?.setSuspended(true);
        world.later(random.between(5, 90) * 1000, () => {
          host.desk()?.setSuspended(false);
          host.desk()?.wake('resume');
        });
      },
    ],
    [
      6,
      'a person signs in again',
      () => {
        const host = random.pick(hosts);
        if (mustSignIn(host)) world.spawn('sign in', host.signIn());
      },
    ],
  ];

  function crash(host: DeskHost): void {
    host.crash();
    if (random.chance(0.3)) host.disk.losePower();
    startLater(host);
  }

  function startLater(host: DeskHost): void {
    world.later(random.between(1, 40) * 1000, () => host.start());
  }

  return {
    async strike() {
      const [, what, happen] = random.weighted(mishaps);
      world.trace('world', what);
      await happen();
    },
    async mend() {
      server.crashAtCommit(Number.POSITIVE_INFINITY, 'after');
      if (!server.isUp()) server.start();
      for (const host of hosts) {
        host.disk.crashAtCommit(Number.POSITIVE_INFINITY, 'after', () => undefined);
        host.disk.setFull(false);
        host.start();
        const desk = host.desk();
        desk?.setSuspended(false);
        desk?.setOnline(true);
        desk?.operations.resumeSync();
      }
    },
  };
}
