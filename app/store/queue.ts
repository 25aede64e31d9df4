import type { Database } from './database.ts';
import type { TouchedChanges } from './outbox-journal/touched.ts';
import { createQueueReading } from './queue-reading.ts';
import { createQueueReplay } from './queue-replay.ts';
import { createQueueSweeps } from './queue-sweeps.ts';
import { createQueueTallies } from './queue-tallies.ts';
import { createQueueWriting } from './queue-writing.ts';

export { type NewQueueRow, originOf, type QueueRow } from './queue-row.ts';
export type Queue = ReturnType<typeof createQueue>;

/** `sync_queue`: the outbox, and acknowledged changes until clean-up. Every method runs in the caller's transaction. */
export function createQueue(database: Database, touched: TouchedChanges) {
  const tallies = createQueueTallies(database);
  const reading = createQueueReading(database, tallies);
  const writing = createQueueWriting({ database, reading, touched, tallies });
  return {
    ...reading,
    ...writing,
    ...createQueueSweeps({ database, touched, tallies }),
    ...createQueueReplay(database, writing, tallies),
    /** Call after rows were written without these methods. */
    recount: tallies.forget,
  };
}
