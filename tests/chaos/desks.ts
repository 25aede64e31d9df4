import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { canMount, fillDisk, mountSmallDisk } from '../support/disk.ts';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import type { Answer, Command, DeskSetup, Standing } from './desk/messages.ts';
import { PASSWORD } from './servers.ts';

const SCRIPT = path.join(import.meta.dirname, 'desk/index.ts');
/** A settled desk answers within seconds; one that was frozen or is alone on a busy machine may take long. */
const ANSWER_WITHIN_MS = 90_000;
/** Room for the data and for what is set aside of them. */
const DISK_MEGABYTES = 96;

/** A desk's process, and its own line to the servers. */
export interface ChaosDesk {
  readonly name: string;
  readonly email: string;
  /** Its data folder. */
  readonly folder: string;
  readonly databaseFile: string;
  readonly ledgerFile: string;
  readonly proxy: TcpProxy;
  isUp(): boolean;
  start(options?: Partial<Pick<DeskSetup, 'restoreFrom' | 'isSuspect'>>): Promise<void>;
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  send(command: Command): void;
  setClock(offsetMs: number): void;
  settle(): Promise<Standing>;
  backUp(file: string): Promise<string | null>;
  /** In good order. */
  stop(): Promise<void>;
  /** Leaves no room on its disk until `freeDisk`. Only where `hasSmallDisk`. */
  fillDisk(): void;
  freeDisk(): void;
  readonly hasSmallDisk: boolean;
  /** What the process could not cope with. */
  faults: readonly string[];
  dispose(): Promise<void>;
}

/** @param data of another desk, which is copied; null for an empty folder */
export async function createChaosDesk(
  name: string,
  benchFolder: string,
  email: string,
  serverUrl: () => string,
  data: string | null = null,
): Promise<ChaosDesk> {
  const folder = path.join(benchFolder, 'data');
  mkdirSync(folder, { recursive: true });
  const unmount = canMount ? mountSmallDisk(folder, DISK_MEGABYTES) : null;
  if (data !== null) cpSync(data, folder, { recursive: true });
  const proxy = await createTcpProxy(serverUrl);
  const faults: string[] = [];
  const waiting = new Map<number, (answer: Answer | null) => void>();
  let child: ChildProcess | null = null;
  let clockOffsetMs = 0;
  let lastId = 0;
  let filler: string | null = null;

  function receive(answer: Answer): void {
    if (answer.kind === 'fault') faults.push(answer.text);
    else if ('id' in answer) waiting.get(answer.id)?.(answer);
  }

  async function ask(command: (id: number) => Command): Promise<Answer | null> {
    const asked = child;
    const id = ++lastId;
    if (!asked?.connected) return null;
    return new Promise((resolve) => {
      const timer = setTimeout(done, ANSWER_WITHIN_MS, null);
      const gone = () => done(null);
      function done(answer: Answer | null): void {
        clearTimeout(timer);
        waiting.delete(id);
        asked?.off('exit', gone);
        resolve(answer);
      }
      waiting.set(id, done);
      asked.once('exit', gone);
      asked.send(command(id));
    });
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signal);
    // A frozen process dies of SIGKILL alone.
    await ended;
  }

  const desk: ChaosDesk = {
    name,
    email,
    folder,
    databaseFile: path.join(folder, 'ferry.db'),
    ledgerFile: path.join(benchFolder, 'ledger.jsonl'),
    proxy,
    faults,
    isUp: () => child !== null,
    async start({ restoreFrom = null, isSuspect = false } = {}) {
      const setup: DeskSetup = {
        name,
        folder,
        benchFolder,
        email,
        password: PASSWORD,
        serverUrl: proxy.url,
        clockOffsetMs,
        restoreFrom,
        isSuspect,
      };
      const started = spawn(process.execPath, [SCRIPT, JSON.stringify(setup)], {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      child = started;
      started.stderr?.setEncoding('utf8').on('data', (text: string) => {
        if (!text.includes('ExperimentalWarning')) faults.push(text);
      });
      started.on('message', receive);
      await new Promise<void>((resolve, reject) => {
        started.once('message', () => resolve());
        started.once('exit', (code, signal) => {
          if (signal === null) reject(new Error(`${name} ended with ${code} at its start: ${faults.join('\n')}`));
          else resolve();
        });
      });
    },
    kill: () => end('SIGKILL'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    send(command) {
      if (child?.connected) child.send(command);
    },
    setClock(offsetMs) {
      clockOffsetMs = offsetMs;
      desk.send({ kind: 'setClock', offsetMs });
    },
    async settle() {
      const answer = await ask((id) => ({ kind: 'settle', id }));
      if (answer?.kind === 'settled') return answer.standing;
      return { pending: -1, parked: 0, pushed: 0, pulled: 0, error: 'the desk did not answer' };
    },
    async backUp(file) {
      const answer = await ask((id) => ({ kind: 'backUp', id, file }));
      return answer?.kind === 'backedUp' ? answer.error : 'the desk did not answer';
    },
    async stop() {
      const running = child;
      if (running === null) return;
      const ended = once(running, 'exit');
      desk.send({ kind: 'stop' });
      await ended;
      child = null;
    },
    hasSmallDisk: unmount !== null,
    fillDisk() {
      if (unmount) filler = fillDisk(folder);
    },
    freeDisk() {
      if (filler !== null) rmSync(filler);
      filler = null;
    },
    async dispose() {
      await desk.kill();
      await proxy.dispose();
      if (!unmount) return;
      // What lies on the small disk is kept for whoever looks into a violation.
      const copy = `${folder}-kept`;
      cpSync(folder, copy, { recursive: true });
      unmount();
      rmSync(folder, { recursive: true });
      renameSync(copy, folder);
    },
  };
  return desk;
}
