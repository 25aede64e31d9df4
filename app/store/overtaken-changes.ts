import { afterOvertaken } from '#app/rules/overtaken.ts';
import type { RecordState } from '#app/rules/record-state.ts';
import { afterReversed } from '#app/rules/reversed-edits.ts';
import type { AnyEntity, RecordData } from '#app/schema/index.ts';
import type { Queue } from './queue.ts';
import { asProposal, type QueueRow } from './queue-row.ts';

/** Runs before a record's visible row is folded: rewrites refused changes that a later change overtook. */
export function rewriteOvertaken(
  queue: Queue,
  entity: AnyEntity,
  recordId: string,
  record: RecordState,
  device: string,
): void {
  if (Object.values(record.stamps).every((stamp) => stamp.device !== device)) return;
  for (const change of queue.unacknowledgedOf(entity.table, recordId)) {
    if (change.state !== 'parked') continue;
    // After a restore, an earlier change that was offered again is newer on the server too, but it overtook nothing.
    const later = queue.fieldsSentAfter(entity.table, recordId, change.id);
    if (later.size === 0) continue;
    const rest = afterOvertaken(entity, record, asProposal(change), device, later);
    if (rest) queue.rewriteParked(change.changeId, rest);
  }
}

/** Once a change is acknowledged: refused ones that it was saved over, where they say what it has changed again. */
export function rewriteReversed(queue: Queue, entity: AnyEntity, later: QueueRow, record: RecordData): void {
  for (const change of queue.unacknowledgedOf(later.table, later.recordId)) {
    if (change.state !== 'parked' || change.id > later.id) continue;
    const rest = afterReversed(entity, asProposal(change), asProposal(later), record);
    if (rest) queue.rewriteParked(change.changeId, rest);
  }
}
