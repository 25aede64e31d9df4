import type { Database } from './database.ts';
import { createQueueReading } from './queue-reading.ts';
import { createQueueWriting } from './queue-writing.ts';

export { type NewQueueRow, originOf, type QueueRow } from './queue-row.ts';
export type Queue = ReturnType<typeof createQueue>;

/** `sync_queue`: the outbox, and the receipts of what was acknowledged. Every method runs in the caller's transaction. */
export function createQueue(database: Database) {
  const reading = createQueueReading(database);
  return { ...reading, ...createQueueWriting(database, reading) };
}
