import * as z from 'zod';
import type { Field, Label, MergePolicy } from './field.ts';
import type { JsonValue, RecordData } from './json.ts';

type Fields = Record<string, Field>;

export interface EntityDefinition<F extends Fields = Fields> {
  /** Plural, lower case: the name in the protocol, in `sync_queue.table_name` and of the table `cached_<table>`. */
  table: string;
  label: Label;
  singular: Label;
  /** The field that names a record in a list or a sentence. */
  title: keyof F & string;
  /** The values that set a record aside without deleting it; left out where there is no such state. */
  archived?: RecordData;
  fields: F;
}

export interface Entity<F extends Fields = Fields> extends EntityDefinition<F> {
  /** A whole record: what an insert carries. Unknown fields are refused. */
  record: z.ZodObject<{ [K in keyof F]: F[K]['schema'] }, z.core.$strict>;
  /** Some fields of a record: what an update carries. Unknown fields are refused. */
  changes: z.ZodType<RecordData>;
}

export type AnyEntity = Entity;
export type RecordOf<E extends { record: z.ZodType }> = z.infer<E['record']>;

/** Derives the record and change schemas of an entity from its fields. */
export function defineEntity<const F extends Fields>(definition: EntityDefinition<F>): Entity<F> {
  const shape = Object.fromEntries(Object.entries(definition.fields).map(([name, field]) => [name, field.schema]));
  const record = z.strictObject(shape);
  return {
    ...definition,
    record: record as unknown as Entity<F>['record'],
    changes: record.partial() as unknown as z.ZodType<RecordData>,
  };
}

/** A new record of the entity with every field at its initial value, overlaid with `data`. */
export function withInitialValues(entity: AnyEntity, data: RecordData): RecordData {
  const initial = Object.entries(entity.fields).map(([name, field]): [string, JsonValue] => [name, field.initial]);
  return { ...Object.fromEntries(initial), ...data };
}

/**
 * Whether the entity's schemas surely take these fields, told by a quick look at each: all of them for an insert, some
 * for an update. Where it says no, they may still do.
 */
export function areSurelyValid({ fields }: AnyEntity, operation: 'insert' | 'update', data: RecordData): boolean {
  const names = Object.keys(data);
  const isWhole = operation === 'update' || names.length === Object.keys(fields).length;
  return isWhole && names.every((name) => Object.hasOwn(fields, name) && fields[name]?.look(data[name]));
}

type Reference = Readonly<{ field: string; table: string }>;

/** Asked for with every change; the fields of an entity never change. */
const knownReferences = new WeakMap<object, readonly Reference[]>();

/** Every (field name, referenced table) of the entity. */
export function referencesOf({ fields }: Pick<AnyEntity, 'fields'>): readonly Reference[] {
  const known = knownReferences.get(fields);
  if (known) return known;
  const references = Object.entries(fields).flatMap(([field, { references: table }]) =>
    table === undefined ? [] : [{ field, table }],
  );
  knownReferences.set(fields, references);
  return references;
}

/** The merge policy of a field; one this build does not know (sent by a newer server) is last write wins. */
export function policyOf(entity: AnyEntity, field: string): MergePolicy {
  return Object.hasOwn(entity.fields, field) ? (entity.fields[field]?.merge ?? 'mine') : 'mine';
}
