import { MAX_BATCH_SIZE } from '#app/contract/protocol.ts';

/** How much one call carries at most, and how long a burst of edits is waited for. */
export interface SyncLimits {
  /** Changes in a round, at most `MAX_BATCH_SIZE`. */
  batchSize: number;
  /** Records a round asks for. */
  feedSize: number;
  /** Records in a page of a snapshot. */
  snapshotSize: number;
  /** So that a burst of edits travels together. */
  debounceMs: number;
  /** A person who never pauses still gets their work uploaded. */
  debounceMaxMs: number;
}

export const SYNC_LIMITS: SyncLimits = {
  batchSize: MAX_BATCH_SIZE,
  feedSize: 500,
  // Small enough that reading one page does not hold up the process.
  snapshotSize: 500,
  debounceMs: 300,
  debounceMaxMs: 2_000,
};
