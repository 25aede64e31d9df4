import type { ServerResponse } from 'node:http';
import { FerryFailure } from '#app/contract/errors.ts';

export interface QueueLimits {
  /** Concurrent requests in this process, of all firms. */
  atOnce: number;
  /** Concurrent requests of one firm: its writers wait for its lock anyway, so one works while the next has started. */
  atOnceOfFirm: number;
  /** Waiting requests in this process. */
  waiting: number;
  /** Waiting requests of one firm. */
  waitingOfFirm: number;
}

/** SQLite runs transactions one at a time anyway. On PostgreSQL two pool connections stay free for sign-ins. */
export const QUEUE_LIMITS = {
  sqlite: { atOnce: 1, atOnceOfFirm: 1, waiting: 200, waitingOfFirm: 60 },
  postgres: { atOnce: 8, atOnceOfFirm: 2, waiting: 200, waitingOfFirm: 60 },
} as const satisfies Record<string, QueueLimits>;

/** By then the requests waiting now have run. */
const RETRY_AFTER_MS = 2_000;

/** Queues requests that use the database, round-robin by firm. */
export interface RoundQueue {
  /** @throws `sync.busy` with `retryAfterMs` if the queue is full; checked before a body is read */
  requireRoom(firmId: string): void;
  /**
   * Runs `work` in its turn. A request whose client disconnects while waiting is not started.
   * @throws `sync.busy` if the queue is full or the client is gone
   */
  run<T>(firmId: string, response: ServerResponse, work: () => Promise<T>): Promise<T>;
  /** Number of waiting requests. */
  waiting(): number;
}

interface Line {
  running: number;
  /** Functions that start each waiting request, oldest first. */
  waiting: Set<() => void>;
}

/** `onShed` is called with the reason why a request was not started. */
export function createRoundQueue(
  limits: QueueLimits,
  onShed: (reason: 'busy' | 'gone') => void = () => {},
): RoundQueue {
  /** By firm; the first entry is next. */
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
