import { v7 as uuidv7 } from 'uuid';
import type { Clock, IdSource } from '#app/contract/ports.ts';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

export const systemIds: IdSource = { next: () => uuidv7() };
