import { FerryFailure } from '#app/contract/errors.ts';
import type { Filter, Keyset, ListQuery } from '#app/contract/lists.ts';
import { type AnyEntity, comparedBy, type Field, type Schema } from '#app/schema/index.ts';
import type { RowSet } from './finder.ts';
import { type OrderColumn, orderColumnOf } from './orders.ts';

type Value = string | number | null;

/** A condition; table and field names in it come from the schema, values are parameters. */
export interface Clause {
  sql: string;
  parameters: Value[];
}

/** @throws FerryFailure `table.unknown` */
export function entityOf(schema: Schema, table: string): AnyEntity {
  const entity = schema.entity(table);
  if (entity) return entity;
  throw new FerryFailure('table.unknown', 'fix', { table });
}

/** @throws FerryFailure `input.invalid` for a field that lists cannot use. */
export function fieldOf(entity: AnyEntity, name: string, isAllowed: (field: Field) => boolean): Field {
  const field = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
  if (field && isAllowed(field)) return field;
  throw new FerryFailure('input.invalid', 'fix', {
    field: name,
  });
}

export interface Sort extends OrderColumn {
  direction: 'ASC' | 'DESC';
  order: string;
  /** The order among rows that all have a value, or all have none. */
  orderWithin: string;
}

/** @throws FerryFailure `input.invalid` for a field that lists cannot sort by. */
export function sortOf(entity: AnyEntity, query: ListQuery): Sort {
  const name = query.sort?.field ?? entity.title;
  const field = fieldOf(entity, name, ({ sortable }) => sortable);
  const direction = query.sort?.direction === 'desc' ? 'DESC' : 'ASC';
  const { column, collate } = orderColumnOf(name, field);
  const orderWithin = `${column}${collate} ${direction}, id ${direction}`;
  return {
    column,
    collate,
    direction,
    order: `${column}${collate} ${direction} NULLS LAST, id ${direction}`,
    orderWithin,
  };
}

/** Rows after a position in the order; empty values are last. */
export function afterClause({ column, collate, direction }: Sort, { value, id }: Keyset): Clause {
  const after = direction === 'ASC' ? '>' : '<';
  if (value === null) return { sql: `${column} IS NULL AND id ${after} ?`, parameters: [id] };
  return { sql: `(${column}${collate}, id) ${after} (?, ?)`, parameters: [value, id] };
}

/** Rows without a value, at the end of the order. */
export function emptyClause({ column }: Sort): Clause {
  return { sql: `${column} IS NULL`, parameters: [] };
}

/** @throws FerryFailure `input.invalid` for a field that lists cannot filter by. */
export function filterClause(schema: Schema, entity: AnyEntity, filter: Filter): Clause {
  const [own = '', ...path] = filter.field.split('.');
  return path.length === 0
    ? ownFilterClause(entity, filter)
    : parentFilterClause(schema, entity, own, { ...filter, field: path.join('.') });
}

/** A filter on a parent's field, see `fieldAt`. */
function parentFilterClause(schema: Schema, entity: AnyEntity, name: string, filter: Filter): Clause {
  const { references } = fieldOf(entity, name, (field) => field.references !== undefined);
  const parent = entityOf(schema, references ?? '');
  const { sql, parameters } = filterClause(schema, parent, filter);
  const ids = `SELECT id FROM cached_${parent.table} WHERE deleted = 0 AND ${sql}`;
  return { sql: `${name} COLLATE NOCASE IN (${ids})`, parameters };
}

function ownFilterClause(entity: AnyEntity, { field: name, test, values }: Filter): Clause {
  const field = fieldOf(entity, name, ({ sortable, filterable }) => sortable || filterable);
  const collate = comparedBy[field.kind] === 'exact' ? '' : ' COLLATE NOCASE';
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

/** The rows of a set, see `createFinder`. */
export function rowsClause({ sql, parameters }: RowSet): Clause {
  return { sql: `rowid IN (${sql})`, parameters };
}

/** Rows with an unacknowledged change. */
export function unsentClause(entity: AnyEntity): Clause {
  const sql = `id IN (SELECT record_id FROM sync_queue WHERE table_name = ? AND synced = 0
    AND state IN ('pending', 'sent', 'parked'))`;
  return { sql, parameters: [entity.table] };
}

/** Rows with these ids. */
export function idsClause(ids: readonly string[]): Clause {
  return { sql: 'id IN (SELECT value FROM json_each(?))', parameters: [JSON.stringify(ids)] };
}

export function and(clauses: Clause[]): Clause {
  return {
    sql: clauses.map(({ sql }) => sql).join(' AND '),
    parameters: clauses.flatMap(({ parameters }) => parameters),
  };
}
