import { type Field, type JsonValue, type RecordData, sameJson } from '#app/schema/index.ts';
import { checkValue, type ReadContext, type ReadValue, readTyped, sortedTags, typedValue } from '#app/text/index.ts';

/** What stands in a field nobody has typed into. Tags stand beside their field, which is for the next one. */
export function restingWords(field: Field, value: JsonValue, data: RecordData, locale: string): string {
  return field.kind === 'tags' ? '' : typedValue(field, value, data, locale);
}

/** Reads the words in a field. A tag joins those that are there; everything else takes the place of the value. */
export function readWords(field: Field, typed: string, value: JsonValue, context: ReadContext): ReadValue {
  if (field.kind !== 'tags') return readTyped(field, typed, context);
  const tags = Array.isArray(value) ? value.map(String) : [];
  return checkValue(field, sortedTags([...tags, ...typed.split(',')]));
}

/** Whether the value is neither what the typing began with nor what it comes to: somebody else saved it meanwhile. */
export function hasArrived(
  field: Field,
  value: JsonValue,
  words: { typed: string; base: JsonValue },
  context: ReadContext,
): boolean {
  // In this order: reading a long note at every letter takes time.
  if (field.kind === 'tags' || sameJson(words.base, value)) return false;
  const mine = readWords(field, words.typed, value, context);
  return !mine.ok || !sameJson(mine.value, value);
}
