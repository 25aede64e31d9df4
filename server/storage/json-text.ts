const texts = new WeakMap<object, string>();

/**
 * The JSON text of a value that is never changed after it was made, such as a record's data: written to the record, to
 * its activity, and twice to the answer, it is put into words once.
 */
export function jsonText(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}
