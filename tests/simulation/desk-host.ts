import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { SyncRequest } from '#app/contract/protocol.ts';
import type { Schema } from '#app/schema/index.ts';
import type { Connection } from '#app/store/database.ts';
import { type Migration, migrate } from '#app/store/open.ts';
import { toStoreFailure } from '#app/store/storage-error.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import { createWorkingDesk } from '#app/sync/working-desk.ts';
import type { Constants } from './constants.ts';
import type { Disk } from './disk.ts';
import { createLink, type LinkTamper } from './link.ts';
import type { NetworkFaults } from './network-faults.ts';
import type { OutboxFile, OutboxTamper } from './outbox-file.ts';
import { ProcessDied } from './process-died.ts';
import { createIds, type SeededRandom } from './random.ts';
import { bringOver, damaged, type ReplacedData } from './replaced-data.ts';
import type { ServerHost } from './server-host.ts';
import { createComputerClock, createTraceLog, type World } from './world.ts';

export interface DeskHostOptions {
  world: World;
  name: string;
  disk: Disk;
  /** The outbox's second copy; null for a desk without one. */
  outbox: OutboxFile | null;
  server: ServerHost;
  faults: NetworkFaults;
  schema: Schema;
  /** The migrations a release with this schema brings along. */
  migrationsOf: (schema: Schema) => readonly Migration[];
  constants: Pick<Constants, 'limits' | 'callDeadlineMs'>;
  /** What looking at the clock costs this computer, so that large pulls are sliced. */
  clockCostMs: number;
  /** The bearer token a copy was made with. */
  token?: string | null;
  tamper?: DeskTamper | undefined;
  onRequest: (request: SyncRequest) => void;
  onRound: (request: unknown) => void;
  /** The network has quietly lost a record of an answer. */
  onLostRow: () => void;
  /** The desk went back to a backup of its own. */
  onWentBack: () => void;
  /** Called with what the desk logs. */
  onEvent: (event: string) => void;
  /** The process has come up over what lies on the disk. */
  onStarted: () => void;
  /** What was committed by now lies in the database itself. */
  onCheckpoint: () => void;
  /** What was committed since the last checkpoint is gone. */
  onLogLost: () => void;
  /** The data are about to go back or to be damaged. */
  beforeDataLoss: () => void;
  /** The data went back or was damaged, and a process has come up over what was left; drafts may be gone. */
  onDataLost: (hasDrafts: boolean) => void;
}

/** What a mutant may put around a desk's parts. */
export interface DeskTamper extends LinkTamper, OutboxTamper {
  connection?(connection: Connection, host: string): Connection;
}

export interface DeskHost {
  readonly name: string;
  readonly disk: Disk;
  readonly outbox: OutboxFile | null;
  /** The desk while its process runs. */
  desk(): Desk | null;
  schema(): Schema;
  start(schema?: Schema): void;
  crash(): void;
  /** Ends the process as when the app quits. */
  quit(): Promise<void>;
  signIn(): Promise<void>;
  /** Nothing happens on this computer for so long; `isTold`: the system says that it wakes up. */
  sleep(ms: number, isTold: boolean): void;
  /** Whoever opens the lid; the desk is not notified. */
  wakeUp(): void;
  isAsleep(): boolean;
  jumpClock(ms: number): void;
  /** Keeps a copy of the data, as the app does by itself now and then. */
  backUp(): void;
  /** Puts its last copy in the place of the data and starts again, as a person asks for in the settings. */
  restoreBackup(): Promise<void>;
  /** The file is damaged while no process runs; the app then repairs it with its last copy, or none. */
  damage(random: SeededRandom): void;
  /** The write-ahead log is moved into the data, as SQLite does by itself now and then. */
  checkpoint(): void;
  /** The write-ahead log is gone while no process runs. */
  loseLog(): void;
  token(): string | null;
  /** Records whose visible row may have changed since this was called last. */
  takeTouched(): { table: string; id: string }[];
}

const PERSON = { email: 'ana@example.com', password: 'password', deviceName: 'laptop' };

/** Whether the desk asks its person to sign in. */
export function mustSignIn(host: DeskHost): boolean {
  const auth = host.desk()?.status().regions.auth;
  return auth === 'expired' || auth === 'revoked' || auth === 'superseded';
}

/** One computer: a disk that lasts, a clock that may be wrong, a token, and the process that runs the desk. */
export function createDeskHost(options: DeskHostOptions): DeskHost {
  const { world, name, disk, outbox, server, faults, migrationsOf } = options;
  const random = world.random.fork(name);
  let schema = options.schema;
  let token = options.token ?? null;
  let clockOffsetMs = random.between(-90, 90) * 1000;
  let running: { desk: Desk; process: { isAlive: boolean } } | null = null;
  let touched: { table: string; id: string }[] = [];
  let backup: Buffer | null = null;
  /** What a backup or an empty database took the place of, until a process has come up over it. */
  let replaced: (ReplacedData & { isDamaged: boolean }) | null = null;
  let isDataLost = false;
  let awakeAtMs = 0;
  const asleepForMs = (): number => Math.max(0, awakeAtMs - world.clock.monotonicMs());

  function die(process: { isAlive: boolean }): void {
    if (!process.isAlive) return;
    process.isAlive = false;
    running = null;
    world.trace(name, 'DIES');
  }

  function start(newSchema?: Schema): void {
    if (running) return;
    awakeAtMs = 0;
    if (newSchema) schema = newSchema;
    const process = { isAlive: true };
    const isAlive = (): boolean => process.isAlive;
    const clock = createComputerClock(world, {
      isAlive,
      offsetMs: () => clockOffsetMs,
      costMs: options.clockCostMs,
      asleepForMs,
    });
    const log = createTraceLog(world, name, (event) => isAlive() && options.onEvent(event));
    const transport = createLink({
      world,
      random,
      name: () => name,
      token: () => token,
      server,
      faults,
      isAlive,
      asleepForMs,
      deadlineMs: options.constants.callDeadlineMs,
      tamper: options.tamper,
      onRequest: options.onRequest,
      onRound: options.onRound,
      onLostRow: options.onLostRow,
    });
    try {
      const mounted = disk.mount(process);
      migrate(mounted, migrationsOf(schema), log);
      const hasDrafts = replaced === null || bringReplacedOver(mounted, replaced, clock, log);
      const desk = createWorkingDesk({
        connection: options.tamper?.connection?.(mounted, name) ?? mounted,
        schema,
        transport,
        clock,
        random: random.next,
        ids: createIds(random, clock.nowMs),
        limits: options.constants.limits,
        callDeadlineMs: options.constants.callDeadlineMs,
        log,
        journalFile: outbox?.mount(process),
        yieldToLoop: () => new Promise((resolve) => void clock.setTimer(1, resolve)),
        onRotation: (rotation) => {
          if (isAlive()) token = rotation.token;
        },
      });
      replaced = null;
      running = { desk, process };
      if (isDataLost) options.onDataLost(hasDrafts);
      isDataLost = false;
      // What is committed from now on lies in the log, until that is moved.
      if (outbox) checkpoint();
      options.onStarted();
      desk.onRecords((changes) => {
        for (const { table, ids } of changes) for (const id of ids ?? []) touched.push({ table, id });
      });
      world.trace(name, `starts as ${desk.deviceId()}`);
      if (token !== null) {
        desk.signedIn();
        desk.start();
      }
    } catch (thrown) {
      const failure = toStoreFailure(thrown);
      const isFull = failure instanceof FerryFailure && failure.error.code === 'store.diskFull';
      if (!isFull && !(thrown instanceof ProcessDied)) throw thrown;
      die(process);
    }
  }

  function checkpoint(): void {
    if (disk.checkpoint()) options.onCheckpoint();
  }

  /** Returns whether all drafts came over. */
  function bringReplacedOver(
    connection: Connection,
    data: NonNullable<typeof replaced>,
    clock: Clock,
    log: Log,
  ): boolean {
    const { isComplete } = bringOver(connection, { ...data, schema, clock, log });
    if (!isComplete.changes) world.fail('what waits comes over to a backup', { host: name });
    if (!data.isDamaged && !isComplete.drafts) world.fail('what is half typed comes over to a backup', { host: name });
    return isComplete.drafts;
  }

  async function quit(): Promise<void> {
    if (!running) return;
    const { desk, process } = running;
    running = null;
    world.trace(name, 'quits');
    await desk.dispose();
    process.isAlive = false;
  }

  return {
    name,
    disk,
    outbox,
    desk: () => running?.desk ?? null,
    schema: () => schema,
    start,
    crash: () => running && die(running.process),
    quit,
    backUp() {
      if (running) backup = disk.bytes();
    },
    async restoreBackup() {
      if (!backup || !running) return;
      await quit();
      if (running) return;
      replaced = { database: disk.bytes(), journal: outbox?.bytes() ?? null, isDamaged: false };
      disk.replace(backup);
      options.onWentBack();
      world.met('desk went back to a backup of its own');
      start();
    },
    damage(chance) {
      if (running) return;
      options.beforeDataLoss();
      const { database, how } = damaged(disk.bytes(), chance);
      world.trace(name, how);
      world.met(`damaged data: ${how}`);
      replaced = { database, journal: outbox?.bytes() ?? null, isDamaged: true };
      if (backup !== null && chance.chance(0.5)) disk.replace(backup);
      else disk.renew();
      isDataLost = true;
    },
    checkpoint,
    loseLog() {
      if (running) return;
      options.beforeDataLoss();
      if (!disk.loseLog()) return;
      world.met('write-ahead log lost');
      options.onLogLost();
      isDataLost = true;
    },
    async signIn() {
      const current = running;
      if (!current) return;
      try {
        // As the app does: the copy that signed in first keeps the device id that both have.
        if (current.desk.status().regions.auth === 'superseded') {
          current.desk.becomeNewDevice();
          world.met('desk signed in as a new device after its copy had');
        }
        const body = { ...PERSON, deviceId: current.desk.deviceId() };
        const answer = await server.handle('session', null, body);
        if (answer?.status !== 200 || running !== current) return;
        token = (JSON.parse(answer.body) as { token: string }).token;
        if (current.desk.belongsTo() === null) current.desk.claim('https://ferry.test', 'firm', 'ana');
        world.trace(name, 'signs in');
        current.desk.signedIn();
        current.desk.start();
      } catch (thrown) {
        if (!(thrown instanceof ProcessDied)) throw thrown;
      }
    },
    sleep(ms, isTold) {
      const asleep = running;
      if (!asleep) return;
      asleep.desk.setSuspended(true);
      awakeAtMs = world.clock.monotonicMs() + ms;
      world.later(ms, () => {
        if (!isTold || !asleep.process.isAlive) return;
        asleep.desk.setSuspended(false);
        asleep.desk.wake('resume');
      });
    },
    wakeUp() {
      awakeAtMs = 0;
    },
    isAsleep: () => asleepForMs() > 0,
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
