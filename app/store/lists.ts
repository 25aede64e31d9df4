import { FerryFailure } from '#app/contract/errors.ts';
import type { Filter, Keyset, ListPage, ListQuery, ListWindow, SearchHit, Summary } from '#app/contract/records.ts';
import { type AnyEntity, type Field, type RecordData, referencesOf, type Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import { matchExpression } from './search.ts';
import { hasSortKey } from './sort-keys.ts';

type Value = string | number | null;

export interface ListRow {
  id: string;
  data: RecordData;
  version: number;
}

export interface RowsPage extends Pick<ListPage, 'total' | 'last' | 'titles'> {
  rows: ListRow[];
}

interface Clause {
  sql: string;
  parameters: Value[];
}

interface StoredRow {
  id: string;
  data: string;
  version: number;
  sort_value: string | number | null;
}

const NUMERIC = new Set(['money', 'count']);

export type Lists = ReturnType<typeof createLists>;

/** Windows of the visible rows: filtered, searched, sorted, by keyset or offset; never a whole table. */
export function createLists(database: Database, schema: Schema) {
  /** Table → id → title of every record the rows refer to. */
  function titlesOf(entity: AnyEntity, rows: readonly ListRow[]): ListPage['titles'] {
    const titles: ListPage['titles'] = {};
    for (const { field, table } of referencesOf(entity)) {
      const title = schema.entity(table)?.title;
      const ids = new Set(rows.map(({ data }) => data[field]));
      const found = database
        .statement<{ id: string; title: string | null }>(
          `SELECT id, data ->> '$.${title}' AS title FROM cached_${table} WHERE id IN (SELECT value FROM json_each(?))`,
        )
        .all([JSON.stringify([...ids])]);
      titles[table] = { ...titles[table], ...Object.fromEntries(found.map(({ id, title }) => [id, title ?? ''])) };
    }
    return titles;
  }

  return {
    /** @throws FerryFailure `table.unknown`, `input.invalid` for a field that lists cannot sort or filter by. */
    page(table: string, query: ListQuery, window: ListWindow): RowsPage {
      const entity = entityOf(schema, table);
      const sort = sortOf(entity, query);
      const where = whereOf(entity, query);
      const from = window.after ? and([where, afterClause(sort, window.after)]) : where;
      const offset = window.after ? 0 : (window.offset ?? 0);
      const rows = database
        .statement<StoredRow>(
          `SELECT id, data, version, ${sort.column} AS sort_value FROM cached_${entity.table} WHERE ${from.sql}
           ORDER BY ${sort.order} LIMIT ? OFFSET ?`,
        )
        .all([...from.parameters, window.limit, offset]);
      const total = database
        .statement<{ total: number }>(`SELECT count(*) AS total FROM cached_${entity.table} WHERE ${where.sql}`)
        .get(where.parameters);
      const last = rows.at(-1);
      const found = rows.map(({ id, data, version }) => ({ id, data: JSON.parse(data) as RecordData, version }));
      return {
        rows: found,
        total: total?.total ?? 0,
        last: last ? { value: last.sort_value, id: last.id } : null,
        titles: titlesOf(entity, found),
      };
    },

    /** Records of the query for each value of `field`. */
    summarise(table: string, query: ListQuery, field: string): Summary {
      const entity = entityOf(schema, table);
      fieldOf(entity, field, ({ sortable, filterable }) => sortable || filterable);
      const where = whereOf(entity, query);
      const groups = database
        .statement<Summary['groups'][number]>(
          `SELECT ${field} AS value, count(*) AS count FROM cached_${entity.table} WHERE ${where.sql} GROUP BY ${field} ORDER BY ${field}`,
        )
        .all(where.parameters);
      return { groups };
    },

    counts(): Record<string, number> {
      return Object.fromEntries(
        schema.entities.map(({ table }) => {
          const sql = `SELECT count(*) AS total FROM cached_${table} WHERE deleted = 0`;
          return [table, database.statement<{ total: number }>(sql).get()?.total ?? 0];
        }),
      );
    },

    /** Best first over all tables; a hit in a title weighs ten times one in the rest. */
    search(words: string, limit: number): SearchHit[] {
      const match = matchExpression(words);
      if (match === null) return [];
      const hits = schema.entities.flatMap((entity) =>
        database
          .statement<{ id: string; data: string; rank: number }>(
            `SELECT c.id, c.data, bm25(cached_${entity.table}_search, 10.0, 1.0) AS rank
             FROM cached_${entity.table}_search s JOIN cached_${entity.table} c ON c.rowid = s.rowid
             WHERE cached_${entity.table}_search MATCH ? ORDER BY rank LIMIT ?`,
          )
          .all([match, limit])
          .map(({ id, data, rank }) => ({ rank, hit: hitOf(entity, id, JSON.parse(data) as RecordData) })),
      );
      return hits
        .sort((a, b) => a.rank - b.rank)
        .slice(0, limit)
        .map(({ hit }) => hit);
    },
  };
}

function whereOf(entity: AnyEntity, query: ListQuery): Clause {
  const filters = query.filters.map((filter) => filterClause(entity, filter));
  return and([{ sql: 'deleted = 0', parameters: [] }, ...filters, ...searchClause(entity, query.search)]);
}

function entityOf(schema: Schema, table: string): AnyEntity {
  const entity = schema.entity(table);
  if (entity) return entity;
  throw new FerryFailure('table.unknown', `Ferry keeps no ${JSON.stringify(table)}.`, 'fix', { table });
}

function fieldOf(entity: AnyEntity, name: string, isAllowed: (field: Field) => boolean): Field {
  const field = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
  if (field && isAllowed(field)) return field;
  throw new FerryFailure('input.invalid', `Lists of ${entity.table} do not work by ${JSON.stringify(name)}.`, 'fix', {
    field: name,
  });
}

interface Sort {
  column: string;
  collate: string;
  direction: 'ASC' | 'DESC';
  order: string;
}

function sortOf(entity: AnyEntity, query: ListQuery): Sort {
  const name = query.sort?.field ?? entity.title;
  const field = fieldOf(entity, name, ({ sortable }) => sortable);
  const direction = query.sort?.direction === 'desc' ? 'DESC' : 'ASC';
  const column = hasSortKey(field) ? `${name}_key` : name;
  const collate = hasSortKey(field) || NUMERIC.has(field.kind) ? '' : ' COLLATE NOCASE';
  return { column, collate, direction, order: `${column}${collate} ${direction}, id ${direction}` };
}

/** Rows after a place in the order; SQLite puts NULL before every value. */
function afterClause({ column, collate, direction }: Sort, { value, id }: Keyset): Clause {
  if (direction === 'ASC') {
    if (value === null) return { sql: `(${column} IS NOT NULL OR id > ?)`, parameters: [id] };
    return { sql: `(${column}${collate}, id) > (?, ?)`, parameters: [value, id] };
  }
  if (value === null) return { sql: `(${column} IS NULL AND id < ?)`, parameters: [id] };
  return { sql: `(${column} IS NULL OR (${column}${collate}, id) < (?, ?))`, parameters: [value, id] };
}

function filterClause(entity: AnyEntity, { field: name, test, values }: Filter): Clause {
  const field = fieldOf(entity, name, ({ sortable, filterable }) => sortable || filterable);
  const collate = NUMERIC.has(field.kind) ? '' : ' COLLATE NOCASE';
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

function searchClause(entity: AnyEntity, search: string): Clause[] {
  const match = matchExpression(search);
  if (match === null) return [];
  const index = `cached_${entity.table}_search`;
  return [{ sql: `rowid IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ?)`, parameters: [match] }];
}

function and(clauses: Clause[]): Clause {
  return {
    sql: clauses.map(({ sql }) => sql).join(' AND '),
    parameters: clauses.flatMap(({ parameters }) => parameters),
  };
}

function hitOf(entity: AnyEntity, id: string, data: RecordData): SearchHit {
  const detail = Object.entries(entity.fields)
    .filter(
      ([name, field]) =>
        field.searchable && name !== entity.title && typeof data[name] === 'string' && field.kind !== 'notes',
    )
    .map(([name]) => String(data[name]));
  return { table: entity.table, id, title: String(data[entity.title] ?? ''), detail: detail.slice(0, 2).join(' · ') };
}
