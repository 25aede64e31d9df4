import type { Clock } from '#app/contract/ports.ts';

export interface VirtualClock extends Clock {
  /** Lets `ms` pass: timers fire in the order they are due, and what they set off settles before the next one. */
  advance(ms: number): Promise<void>;
  /** A person sets the computer's clock: `nowMs` moves by `ms`, forwards or back, while no time passes. */
  jump(ms: number): void;
  /** ms until the next timer fires; null where none is set. */
  nextTimerInMs(): number | null;
}

interface Timer {
  atMs: number;
  order: number;
  callback: () => void;
}

/** A clock that advances only when a test says so. `settle` waits until the work started by timers has finished. */
export function createVirtualClock({
  startMs = Date.UTC(2026, 2, 31, 9),
  settle = turnOfTheLoop,
}: {
  startMs?: number;
  settle?: () => Promise<void>;
} = {}): VirtualClock {
  const timers = new Set<Timer>();
  let elapsedMs = 0;
  let offsetMs = startMs;
  let order = 0;

  function next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (!first || timer.atMs < first.atMs || (timer.atMs === first.atMs && timer.order < first.order)) first = timer;
    }
    return first;
  }

  return {
    nowMs: () => offsetMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    setTimer(delayMs, callback) {
      const timer = { atMs: elapsedMs + Math.max(0, delayMs), order: order++, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const untilMs = elapsedMs + ms;
      await settle();
      for (let timer = next(); timer && timer.atMs <= untilMs; timer = next()) {
        timers.delete(timer);
        elapsedMs = Math.max(elapsedMs, timer.atMs);
        timer.callback();
        await settle();
      }
      elapsedMs = untilMs;
    },
    jump(ms) {
      offsetMs += ms;
    },
    nextTimerInMs: () => {
      const timer = next();
      return timer ? Math.max(0, timer.atMs - elapsedMs) : null;
    },
  };
}

/** Promises that depend on nothing outside the process have settled after it. */
function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
