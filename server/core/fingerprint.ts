import { createHash } from 'node:crypto';
import type { Change } from '#app/contract/protocol.ts';
import type { JsonValue } from '#app/schema/index.ts';

/**
 * Equal for two changes with the same content. What a desk may rewrite after a restore (`baseVersion`, `origin`,
 * `capped`) and its clock (`createdAt`) do not count.
 */
export function fingerprint(change: Change): string {
  const content = [change.table, change.operation, change.recordId, change.data, change.base ?? null];
  return createHash('sha256').update(canonicalJson(content)).digest('base64url');
}

function canonicalJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join()}}`;
}
