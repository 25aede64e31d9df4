import type { RecordData, Schema } from '#app/schema/index.ts';
import { decide, type Proposal, type RecordState } from './decide.ts';

/** The visible row: data and whether it is deleted; undefined where there is nothing to show. */
export interface Visible {
  data: RecordData;
  deleted: boolean;
}

export type Fold = (
  table: string,
  shadow: RecordState | undefined,
  changes: readonly Proposal[],
) => Visible | undefined;

/**
 * visible row = fold(shadow, pending changes), with the very decision the server will take.
 * A change that cannot apply (its record is unknown) shows nothing and waits in the outbox.
 */
export function createFold(schema: Schema, deviceId: () => string): Fold {
  return (table, shadow, changes) => {
    const entity = schema.entity(table);
    if (!entity) return shadow && { data: shadow.data, deleted: shadow.deleted };
    let record = shadow;
    for (const change of changes) {
      const decision = decide(entity, record, change, deviceId());
      if (decision.outcome === 'rejected' || decision.outcome === 'retry') continue;
      record = {
        version: record?.version ?? 0,
        stamps: record?.stamps ?? {},
        data: decision.data,
        deleted: decision.deleted,
      };
    }
    return record && { data: record.data, deleted: record.deleted };
  };
}
