import type { Clock } from '#app/contract/ports.ts';
import type { UpdateMemory } from './update-memory.ts';

const DAY_MS = 24 * 60 * 60_000;

/** When to ask a person who never quits: a day after the update became ready, then weekly. */
export function nextAskAtMs({ sinceMs, askedAtMs }: { sinceMs: number; askedAtMs: number | null }): number {
  return askedAtMs === null ? sinceMs + DAY_MS : askedAtMs + 7 * DAY_MS;
}

export interface Reminder {
  /** This version is ready; schedules the question. */
  start(version: string): void;
  /** No update is ready any more. */
  stop(): void;
}

export function createReminder(deps: {
  memory: UpdateMemory;
  clock: Pick<Clock, 'nowMs' | 'setTimer'>;
  onDue: () => void;
}): Reminder {
  const { memory, clock, onDue } = deps;
  let cancel = () => {};

  function wait(): void {
    const { ready } = memory.get();
    if (ready === null) return;
    cancel();
    // Long timers are inaccurate across sleep, so the wait is limited to a day.
    const waitMs = Math.min(DAY_MS, Math.max(0, nextAskAtMs(ready) - clock.nowMs()));
    cancel = clock.setTimer(waitMs, () => {
      const isDue = clock.nowMs() >= nextAskAtMs(ready);
      if (isDue) memory.set({ ready: { ...ready, askedAtMs: clock.nowMs() } });
      wait();
      if (isDue) onDue();
    });
  }

  return {
    start(version) {
      const known = memory.get().ready;
      if (known?.version !== version) memory.set({ ready: { version, sinceMs: clock.nowMs(), askedAtMs: null } });
      wait();
    },
    stop() {
      cancel();
      memory.set({ ready: null });
    },
  };
}
