/** The JSON text of an object. */
export type JsonText = (value: object) => string;

/**
 * Caches the JSON text of immutable values such as a record's data, used for fingerprint, record and response. Lives as
 * long as one round.
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
