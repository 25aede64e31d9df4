import type { Connection } from '#app/store/database.ts';
import type { EntityStructure } from './entity-sql.ts';

/** A record table's structure in a database; null if there is no such table. */
export function readStructure(connection: Connection, table: string): EntityStructure | null {
  const created = objects(connection, 'table', `cached_${table}`).get(`cached_${table}`);
  if (created === undefined) return null;
  return {
    columns: columnsIn(created),
    search: objects(connection, 'table', `cached_${table}_search`).get(`cached_${table}_search`) ?? '',
    indexes: objects(connection, 'index', `cached_${table}`),
    triggers: objects(connection, 'trigger', `cached_${table}`),
  };
}

/** SQL without formatting, for comparing statements. */
export function plainSql(sql: string): string {
  return sql.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')').trim();
}

function objects(connection: Connection, type: string, table: string): Map<string, string> {
  const rows = connection
    .prepare('SELECT name, sql FROM sqlite_master WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL')
    .all(type, table) as { name: string; sql: string }[];
  return new Map(rows.map(({ name, sql }) => [name, sql]));
}

/**
 * The column definitions of a CREATE TABLE statement. SQLite reports names and types elsewhere, but not the
 * expressions.
 */
function columnsIn(createTable: string): Map<string, string> {
  const body = createTable.slice(createTable.indexOf('(') + 1, createTable.lastIndexOf(')'));
  const columns = new Map<string, string>();
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= body.length; at += 1) {
    const letter = body[at] ?? ',';
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter !== ',' || depth > 0) continue;
    const definition = plainSql(body.slice(start, at));
    columns.set(definition.split(' ', 1)[0] ?? '', definition);
    start = at + 1;
  }
  return columns;
}
