import { FerryFailure } from '#app/contract/errors.ts';
import type { SyncRequest } from '#app/contract/protocol.ts';
import type { Schema } from '#app/schema/index.ts';
import type { Connection } from '#app/store/database.ts';
import { type Migration, migrate } from '#app/store/open.ts';
import type { Desk } from '#app/sync/desk-contract.ts';
import { createWorkingDesk } from '#app/sync/working-desk.ts';
import type { Disk } from './disk.ts';
import { createLink, type LinkTamper } from './link.ts';
import { ProcessDied } from './process-died.ts';
import { createIds } from './random.ts';
import type { ServerHost } from './server-host.ts';
import type { Weather } from './weather.ts';
import { createComputerClock, createTraceLog, type World } from './world.ts';

export interface DeskHostOptions {
  world: World;
  name: string;
  disk: Disk;
  server: ServerHost;
  weather: Weather;
  schema: Schema;
  /** The migrations a release with this schema brings along. */
  migrationsOf: (schema: Schema) => readonly Migration[];
  /** What looking at the clock costs this computer, so that large pulls are sliced. */
  clockCostMs: number;
  /** The bearer token a copy was made with. */
  token?: string | null;
  tamper?: DeskTamper | undefined;
  onRequest: (request: SyncRequest) => void;
  onRound: (request: unknown) => void;
  /** The network has quietly lost a record of an answer. */
  onLostRow: () => void;
  /** Hears of what the desk logs. */
  onEvent: (event: string) => void;
}

/** What a mutant may put around a desk's parts. */
export interface DeskTamper extends LinkTamper {
  connection?(connection: Connection, host: string): Connection;
}

export interface DeskHost {
  readonly name: string;
  readonly disk: Disk;
  /** The desk while its process runs. */
  desk(): Desk | null;
  schema(): Schema;
  start(schema?: Schema): void;
  crash(): void;
  /** Ends the process as when the app quits. */
  quit(): Promise<void>;
  signIn(): Promise<void>;
  jumpClock(ms: number): void;
  token(): string | null;
  /** Records whose visible row may have changed since this was called last. */
  takeTouched(): { table: string; id: string }[];
}

const PERSON = { email: 'ana@example.com', password: 'password', deviceName: 'laptop' };

/** Whether the desk asks its person to sign in. */
export function mustSignIn(host: DeskHost): boolean {
  const auth = host.desk()?.status().regions.auth;
  return auth === 'expired' || auth === 'revoked';
}

/** One computer: a disk that lasts, a clock that may be wrong, a token, and the process that runs the desk. */
export function createDeskHost(options: DeskHostOptions): DeskHost {
  const { world, name, disk, server, weather, migrationsOf } = options;
  const random = world.random.fork(name);
  let schema = options.schema;
  let token = options.token ?? null;
  let clockOffsetMs = random.between(-90, 90) * 1000;
  let running: { desk: Desk; process: { isAlive: boolean } } | null = null;
  let touched: { table: string; id: string }[] = [];

  function die(process: { isAlive: boolean }): void {
    if (!process.isAlive) return;
    process.isAlive = false;
    running = null;
    world.trace(name, 'DIES');
  }

  function start(newSchema?: Schema): void {
    if (running) return;
    if (newSchema) schema = newSchema;
    const process = { isAlive: true };
    const isAlive = (): boolean => process.isAlive;
    const clock = createComputerClock(world, { isAlive, offsetMs: () => clockOffsetMs, costMs: options.clockCostMs });
    const log = createTraceLog(world, name, (event) => isAlive() && options.onEvent(event));
    const transport = createLink({
      world,
      random,
      name: () => name,
      token: () => token,
      server,
      weather,
      isAlive,
      tamper: options.tamper,
      onRequest: options.onRequest,
      onRound: options.onRound,
      onLostRow: options.onLostRow,
    });
    try {
      const mounted = disk.mount(process);
      migrate(mounted, migrationsOf(schema), log);
      const desk = createWorkingDesk({
        connection: options.tamper?.connection?.(mounted, name) ?? mounted,
        schema,
        transport,
        clock,
        random: random.next,
        ids: createIds(random, clock.nowMs),
        log,
        yieldToLoop: () => new Promise((resolve) => void clock.setTimer(1, resolve)),
        onRotation: (rotation) => {
          if (isAlive()) token = rotation.token;
        },
      });
      running = { desk, process };
      desk.onRecords((changes) => {
        for (const { table, ids } of changes) for (const id of ids ?? []) touched.push({ table, id });
      });
      world.trace(name, `starts as ${desk.deviceId()}`);
      if (token !== null) {
        desk.signedIn();
        desk.start();
      }
    } catch (thrown) {
      const isFull = thrown instanceof FerryFailure && thrown.error.code === 'store.diskFull';
      if (!isFull && !(thrown instanceof ProcessDied)) throw thrown;
      die(process);
    }
  }

  return {
    name,
    disk,
    desk: () => running?.desk ?? null,
    schema: () => schema,
    start,
    crash: () => running && die(running.process),
    async quit() {
      if (!running) return;
      const { desk, process } = running;
      running = null;
      world.trace(name, 'quits');
      await desk.dispose();
      process.isAlive = false;
    },
    async signIn() {
      const current = running;
      if (!current) return;
      const body = { ...PERSON, deviceId: current.desk.deviceId() };
      const answer = await server.handle('session', null, body);
      if (answer?.status !== 200 || running !== current) return;
      token = (JSON.parse(answer.body) as { token: string }).token;
      try {
        if (current.desk.belongsTo() === null) current.desk.claim('https://ferry.test', 'firm', 'ana');
        world.trace(name, 'signs in');
        current.desk.signedIn();
        current.desk.start();
      } catch (thrown) {
        if (!(thrown instanceof ProcessDied)) throw thrown;
      }
    },
    jumpClock(ms) {
      world.trace(name, `clock jumps by ${Math.round(ms / 3_600_000)} h`);
      clockOffsetMs += ms;
    },
    token: () => token,
    takeTouched() {
      const taken = touched;
      touched = [];
      return taken;
    },
  };
}
