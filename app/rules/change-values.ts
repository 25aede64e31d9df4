import type { AnyEntity, JsonValue, RecordData } from '#app/schema/index.ts';
import type { Proposal } from './record-state.ts';

/**
 * The field's value when the person changed it, null for none; undefined if the base is not a possible value (a faulty
 * device; it may be long), in which case both values are kept.
 */
export function knownBase(entity: AnyEntity, change: Proposal, field: string): JsonValue | undefined {
  const base = fieldValue(change.base, field);
  if (base === null) return null;
  return (entity.fields[field]?.schema.safeParse(base).success ?? true) ? base : undefined;
}

export function fieldValue(data: RecordData | undefined, field: string): JsonValue {
  return data && Object.hasOwn(data, field) ? (data[field] ?? null) : null;
}
