import type { Schema } from '#app/schema/index.ts';
import { type DeskHost, mustSignIn } from './desk-host.ts';
import type { NetworkFaults } from './network-faults.ts';
import type { SeededRandom } from './random.ts';
import type { ServerHost } from './server-host.ts';
import type { World } from './world.ts';

export interface MishapOptions {
  world: World;
  faults: NetworkFaults;
  server: ServerHost;
  hosts: readonly DeskHost[];
  addHost: (original?: DeskHost) => DeskHost;
  nextSchema: Schema;
  /** Files of desks are damaged, instead of the server going back or laptops being copied: see `docs/reliability.md`. */
  areFilesDamaged: boolean;
  /** The server goes back once, and at the end of a fault phase alone. */
  goesBack: boolean;
}

export interface Mishaps {
  /** Something breaks. */
  strike(random: SeededRandom): Promise<void>;
  /** The server goes back to what it was when this was called last, if it was. */
  restoreServerAndBackUp(): Promise<void>;
  /** Everything that was broken is put right, as people would: computers run, the server is up, nobody is paused. */
  endAll(): Promise<void>;
}

const DAY_MS = 86_400_000;
const MAX_HOSTS = 6;

/** What happens to computers, the server and the network between them. */
export function createMishaps(options: MishapOptions): Mishaps {
  const { world, faults, server, hosts, addHost, nextSchema, areFilesDamaged, goesBack } = options;
  let random: SeededRandom;
  let backup: Buffer | null = null;
  let kept: Buffer | null = null;
  const withCopies = new Set<DeskHost>();

  const when = (): 'before' | 'after' => random.pick(['before', 'after'] as const);

  const mishaps: [number, string, () => void | Promise<void>][] = [
    [
      20,
      'a computer will crash at a commit',
      () => {
        const host = random.pick(hosts);
        const at = when();
        host.disk.crashAtCommit(random.between(1, 6), at, () => {
          world.met(`desk died just ${at} a commit`);
          crash(host);
        });
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
        faults.partition(cut);
        const isKnown = random.chance(0.5);
        if (isKnown) for (const host of hosts) if (cut.has(host.name)) host.desk()?.setOnline(false);
        world.later(random.between(5, 120) * 1000, () => {
          faults.partition(new Set());
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
      6,
      'a desk keeps a copy of its data',
      () => {
        const host = random.pick(hosts);
        host.backUp();
        withCopies.add(host);
      },
    ],
    [
      8,
      'a desk is to go back to its copy',
      () => {
        const host = random.pickAny([...withCopies]);
        if (host) world.spawn('restore of a backup', host.restoreBackup());
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
        const host = random.pick(hosts);
        setFull(host, true);
        world.later(random.between(5, 90) * 1000, () => setFull(host, false));
      },
    ],
    [
      4,
      'a computer sleeps',
      () => {
        const host = random.pick(hosts);
        const isNotified = random.chance(0.5);
        host.sleep(random.between(5, 240) * 1000, isNotified);
        if (!isNotified) world.met('computer woke without notice');
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

  /** A desk that has its outbox in both homes; else nothing could be promised. */
  function whole(): DeskHost | undefined {
    const host = random.pick(hosts);
    const regions = host.desk()?.status().regions;
    return regions && regions.store === 'ok' ? host : undefined;
  }

  const fileMishaps: typeof mishaps = [
    [10, 'a log is moved into its database', () => random.pick(hosts).checkpoint()],
    [
      10,
      'a log is lost',
      () => {
        const host = whole();
        if (!host) return;
        host.crash();
        host.loseLog();
        startLater(host);
      },
    ],
    [
      10,
      'a database is damaged',
      () => {
        const host = whole();
        if (!host) return;
        host.crash();
        host.damage(random);
        startLater(host);
      },
    ],
    [
      8,
      'an outbox journal is damaged',
      () => {
        const host = whole();
        if (!host?.outbox) return;
        host.crash();
        world.met(`outbox journal ${host.outbox.damage(random)}`);
        startLater(host);
      },
    ],
  ];
  const excluded = [
    ...(areFilesDamaged || goesBack ? ['the server is restored from its backup'] : []),
    ...(areFilesDamaged ? ['a laptop is cloned'] : []),
  ];
  const all = [...mishaps, ...(areFilesDamaged ? fileMishaps : [])].filter(([, what]) => !excluded.includes(what));

  function crash(host: DeskHost): void {
    host.crash();
    const losses = host.disk.rewinds();
    if (random.chance(0.3)) {
      host.disk.losePower();
      host.outbox?.losePower(random);
    }
    if (host.disk.rewinds() > losses) world.met('power cut took commits back');
    startLater(host);
  }

  function startLater(host: DeskHost): void {
    world.later(random.between(1, 40) * 1000, () => host.start());
  }

  return {
    async strike(chance) {
      random = chance;
      const [, what, happen] = random.weighted(all);
      world.trace('world', what);
      world.met(what);
      await happen();
    },
    async restoreServerAndBackUp() {
      if (kept) {
        world.met('server restored after a quiet time');
        await server.restore(kept);
      }
      kept = server.backUp();
    },
    async endAll() {
      server.crashAtCommit(Number.POSITIVE_INFINITY, 'after');
      if (!server.isUp()) server.start();
      for (const host of hosts) {
        host.disk.crashAtCommit(Number.POSITIVE_INFINITY, 'after', () => undefined);
        setFull(host, false);
        host.start();
        host.wakeUp();
        const desk = host.desk();
        desk?.setOnline(true);
        desk?.operations.resumeSync();
      }
    },
  };
}

function setFull({ disk, outbox }: DeskHost, isFull: boolean): void {
  disk.setFull(isFull);
  outbox?.setFull(isFull);
}
