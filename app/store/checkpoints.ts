import { Worker } from 'node:worker_threads';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Connection } from './database.ts';

/** SQLite's default threshold for a checkpoint. */
const DUE_PAGES = 1000;
/** Commits between two checks of the log; a check costs a fraction of a save. */
const COMMITS_A_LOOK = 32;
/** A checkpoint takes seconds on the slowest disks. */
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
  /** Location of `checkpoint-worker`, built or as source. */
  worker: string | URL;
  /** Pages in the log that trigger a checkpoint; for tests. */
  duePages?: number | undefined;
  clock: Clock;
  log: Log;
}

export type Checkpoints = ReturnType<typeof createCheckpoints>;

/**
 * Runs checkpoints on a worker thread: SQLite runs them at a COMMIT, which would block for as long as the disk takes.
 * If the worker fails, SQLite does it at the COMMIT again: slower, equally safe.
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

  /** Pages of the log that are not in the database yet. */
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
   * Runs a checkpoint if the log is long; resolves when it is done, or at once. Bulk writers await it, because a log
   * that is written continuously can never restart.
   */
  function keepShort(): Promise<void> {
    if (isAtWork && !current && pagesWaiting() >= duePages) current = order();
    return current ?? Promise.resolve();
  }

  return {
    keepShort,

    /** Call after each commit; checks the log now and then, and never waits. */
    committed(): void {
      commits += 1;
      if (commits % COMMITS_A_LOOK === 0) void keepShort();
    },

    /** Ends the thread. Call before closing the database, so that the last connection can clean up. */
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
