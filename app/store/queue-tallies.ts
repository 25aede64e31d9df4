import type { ChangeState } from '#app/contract/queue.ts';
import type { Database } from './database.ts';

/** Rows in the outbox: `waiting` can be sent; the others wait for a person. */
export interface Tallies {
  waiting: number;
  parked: number;
}

export type QueueTallies = ReturnType<typeof createQueueTallies>;

/**
 * Row counts per state, kept in memory: counting is linear, and every round and edit asks for them. Single steps adjust
 * the counts; bulk rewrites recount.
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

    /** Adds (or subtracts) unacknowledged rows in a state. */
    addState(state: ChangeState, rows: number): void {
      if (!known) return;
      if (state === 'pending' || state === 'sent') known.waiting += rows;
      else if (state === 'parked') known.parked += rows;
    },

    forget,
  };
}
