/** What JSON can carry; every stored or transported value is one of these. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** The data of one record, or the changed fields of one: field name → value. */
export type RecordData = Record<string, JsonValue>;

/** Structural equality of JSON values; `undefined` equals `null`, and key order does not matter. */
export function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || a === null || b === undefined || b === null) return (a ?? null) === (b ?? null);
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameList(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}

function sameList(a: JsonValue[], b: JsonValue[]): boolean {
  return a.length === b.length && a.every((value, index) => sameJson(value, b[index]));
}
