import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock, Log } from '#app/contract/ports.ts';

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-unit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface ManualClock extends Clock {
  advance(ms: number): void;
}

/** A clock that advances on request; timers fire while it does. */
export function manualClock(startMs = Date.UTC(2026, 2, 31, 9)): ManualClock {
  let nowMs = startMs;
  let timers: { atMs: number; callback: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs - startMs,
    setTimer(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      nowMs += ms;
      const due = timers.filter(({ atMs }) => atMs <= nowMs);
      timers = timers.filter(({ atMs }) => atMs > nowMs);
      for (const { callback } of due) callback();
    },
  };
}

export interface RecordingLog extends Log {
  events: string[];
}

export function recordingLog(): RecordingLog {
  const events: string[] = [];
  const note = (event: string) => void events.push(event);
  return { events, debug: note, info: note, warn: note, error: note };
}
