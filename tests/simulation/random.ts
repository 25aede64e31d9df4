import { createHash } from 'node:crypto';
import type { IdSource, Random } from '#app/contract/ports.ts';

/** Choices that follow from a seed alone. */
export interface SeededRandom {
  /** Uniform in [0, 1). */
  next: Random;
  chance(probability: number): boolean;
  /** A whole number, both bounds included. */
  between(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** `undefined` from an empty list. */
  pickAny<T>(items: readonly T[]): T | undefined;
  /** One of several that stand behind their weights. */
  weighted<T extends readonly [number, ...unknown[]]>(items: readonly T[]): T;
  /** Another source for another purpose, so that a choice more here does not shift every choice there. */
  fork(purpose: string): SeededRandom;
}

/** mulberry32 over a hash of the seed's name. */
export function createRandom(name: string): SeededRandom {
  let state = createHash('sha256').update(name).digest().readInt32BE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pickAny = <T>(items: readonly T[]): T | undefined => items[between(0, items.length - 1)];
  return {
    next,
    chance: (probability) => next() < probability,
    between,
    pickAny,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new Error('Nothing to pick from.');
      return pickAny(items) as T;
    },
    weighted<T extends readonly [number, ...unknown[]]>(items: readonly T[]): T {
      let place = next() * items.reduce((sum, [weight]) => sum + weight, 0);
      for (const item of items) {
        place -= item[0];
        if (place < 0) return item;
      }
      return items[0] as T;
    },
    fork: (purpose) => createRandom(`${name}/${purpose}`),
  };
}

/** UUIDv7-shaped ids out of virtual time and the seed. */
export function createIds(random: SeededRandom, nowMs: () => number): IdSource {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => random.between(0, 15).toString(16)).join('');
  return {
    next() {
      const time = Math.max(0, Math.floor(nowMs())).toString(16).padStart(12, '0').slice(-12);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(3)}-a${digits(3)}-${digits(12)}`;
    },
  };
}
