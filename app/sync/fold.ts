import type { Fold } from '#app/contract/fold.ts';
import { legible, type Schema } from '#app/schema/index.ts';
import { decide } from './decide.ts';

/**
 * visible row = fold(shadow, pending changes), with the very decision the server will take.
 * A change that cannot apply (its record is unknown) shows nothing and waits in the outbox; neither does what is illegible.
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
    return record && { data: legible(entity, record.data), deleted: record.deleted };
  };
}
