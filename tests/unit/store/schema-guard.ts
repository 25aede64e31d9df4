import type { AnyEntity, Field, Schema } from '#app/schema/index.ts';
import type { Connection } from '#app/store/database.ts';
import { hasSortKey } from '#app/store/sort-keys.ts';

/** What lists and search need of the database and do not find, in words; empty where the migrations fit the schema. */
export function missingInDatabase(connection: Connection, schema: Schema): string[] {
  return schema.entities.flatMap((entity) => {
    const columns = names(connection, `SELECT name FROM pragma_table_xinfo('cached_${entity.table}')`);
    if (columns.length === 0) return [`${entity.table}: no table cached_${entity.table}`];
    const needed = Object.entries(entity.fields).flatMap(([name, field]) => [
      ...missingColumn(entity, name, field, columns),
      ...missingIndex(connection, entity, name, field),
      ...missingInSearch(connection, entity, name, field),
    ]);
    return [...needed, ...missingInListIndex(connection, entity)];
  });
}

function missingColumn({ table }: AnyEntity, name: string, field: Field, columns: string[]): string[] {
  const isNeeded = field.sortable || field.filterable;
  const wanted = [...(isNeeded ? [name] : []), ...(hasSortKey(field) ? ['sort_keys', `${name}_key`] : [])];
  return wanted.filter((column) => !columns.includes(column)).map((column) => `${table}.${name}: no column ${column}`);
}

/** What a list starts by, and what a parent's children are found by. */
function missingIndex(connection: Connection, entity: AnyEntity, name: string, field: Field): string[] {
  const { table } = entity;
  const isStart = (name === entity.title || name === entity.sort?.field || name === entity.due) && field.sortable;
  if (!isStart && field.references === undefined) return [];
  const indexes = names(connection, `SELECT name FROM pragma_index_list('cached_${table}')`);
  const isThere = indexes.some((index) => {
    const [first, second] = names(connection, `SELECT name FROM pragma_index_info('${index}') ORDER BY seqno`);
    const column = hasSortKey(field) ? `${name}_key` : name;
    return index === `cached_${table}_by_${column}` && first === column && second === 'id';
  });
  return isThere ? [] : [`${table}.${name}: no index`];
}

/** `cached_<table>_list` holds whatever a list can be filtered by, so that no record is taken apart for it. */
function missingInListIndex(connection: Connection, { table, fields }: AnyEntity): string[] {
  const listed = names(connection, `SELECT name FROM pragma_index_info('cached_${table}_list')`);
  return Object.entries(fields).flatMap(([name, field]) =>
    field.filterable && !listed.includes(name) ? [`${table}.${name}: not in the list index`] : [],
  );
}

/** The search index has a column for every searchable field. */
function missingInSearch(connection: Connection, { table }: AnyEntity, name: string, field: Field): string[] {
  if (!field.searchable) return [];
  const columns = names(connection, `SELECT name FROM pragma_table_info('cached_${table}_search')`);
  return columns.includes(name) ? [] : [`${table}.${name}: not searched`];
}

function names(connection: Connection, sql: string): string[] {
  return (connection.prepare(sql).all() as { name: string }[]).map(({ name }) => name);
}
