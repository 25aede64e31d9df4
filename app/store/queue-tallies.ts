import type { ChangeState } from '#app/contract/queue.ts';
import type { Database } from './database.ts';

/** Rows of the outbox: what can go to the server, and what waits for a person. */
export interface Tallies {
  waiting: number;
  parked: number;
}

export type QueueTallies = ReturnType<typeof createQueueTallies>;

/**
 * How many rows wait, kept in memory: counting them takes as long as there are many, and it is asked for with every round
 * and every edit. Steps of single changes adjust the numbers; what rewrites the outbox as a whole has them counted anew.
 */
export function createQueueTallies(database: Database) {
  let known: Tallies | null = null;
  database.afterRollback(forget);

  function forget(): void {
    known = null;
  }

  function count(): Tallies {
    return (
      database
        .statement<Tallies>(
          `SELECT coalesce(sum(state IN ('pending', 'sent')), 0) AS waiting, coalesce(sum(state = 'parked'), 0) AS parked
           FROM sync_queue INDEXED BY sync_queue_outbox WHERE synced = 0`,
        )
        .get() ?? { waiting: 0, parked: 0 }
    );
  }

  return {
    current(): Readonly<Tallies> {
      known ??= count();
      return known;
    },

    /** So many rows more, or fewer, are in a state and not acknowledged. */
    addState(state: ChangeState, rows: number): void {
      if (!known) return;
      if (state === 'pending' || state === 'sent') known.waiting += rows;
      else if (state === 'parked') known.parked += rows;
    },

    forget,
  };
}
