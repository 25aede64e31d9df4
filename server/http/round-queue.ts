import type { ServerResponse } from 'node:http';
import { FerryFailure } from '#app/contract/errors.ts';

export interface QueueLimits {
  /** Requests that work at the same time in this process, whatever their firm. */
  atOnce: number;
  /** Of these, requests of one firm: its writers wait for its lock anyway; one works and the next has begun. */
  atOnceOfFirm: number;
  /** Requests that wait in this process. */
  waiting: number;
  /** Of these, requests of one firm. */
  waitingOfFirm: number;
}

/** On SQLite transactions follow each other anyway. On PostgreSQL two of the pool's connections stay free for sign-ins. */
export const QUEUE_LIMITS = {
  sqlite: { atOnce: 1, atOnceOfFirm: 1, waiting: 200, waitingOfFirm: 60 },
  postgres: { atOnce: 8, atOnceOfFirm: 2, waiting: 200, waitingOfFirm: 60 },
} as const satisfies Record<string, QueueLimits>;

/** By then those who wait now have had their turn. */
const RETRY_AFTER_MS = 2_000;

/** Lets requests that work on the database begin in turn, the firms one after the other. */
export interface RoundQueue {
  /** @throws `sync.busy` with `retryAfterMs` where no more may wait; asked before a body is read. */
  requireRoom(firmId: string): void;
  /**
   * Runs `work` in its turn. A request whose client hangs up while it waits is not begun.
   * @throws `sync.busy` where no more may wait, or the client is gone.
   */
  run<T>(firmId: string, response: ServerResponse, work: () => Promise<T>): Promise<T>;
  /** Requests that wait. */
  waiting(): number;
}

interface Line {
  running: number;
  /** Begins each, oldest first. */
  waiting: Set<() => void>;
}

/** `onShed` is called with the reason why a request was not begun. */
export function createRoundQueue(
  limits: QueueLimits,
  onShed: (reason: 'busy' | 'gone') => void = () => {},
): RoundQueue {
  /** By firm; the one whose turn comes next is first. */
  const lines = new Map<string, Line>();
  let running = 0;
  let waiting = 0;

  function requireRoom(firmId: string): void {
    const ofFirm = lines.get(firmId)?.waiting.size ?? 0;
    if (waiting < limits.waiting && ofFirm < limits.waitingOfFirm) return;
    onShed('busy');
    throw new FerryFailure('sync.busy', 'wait', {
      retryAfterMs: RETRY_AFTER_MS,
    });
  }

  function mayBegin(line: Line): boolean {
    return running < limits.atOnce && line.running < limits.atOnceOfFirm;
  }

  function begin(line: Line): void {
    running += 1;
    line.running += 1;
  }

  function beginNext(): void {
    for (const [firmId, line] of lines) {
      const [next] = line.waiting;
      if (!next || !mayBegin(line)) continue;
      lines.delete(firmId);
      lines.set(firmId, line);
      next();
      return;
    }
  }

  function end(firmId: string, line: Line): void {
    running -= 1;
    line.running -= 1;
    if (line.running === 0 && line.waiting.size === 0) lines.delete(firmId);
    beginNext();
  }

  function waitForTurn(firmId: string, line: Line, response: ServerResponse): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        line.waiting.delete(turn);
        waiting -= 1;
        response.off('close', giveUp);
      };
      const turn = () => {
        leave();
        begin(line);
        resolve();
      };
      const giveUp = () => {
        leave();
        if (line.running === 0 && line.waiting.size === 0) lines.delete(firmId);
        reject(gone());
      };
      line.waiting.add(turn);
      waiting += 1;
      response.once('close', giveUp);
    });
  }

  function gone(): FerryFailure {
    onShed('gone');
    return new FerryFailure('sync.busy', 'wait');
  }

  return {
    requireRoom,
    async run(firmId, response, work) {
      if (response.destroyed) throw gone();
      const line = lines.get(firmId) ?? { running: 0, waiting: new Set() };
      const isFree = mayBegin(line);
      if (!isFree) requireRoom(firmId);
      lines.set(firmId, line);
      if (isFree) begin(line);
      else await waitForTurn(firmId, line, response);
      try {
        return await work();
      } finally {
        end(firmId, line);
      }
    },
    waiting: () => waiting,
  };
}
