import { WHOLE_RECORD } from '#app/contract/protocol.ts';
import { type AnyEntity, readable, type Schema } from '#app/schema/index.ts';
import { type Acceptance, decide } from './decide.ts';
import type { Fold, Proposal, RecordState } from './record-state.ts';
import { stampOf, stampsAfter } from './stamps.ts';

/**
 * The record after changes that wait, each decided as the server will. One that cannot apply (its record is unknown) leaves
 * it as it is. `onDecided` is called for the others in order.
 */
export function foldChanges(
  entity: AnyEntity,
  shadow: RecordState | undefined,
  changes: readonly Proposal[],
  device: string,
  onDecided: (change: Proposal, decision: Acceptance) => void = () => undefined,
): RecordState | undefined {
  let record = shadow;
  for (const change of changes) {
    if (wasDeletedSince(record, change, device)) continue;
    const decision = decide(entity, record, change, device);
    if (decision.outcome === 'rejected' || decision.outcome === 'retry') continue;
    onDecided(change, decision);
    const version = record?.version ?? 0;
    record = {
      version,
      // As the server will stamp it, so that a second change of a field is decided here as there.
      stamps: stampsAfter(record, decision.touched, change, version, device),
      data: decision.data,
      deleted: decision.deleted,
    };
  }
  return record;
}

/**
 * An edit that was refused, and this desk then deleted the record. It waits for a person's word beneath the deletion; shown
 * over it, it would bring the record back, and so would the next edit of it, for everybody.
 */
function wasDeletedSince(record: RecordState | undefined, change: Proposal, device: string): boolean {
  if (!record?.deleted || change.operation !== 'update' || change.origin !== undefined || change.capped) return false;
  const deletion = stampOf(record, WHOLE_RECORD);
  return deletion !== undefined && deletion.device === device && deletion.version > change.baseVersion;
}

/**
 * visible row = fold(shadow, pending changes), with the very decision the server will take. What is unreadable shows
 * nothing.
 */
export function createFold(schema: Schema, deviceId: () => string): Fold {
  return (table, shadow, changes) => {
    const entity = schema.entity(table);
    if (!entity) return shadow && { data: shadow.data, deleted: shadow.deleted };
    const record = foldChanges(entity, shadow, changes, deviceId());
    return record && { data: readable(entity, record.data), deleted: record.deleted };
  };
}
