import { FerryFailure } from '#app/contract/errors.ts';
import type { Filter, Keyset, ListQuery } from '#app/contract/records.ts';
import type { AnyEntity, Field, Schema } from '#app/schema/index.ts';
import { hasSortKey } from './sort-keys.ts';

type Value = string | number | null;

/** A condition; table and field names in it come from the schema, values go in as parameters. */
export interface Clause {
  sql: string;
  parameters: Value[];
}

const NUMERIC = new Set<Field['kind']>(['money', 'count']);
/** Values that are always written the same way, so that they are compared as they are. */
const EXACT = new Set<Field['kind']>([...NUMERIC, 'select', 'person', 'date']);

/** @throws FerryFailure `table.unknown` */
export function entityOf(schema: Schema, table: string): AnyEntity {
  const entity = schema.entity(table);
  if (entity) return entity;
  throw new FerryFailure('table.unknown', `Ferry keeps no ${JSON.stringify(table)}.`, 'fix', { table });
}

/** @throws FerryFailure `input.invalid` for a field that lists do not work by. */
export function fieldOf(entity: AnyEntity, name: string, isAllowed: (field: Field) => boolean): Field {
  const field = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
  if (field && isAllowed(field)) return field;
  throw new FerryFailure('input.invalid', `Lists of ${entity.table} do not work by ${JSON.stringify(name)}.`, 'fix', {
    field: name,
  });
}

export interface Sort {
  column: string;
  collate: string;
  direction: 'ASC' | 'DESC';
  order: string;
}

/** @throws FerryFailure `input.invalid` for a field that lists do not sort by. */
export function sortOf(entity: AnyEntity, query: ListQuery): Sort {
  const name = query.sort?.field ?? entity.title;
  const field = fieldOf(entity, name, ({ sortable }) => sortable);
  const direction = query.sort?.direction === 'desc' ? 'DESC' : 'ASC';
  const column = hasSortKey(field) ? `${name}_key` : name;
  const collate = hasSortKey(field) || NUMERIC.has(field.kind) ? '' : ' COLLATE NOCASE';
  return { column, collate, direction, order: `${column}${collate} ${direction}, id ${direction}` };
}

/** Rows after a place in the order; SQLite puts NULL before every value. */
export function afterClause({ column, collate, direction }: Sort, { value, id }: Keyset): Clause {
  if (direction === 'ASC') {
    if (value === null) return { sql: `(${column} IS NOT NULL OR id > ?)`, parameters: [id] };
    return { sql: `(${column}${collate}, id) > (?, ?)`, parameters: [value, id] };
  }
  if (value === null) return { sql: `(${column} IS NULL AND id < ?)`, parameters: [id] };
  return { sql: `(${column} IS NULL OR (${column}${collate}, id) < (?, ?))`, parameters: [value, id] };
}

/** @throws FerryFailure `input.invalid` for a field that lists do not filter by. */
export function filterClause(entity: AnyEntity, { field: name, test, values }: Filter): Clause {
  const field = fieldOf(entity, name, ({ sortable, filterable }) => sortable || filterable);
  const collate = EXACT.has(field.kind) ? '' : ' COLLATE NOCASE';
  switch (test) {
    case 'in':
      return { sql: `${name}${collate} IN (${values.map(() => '?').join(', ')})`, parameters: values };
    case 'empty':
      return { sql: `(${name} IS NULL OR ${name} IN ('', '[]'))`, parameters: [] };
    case 'notEmpty':
      return { sql: `(${name} IS NOT NULL AND ${name} NOT IN ('', '[]'))`, parameters: [] };
    case 'before':
      return { sql: `${name}${collate} <= ?`, parameters: [values[0] ?? null] };
    case 'after':
      return { sql: `${name}${collate} >= ?`, parameters: [values[0] ?? null] };
    case 'has':
      return {
        sql: `EXISTS (SELECT 1 FROM json_each(${name}) WHERE value IN (${values.map(() => '?').join(', ')}))`,
        parameters: values,
      };
  }
}

/** Rows that hold the words of a search, see `matchExpression`. */
export function searchClause(entity: AnyEntity, match: string): Clause {
  const index = `cached_${entity.table}_search`;
  return { sql: `rowid IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ?)`, parameters: [match] };
}

/** Rows with a change that is not acknowledged. */
export function unsentClause(entity: AnyEntity): Clause {
  const sql = `id IN (SELECT record_id FROM sync_queue WHERE table_name = ? AND synced = 0
    AND state IN ('pending', 'sent', 'parked'))`;
  return { sql, parameters: [entity.table] };
}

export function and(clauses: Clause[]): Clause {
  return {
    sql: clauses.map(({ sql }) => sql).join(' AND '),
    parameters: clauses.flatMap(({ parameters }) => parameters),
  };
}
