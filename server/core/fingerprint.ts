import { hash } from 'node:crypto';
import type { Change } from '#app/contract/protocol.ts';
import type { JsonValue } from '#app/schema/index.ts';
import type { JsonText } from '../storage/json-text.ts';

/** 132 bits, so collisions cannot be constructed. */
const FINGERPRINT_LENGTH = 22;

/**
 * Equal for two changes with the same content. Ignores what a desk may rewrite after a restore (`baseVersion`,
 * `origin`, `capped`) and its clock (`createdAt`).
 */
export function fingerprint(change: Change, jsonText: JsonText = JSON.stringify): string {
  const { table, operation, recordId, data, base } = change;
  const head = JSON.stringify([table, operation, recordId]).slice(0, -1);
  const text = `${head},${jsonText(inOrder(data))},${base === undefined ? 'null' : JSON.stringify(inOrder(base))}]`;
  return hash('sha256', text, 'base64url').slice(0, FINGERPRINT_LENGTH);
}

/** Sorts a change's fields, so that fingerprint, stored record and response share one JSON text. */
export function withFieldsInOrder(change: Change): Change {
  return { ...change, data: inOrder(change.data) };
}

/** Sorts the members of all objects in a value; returns the same value if it is sorted already. */
function inOrder<V extends JsonValue>(value: V): V;
function inOrder(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.every(isInOrder) ? value : value.map((member) => inOrder(member));
  const names = Object.keys(value);
  const isSorted = names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);
  if (isSorted && names.every((name) => isInOrder(value[name] ?? null))) return value;
  // An assignment to a member named `__proto__` would be lost.
  return Object.fromEntries(names.sort().map((name) => [name, inOrder(value[name] ?? null)]));
}

function isInOrder(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null || inOrder(value) === value;
}
