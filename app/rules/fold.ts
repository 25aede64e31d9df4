import { WHOLE_RECORD } from '#app/contract/protocol.ts';
import { type AnyEntity, readable, type Schema } from '#app/schema/index.ts';
import { type Acceptance, decide } from './decide.ts';
import type { Fold, Proposal, RecordState } from './record-state.ts';
import { stampOf, stampsAfter } from './stamps.ts';

/**
 * Applies pending changes to a record, each decided as the server will. A change of an unknown record is skipped.
 * `onDecided` is called for the others, in order.
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
      // Stamped as the server will, so that a second change of the field is decided the same way.
      stamps: stampsAfter(record, decision.touched, change, version, device),
      data: decision.data,
      deleted: decision.deleted,
    };
  }
  return record;
}

/**
 * A refused edit, after which this desk deleted the record. It stays hidden by the deletion until a person decides;
 * applied over it, it would restore the record for everybody, and so would the next edit.
 */
function wasDeletedSince(record: RecordState | undefined, change: Proposal, device: string): boolean {
  if (!record?.deleted || change.operation !== 'update' || change.origin !== undefined || change.capped) return false;
  const deletion = stampOf(record, WHOLE_RECORD);
  return deletion !== undefined && deletion.device === device && deletion.version > change.baseVersion;
}

/** visible row = fold(shadow, pending changes), using the server's own decision. An unreadable record shows nothing. */
export function createFold(schema: Schema, deviceId: () => string): Fold {
  return (table, shadow, changes) => {
    const entity = schema.entity(table);
    if (!entity) return shadow && { data: shadow.data, deleted: shadow.deleted };
    const record = foldChanges(entity, shadow, changes, deviceId());
    return record && { data: readable(entity, record.data), deleted: record.deleted };
  };
}
