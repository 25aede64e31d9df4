import { type AnyEntity, referencesOf } from './entity.ts';
import type { Field } from './field-types.ts';

type Entities = { entity(table: string): AnyEntity | undefined };

/**
 * Resolves a path: `status` is the record's own field, `aId.bId` the field `bId` of the record that `aId` references.
 * Undefined if the path does not exist.
 */
export function fieldAt(schema: Entities, entity: AnyEntity, path: string): Field | undefined {
  const [name = '', ...rest] = path.split('.');
  const field = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
  if (rest.length === 0) return field;
  const parent = schema.entity(field?.references ?? '');
  return parent === undefined ? undefined : fieldAt(schema, parent, rest.join('.'));
}

/** Records that depend on a table's records, and the reference path between them. */
export interface Dependant {
  entity: AnyEntity;
  path: string;
}

/** All dependants of a table: direct ones first, then indirect ones. */
export function dependantsOf(schema: Entities & { entities: readonly AnyEntity[] }, table: string): Dependant[] {
  const near = schema.entities.flatMap((entity) =>
    referencesOf(entity).flatMap((reference) => (reference.table === table ? [{ entity, path: reference.field }] : [])),
  );
  const far = schema.entities.flatMap((entity) =>
    indirectReferences(schema, entity).flatMap((reference) =>
      reference.table === table ? [{ entity, path: reference.path }] : [],
    ),
  );
  const found = [...near, ...far];
  return found.filter(({ entity }, place) => found.findIndex((other) => other.entity === entity) === place);
}

/** An indirect parent table, and the reference path to it. */
export interface IndirectReference {
  path: string;
  table: string;
}

/** Indirect parents of an entity, nearest first. */
export function indirectReferences(schema: Entities, entity: AnyEntity): IndirectReference[] {
  const parents = referencesOf(entity).flatMap(({ field, table }) => {
    const parent = schema.entity(table);
    return parent === undefined ? [] : [{ field, parent }];
  });
  const prefixed = (field: string, found: IndirectReference[]) =>
    found.map(({ path, table }) => ({ path: `${field}.${path}`, table }));
  return [
    ...parents.flatMap(({ field, parent }) =>
      prefixed(
        field,
        referencesOf(parent).map(({ field: path, table }) => ({ path, table })),
      ),
    ),
    ...parents.flatMap(({ field, parent }) => prefixed(field, indirectReferences(schema, parent))),
  ];
}
