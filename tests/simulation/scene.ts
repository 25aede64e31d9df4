import type { CachedRecord } from '#app/contract/lists.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { DeskHost } from './desk-host.ts';
import type { SeededRandom } from './random.ts';
import type { Typing } from './typing.ts';

/** A moment at a desk: who, what they can do, and the chance that decides it. */
export interface Scene {
  host: DeskHost;
  desk: Desk;
  random: SeededRandom;
  typing: Typing;
  /** Saves what was typed, and says how it was meant. */
  save(changes: NewChange[], form?: { data: CachedRecord['data']; openedAt: number }): void;
  /** Corrects a parked change and offers it again. */
  correct(changeId: string, data: CachedRecord['data']): void;
  records(table: string): CachedRecord[];
  anyRecord(): CachedRecord | undefined;
  /** Ids of what was saved here last, for undo. */
  done: string[];
  whileDiscarding(host: DeskHost, perform: () => void): void;
}

/** These operations answer at once in the core; only the bridge makes promises of them. */
export function atOnce<T>(value: T | Promise<T>): T {
  if (value instanceof Promise) throw new Error('This operation answers later.');
  return value;
}
