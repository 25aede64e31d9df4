import { hash } from 'node:crypto';
import type { Change } from '#app/contract/protocol.ts';
import type { JsonValue, RecordData } from '#app/schema/index.ts';
import type { JsonText } from '../storage/json-text.ts';

/** 132 bits: nobody finds two contents with the same. */
const FINGERPRINT_LENGTH = 22;

/**
 * Equal for two changes with the same content. What a desk may rewrite after a restore (`baseVersion`, `origin`,
 * `capped`) and its clock (`createdAt`) do not count.
 */
export function fingerprint(change: Change, jsonText: JsonText = JSON.stringify): string {
  const { table, operation, recordId, data, base } = change;
  const head = JSON.stringify([table, operation, recordId]).slice(0, -1);
  const text = `${head},${jsonText(inOrder(data))},${base === undefined ? 'null' : JSON.stringify(inOrder(base))}]`;
  return hash('sha256', text, 'base64url').slice(0, FINGERPRINT_LENGTH);
}

/** The same change with its fields in order, so that fingerprint, stored record and answer share one JSON text. */
export function withFieldsInOrder(change: Change): Change {
  return { ...change, data: inOrder(change.data) };
}

/** The same value with the members of its objects in order of their names; itself where they are. */
function inOrder<V extends JsonValue>(value: V): V;
function inOrder(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.every(isInOrder) ? value : value.map((member) => inOrder(member));
  const names = Object.keys(value);
  const isSorted = names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);
  if (isSorted && names.every((name) => isInOrder(value[name] ?? null))) return value;
  const ordered: RecordData = {};
  for (const name of names.sort()) ordered[name] = inOrder(value[name] ?? null);
  return ordered;
}

function isInOrder(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null || inOrder(value) === value;
}
