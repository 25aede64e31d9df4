/** The JSON text of an object. */
export type JsonText = (value: object) => string;

/**
 * For values that are never changed after they were made, such as a record's data: written to the fingerprint, to the
 * record and to the answer, each is put into words once. What it knows lives as long as it, so it serves one round.
 */
export function createJsonText(): JsonText {
  const texts = new Map<object, string>();
  return (value) => {
    const known = texts.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    texts.set(value, text);
    return text;
  };
}
