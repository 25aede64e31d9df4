import { Worker } from 'node:worker_threads';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Connection } from './database.ts';

/** SQLite's own measure of a journal that is worth moving. */
const DUE_PAGES = 1000;
/** Looking costs a fraction of a save, so it is not done after each. */
const COMMITS_A_LOOK = 32;
/** Seconds on the slowest disk. */
const ANSWER_DEADLINE_MS = 10_000;
const CLOSE_DEADLINE_MS = 1_000;

export type CheckpointOrder = 'checkpoint' | 'close';
export type CheckpointAnswer = { ok: true } | { ok: false; reason: string };
export interface CheckpointWorkerData {
  file: string;
  nativeBinding: string | undefined;
}

export interface CheckpointOptions {
  /** Open on `file`, in WAL mode. */
  connection: Connection;
  file: string;
  nativeBinding?: string | undefined;
  /** `checkpoint-worker`, as it lies built or as source. */
  worker: string | URL;
  /** Pages of the journal from which it is moved; for tests. */
  duePages?: number | undefined;
  clock: Clock;
  log: Log;
}

export type Checkpoints = ReturnType<typeof createCheckpoints>;

/**
 * Moves the write-ahead log into the database from a thread of its own: at a COMMIT it would hold up everything for as
 * long as the disk takes. Where the thread fails, SQLite does it at the COMMIT again, which is slower and as safe.
 */
export function createCheckpoints(options: CheckpointOptions) {
  const { connection, file, nativeBinding, clock, log, duePages = DUE_PAGES } = options;
  const workerData: CheckpointWorkerData = { file, nativeBinding };
  const thread = new Worker(options.worker, { workerData });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  let isAtWork = true;
  let current: Promise<void> | null = null;
  let finish: () => void = () => undefined;
  let commits = 0;

  thread.unref();
  thread.on('message', (answer: CheckpointAnswer) => {
    if (!answer.ok) log.warn('store.checkpointFailed', { reason: answer.reason });
    finish();
  });
  thread.on('error', (thrown) => giveUp(String(thrown)));
  thread.once('exit', () => giveUp('ended'));
  connection.pragma('wal_autocheckpoint = 0');
  const look = connection.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)');

  function giveUp(reason: string): void {
    if (!isAtWork) return;
    isAtWork = false;
    log.warn('store.checkpointsLost', { reason });
    connection.pragma(`wal_autocheckpoint = ${duePages}`);
    void thread.terminate();
    finish();
  }

  /** Pages of the journal that are not in the database yet. */
  function pagesWaiting(): number {
    const journal = look.get();
    return journal ? journal.log - journal.checkpointed : 0;
  }

  function order(): Promise<void> {
    return new Promise((resolve) => {
      const cancelDeadline = clock.setTimer(ANSWER_DEADLINE_MS, () => giveUp('no answer'));
      finish = () => {
        cancelDeadline();
        current = null;
        resolve();
      };
      thread.postMessage('checkpoint' satisfies CheckpointOrder);
    });
  }

  /**
   * Has the journal moved where it has grown long; resolves when that is done, at once where it is short. Whoever writes
   * much waits for it: a journal that is written on all the while can never begin anew.
   */
  function keepShort(): Promise<void> {
    if (isAtWork && !current && pagesWaiting() >= duePages) current = order();
    return current ?? Promise.resolve();
  }

  return {
    keepShort,

    /** Call after commits; has a look now and then, and waits for nothing. */
    committed(): void {
      commits += 1;
      if (commits % COMMITS_A_LOOK === 0) void keepShort();
    },

    /** Ends the thread. Before the database is closed, so that the last to close it finds it alone and tidies up. */
    async dispose(): Promise<void> {
      if (!isAtWork) return;
      isAtWork = false;
      thread.postMessage('close' satisfies CheckpointOrder);
      const cancelDeadline = clock.setTimer(CLOSE_DEADLINE_MS, () => void thread.terminate());
      await ended;
      cancelDeadline();
      finish();
    },
  };
}
