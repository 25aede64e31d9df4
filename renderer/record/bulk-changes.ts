import type { CachedRecord } from '#app/contract/lists.ts';
import type { NewChange } from '#app/contract/operations.ts';
import { type AnyEntity, type FieldKind, type JsonValue, type Problem, sameJson } from '#app/schema/index.ts';
import { checkValue, type ReadContext } from '#app/text/index.ts';
import { readWords } from '../store/typed-text.ts';

/**
 * The value given to many records: text that each record parses (such as an amount in its own currency), or a fixed
 * value.
 */
export type Given = { typed: string } | { value: JsonValue };

/** Whether one value of a kind makes sense for many records. */
const canBeShared: Readonly<Record<FieldKind, boolean>> = {
  text: true,
  email: true,
  phone: true,
  notes: false,
  select: true,
  tags: true,
  date: true,
  money: true,
  count: true,
  reference: true,
  person: true,
};

/** Excludes titles, which belong to one record, and notes, which must not all be overwritten. */
export function bulkFields(entity: AnyEntity): string[] {
  return Object.entries(entity.fields).flatMap(([name, { kind }]) =>
    name !== entity.title && canBeShared[kind] ? [name] : [],
  );
}

/** Whether the field may be emptied. */
export function canBeEmpty(entity: AnyEntity, name: string): boolean {
  return entity.fields[name]?.schema.safeParse(null).success === true;
}

type BulkChanges = { ok: true; changes: NewChange[] } | { ok: false; problem: Problem };

/** The changes that give each record the value (tags are added); records that have it already are skipped. */
export function bulkChanges(
  entity: AnyEntity,
  name: string,
  given: Given,
  records: readonly CachedRecord[],
  writing: Omit<ReadContext, 'data'>,
): BulkChanges {
  const field = entity.fields[name];
  if (field === undefined) return { ok: true, changes: [] };
  const changes: NewChange[] = [];
  for (const { id, version, data } of records) {
    const before = data[name] ?? null;
    const read =
      'value' in given ? checkValue(field, given.value) : readWords(field, given.typed, before, { ...writing, data });
    if (!read.ok) return read;
    if (sameJson(before, read.value)) continue;
    const seen = { base: { [name]: before }, baseVersion: version };
    changes.push({ table: entity.table, operation: 'update', recordId: id, data: { [name]: read.value }, seen });
  }
  return { ok: true, changes };
}
