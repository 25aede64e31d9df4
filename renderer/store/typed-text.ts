import { type Field, type JsonValue, type RecordData, sameJson } from '#app/schema/index.ts';
import { checkValue, type ReadContext, type ReadValue, readTyped, sortedTags, typedValue } from '#app/text/index.ts';

/** The text of a field nobody has typed into. Tags are beside their input, which is for the next one. */
export function restingWords(field: Field, value: JsonValue, data: RecordData, locale: string): string {
  return field.kind === 'tags' ? '' : typedValue(field, value, data, locale);
}

/** Parses the text of a field. A tag is added to the existing ones; other values replace the value. */
export function readWords(field: Field, typed: string, value: JsonValue, context: ReadContext): ReadValue {
  if (field.kind !== 'tags') return readTyped(field, typed, context);
  const tags = Array.isArray(value) ? value.map(String) : [];
  return checkValue(field, sortedTags([...tags, ...typed.split(',')]));
}

/** Whether somebody else saved the value meanwhile: it equals neither the draft's base nor its result. */
export function hasArrived(
  field: Field,
  value: JsonValue,
  words: { typed: string; base: JsonValue },
  context: ReadContext,
): boolean {
  // In this order, because parsing a long note at every keystroke takes time.
  if (field.kind === 'tags' || sameJson(words.base, value)) return false;
  const mine = readWords(field, words.typed, value, context);
  return !mine.ok || !sameJson(mine.value, value);
}
