import { type AnyEntity, type JsonValue, policyOf, type RecordData } from '#app/schema/index.ts';
import { insertsDifference } from './merge.ts';

/**
 * Of the sets of a record that is brought back, what stood there already: bringing it back adds none of that. A colleague may
 * have removed it, where the deletion met their edit and the record has stayed.
 * @param seen sets that a person changed in doing so, as they were before: what is missing from those was removed
 */
export function baseOfReturn(
  entity: AnyEntity,
  data: RecordData,
  before: RecordData,
  seen: RecordData = {},
): RecordData {
  const sets = Object.entries(data).filter(([field]) => insertsDifference(policyOf(entity, field)));
  return Object.fromEntries(
    sets.map(([field, value]) => [
      field,
      seen[field] ?? elementsIn(value).filter((each) => elementsIn(before[field]).includes(each)),
    ]),
  );
}

function elementsIn(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
