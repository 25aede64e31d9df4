import type { ConflictField, ServerRecord } from '#app/contract/protocol.ts';
import { afterOvertaken } from '#app/rules/overtaken.ts';
import type { RecordState } from '#app/rules/record-state.ts';
import { afterReversed } from '#app/rules/reversed-edits.ts';
import type { AnyEntity, RecordData } from '#app/schema/index.ts';
import type { Conflicts } from './conflicts.ts';
import type { Queue } from './queue.ts';
import { asProposal, type QueueRow } from './queue-row.ts';
import type { StateStore } from './state.ts';

/** Who wrote the record's present version, and when (ms since the epoch). */
type Writer = Pick<ServerRecord, 'by' | 'at'>;

export type Overtaken = ReturnType<typeof createOvertaken>;

/** Rewrites refused changes that a later change overtook. Call before a record's visible row is folded. */
export function createOvertaken({
  queue,
  conflicts,
  state,
}: {
  queue: Queue;
  conflicts: Conflicts;
  state: StateStore;
}) {
  /** As in `put-over.ts`: belongs to no change, so that re-offering after a restore leaves it alone. */
  function note({ table, recordId, changeId }: QueueRow, fields: ConflictField[], { by, at }: Writer): void {
    const conflictId = `over:${table}:${recordId}:${changeId}`;
    conflicts.add({ conflictId, fields, theirsBy: by, theirsAt: at }, { changeId: conflictId, table, recordId }, at);
  }

  return {
    rewrite(entity: AnyEntity, recordId: string, record: RecordState, writer: Writer): void {
      const device = state.get('deviceId');
      if (Object.values(record.stamps).every((stamp) => stamp.device !== device)) return;
      for (const change of queue.parkedOf(entity.table, recordId)) {
        // After a restore, an earlier change that was offered again is newer on the server too, but it overtook nothing.
        const later = queue.sentAfter(entity.table, recordId, change.id);
        if (later.length === 0) continue;
        const rest = afterOvertaken(entity, record, asProposal(change), device, later);
        if (rest) queue.rewriteParked(change.changeId, rest);
        if (rest && rest.hidden.length > 0) note(change, rest.hidden, writer);
      }
    },
  };
}

/** Once a change is acknowledged: refused ones that it was saved over, where they say what it has changed again. */
export function rewriteReversed(queue: Queue, entity: AnyEntity, later: QueueRow, record: RecordData): void {
  for (const change of queue.parkedOf(later.table, later.recordId)) {
    if (change.id > later.id) continue;
    const rest = afterReversed(entity, asProposal(change), asProposal(later), record);
    if (rest) queue.rewriteParked(change.changeId, rest);
  }
}
