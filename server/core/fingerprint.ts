import { hash } from 'node:crypto';
import type { Change } from '#app/contract/protocol.ts';
import type { JsonValue, RecordData } from '#app/schema/index.ts';

/** 132 bits: nobody finds two contents with the same. */
const FINGERPRINT_LENGTH = 22;

/**
 * Equal for two changes with the same content. What a desk may rewrite after a restore (`baseVersion`, `origin`,
 * `capped`) and its clock (`createdAt`) do not count.
 */
export function fingerprint(change: Change): string {
  const { table, operation, recordId, data, base } = change;
  const text = JSON.stringify([table, operation, recordId, inOrder(data), base === undefined ? null : inOrder(base)]);
  return hash('sha256', text, 'base64url').slice(0, FINGERPRINT_LENGTH);
}

/** The same value with the members of its objects in order of their names. */
function inOrder(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.some(isObject) ? value.map(inOrder) : value;
  const ordered: RecordData = {};
  for (const name of Object.keys(value).sort()) ordered[name] = inOrder(value[name] ?? null);
  return ordered;
}

function isObject(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null;
}
