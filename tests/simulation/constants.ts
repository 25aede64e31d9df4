import { SYNC_LIMITS, type SyncLimits } from '#app/sync/limits.ts';
import type { SeededRandom } from './random.ts';

/** What stands fixed in the product and is drawn by the seed here, so that small runs reach the edges of it too. */
export interface Constants {
  limits: SyncLimits;
  callDeadlineMs: number;
  /** Above it, the server cuts acks, feed and snapshot pages short. */
  maxPageBytes: number;
  /** How many changes somebody makes between two edits of one field. */
  flood: number;
  /** How likely somebody goes on typing while an upload is under way. */
  typesOn: number;
}

export function drawConstants(random: SeededRandom): Constants {
  const isAsShipped = random.chance(0.3);
  const debounceMs = isAsShipped ? SYNC_LIMITS.debounceMs : random.pick([20, 300, 1_500]);
  const limits = isAsShipped
    ? SYNC_LIMITS
    : {
        batchSize: random.pick([1, 2, 3, 5, 10, 100]),
        feedSize: random.pick([1, 2, 3, 8, 500]),
        snapshotSize: random.pick([1, 2, 5, 200]),
        debounceMs,
        debounceMaxMs: debounceMs * 7,
      };
  return {
    limits,
    callDeadlineMs: random.pick([8_000, 30_000, 30_000, 50_000]),
    maxPageBytes: random.pick([700, 1_500, 3_000, 3_000, 20_000]),
    flood: random.chance(0.04) ? random.between(101, 125) : random.between(4, 14),
    typesOn: random.pick([0, 0.2, 0.6]),
  };
}
