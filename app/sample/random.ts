import { v7 } from 'uuid';

/** A reproducible source of choices and ids: the same seed, the same firm. */
export interface SampleRandom {
  /** Whole number in [0, below). */
  below(limit: number): number;
  pick<const C extends readonly [unknown, ...unknown[]]>(choices: C): C[number];
  chance(probability: number): boolean;
  /** A UUIDv7 with the time `atMs`. */
  id(atMs: number): string;
}

/** Mulberry32: small, fast, and good enough for sample data. */
export function createSampleRandom(seed: number): SampleRandom {
  let state = seed;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    chance: (probability) => next() < probability,
    id: (atMs) => v7({ msecs: atMs, random: Uint8Array.from({ length: 16 }, () => below(256)) }),
  };
}
