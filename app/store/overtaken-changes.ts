import type { ServerRecord } from '#app/contract/protocol.ts';
import { afterOvertaken } from '#app/rules/overtaken.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import type { Queue } from './queue.ts';
import { asProposal } from './queue-row.ts';

/** Runs before a record's visible row is folded: rewrites refused changes that a later change overtook. */
export function rewriteOvertaken(queue: Queue, entity: AnyEntity, record: ServerRecord, device: string): void {
  if (Object.values(record.stamps).every((stamp) => stamp.device !== device)) return;
  for (const change of queue.unacknowledgedOf(record.table, record.recordId)) {
    if (change.state !== 'parked') continue;
    const rest = afterOvertaken(entity, record, asProposal(change), device);
    if (rest) queue.rewriteParked(change.changeId, rest);
  }
}
