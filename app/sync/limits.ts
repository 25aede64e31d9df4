import { MAX_BATCH_SIZE } from '#app/contract/protocol.ts';

/** Sizes of calls, and the debounce of edits. */
export interface SyncLimits {
  /** Changes per round, at most `MAX_BATCH_SIZE`. */
  batchSize: number;
  /** Records requested per round. */
  feedSize: number;
  /** Records per snapshot page. */
  snapshotSize: number;
  /** Combines a burst of edits into one round. */
  debounceMs: number;
  /** Upper bound of the debounce, for a person who never pauses. */
  debounceMaxMs: number;
}

export const SYNC_LIMITS: SyncLimits = {
  batchSize: MAX_BATCH_SIZE,
  feedSize: 500,
  // Small enough that parsing a page does not block the process.
  snapshotSize: 500,
  debounceMs: 300,
  debounceMaxMs: 2_000,
};
