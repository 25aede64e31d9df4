import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { AnyEntity, Field, Schema } from '#app/schema/index.ts';

/**
 * A short hash of what a schema version means: which records it accepts and how they merge. Excludes labels, icons and
 * other display facts.
 */
export function fingerprintOf({ entities }: Pick<Schema, 'entities'>): string {
  const text = JSON.stringify(entities.map(shapeOf));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function shapeOf({ table, fields }: AnyEntity) {
  return [table, Object.entries(fields).map(([name, field]) => [name, fieldShape(field)])];
}

function fieldShape({ kind, schema, merge, required, initial, options, references, currencyField }: Field) {
  const values = options?.map(({ value }) => value);
  const takes = z.toJSONSchema(schema, { unrepresentable: 'any' });
  return { kind, takes, merge: String(merge), required, initial, values, references, currencyField };
}

/** The text of app/schema/version.ts. */
export function versionFile(version: number, fingerprint: string): string {
  return `/** Raised with each change to what records are, by \`npm run new:migration\`, which knows a change by the fingerprint. */
export const SCHEMA_VERSION = ${version};
export const SCHEMA_FINGERPRINT = '${fingerprint}';
`;
}
