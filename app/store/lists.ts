import type { ListPage, ListQuery, ListWindow, RecordQuery, Summary } from '#app/contract/lists.ts';
import { type AnyEntity, fieldAt, type RecordData, referencesOf, type Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import { createDeadlines } from './deadlines.ts';
import { createFinder } from './finder.ts';
import {
  afterClause,
  and,
  type Clause,
  emptyClause,
  entityOf,
  fieldOf,
  filterClause,
  idsClause,
  rowsClause,
  type Sort,
  sortOf,
  unsentClause,
} from './list-clauses.ts';
import { createOrders } from './orders.ts';
import { createPlaces } from './places.ts';
import { createSearch } from './search.ts';

export interface ListRow {
  id: string;
  data: RecordData;
  version: number;
}

export interface RowsPage extends Pick<ListPage, 'total' | 'last' | 'titles' | 'parentTitles'> {
  rows: ListRow[];
}

interface StoredRow {
  id: string;
  data: string;
  version: number;
  sort_value: string | number | null;
}

/** The rows of a query and their number. */
interface Selection {
  where: Clause;
  total: number;
  /** Whether so many rows match that reading in any order soon fills a page. */
  isBroad: boolean;
  /** Whether the rows are found by a parent or by few search hits instead of by filters. */
  isFound: boolean;
}

/** A query is broad if it matches more than one row in this many. */
const BROAD_SHARE = 50;
const MOST_TOTALS = 500;

export type Lists = ReturnType<typeof createLists>;

/**
 * Windows of the visible rows: filtered, searched, sorted, by keyset or offset; never a whole table. Names the index
 * explicitly, because SQLite does not account for extracting other fields from the record's JSON. `beforeSearch` brings
 * the search index up to date.
 */
export function createLists(database: Database, schema: Schema, beforeSearch: () => void) {
  const totals = new Map<string, number>();
  const indexOf = createOrders(database);
  const finder = createFinder(database, schema);
  const search = createSearch(database, schema, finder);
  const places = createPlaces(database, schema, finder);

  /** Counting is most of a window's cost; the total stays valid until a record changes. */
  function count(sql: string, parameters: Clause['parameters']): number {
    const key = JSON.stringify([sql, parameters]);
    const known = totals.get(key);
    if (known !== undefined) return known;
    const total =
      database.statement<{ total: number }>(`SELECT count(*) AS total FROM ${sql}`).get(parameters)?.total ?? 0;
    if (totals.size >= MOST_TOTALS) totals.clear();
    totals.set(key, total);
    return total;
  }

  const countAll = ({ table }: AnyEntity) => count(`cached_${table} WHERE deleted = 0`, []);

  function select(entity: AnyEntity, { filters, search, isUnsent = false, ids }: RecordQuery): Selection {
    const table = `cached_${entity.table}`;
    const isBroad = (total: number) => total * BROAD_SHARE > countAll(entity);
    if (search !== '') beforeSearch();
    const found = finder.rows(entity, search);
    const filtering = and([
      { sql: 'deleted = 0', parameters: [] },
      ...filters.map((filter) => filterClause(schema, entity, filter)),
      ...(isUnsent ? [unsentClause(entity)] : []),
      ...(ids === undefined ? [] : [idsClause(ids)]),
    ]);
    // SQLite does not use an index for a condition that can never be true.
    const isImpossible = filters.some(({ test, values }) => test === 'in' && values.length === 0);
    if (isImpossible) return { where: filtering, total: 0, isBroad: false, isFound: true };
    const hasParent = filters.some(
      ({ field, test }) => test === 'in' && fieldAt(schema, entity, field)?.references !== undefined,
    );
    const hits = found === null ? null : count(`(${found.sql})`, found.parameters);
    const isFound = hasParent || isUnsent || ids !== undefined || (hits !== null && !isBroad(hits));
    const where = found === null ? filtering : and([filtering, rowsClause(found)]);
    if (filters.length === 0 && !isUnsent && ids === undefined) {
      const total = hits ?? countAll(entity);
      return { where, total, isBroad: isBroad(total), isFound };
    }
    const total = count(`${table} ${isFound ? '' : `INDEXED BY ${table}_list`} WHERE ${where.sql}`, where.parameters);
    return { where, total, isBroad: isBroad(total), isFound };
  }

  /** Titles of all referenced records, and of the first record that each of those references. */
  function titlesOf(entity: AnyEntity, rows: readonly ListRow[]): Pick<ListPage, 'titles' | 'parentTitles'> {
    const titles: ListPage['titles'] = {};
    const parentTitles: ListPage['parentTitles'] = {};
    for (const { field, table } of referencesOf(entity)) {
      const ids = JSON.stringify([...new Set(rows.map(({ data }) => data[field]))]);
      const found = database
        .statement<{ id: string; title: string | null; parent: string | null }>(titlesSql(table))
        .all([ids]);
      titles[table] = { ...titles[table], ...Object.fromEntries(found.map(({ id, title }) => [id, title ?? ''])) };
      const owned = found.flatMap(({ id, parent }) => (parent === null ? [] : [[id, parent] as const]));
      if (owned.length > 0) parentTitles[table] = { ...parentTitles[table], ...Object.fromEntries(owned) };
    }
    return { titles, parentTitles };
  }

  function titlesSql(table: string): string {
    const entity = schema.entity(table);
    const [parent] = entity === undefined ? [] : referencesOf(entity);
    const parentTitle = schema.entity(parent?.table ?? '')?.title;
    const chosen = 'WHERE r.id IN (SELECT value FROM json_each(?))';
    const title = `r.data ->> '$.${entity?.title}' AS title`;
    if (parent === undefined) return `SELECT r.id, ${title}, NULL AS parent FROM cached_${table} r ${chosen}`;
    return `SELECT r.id, ${title}, p.data ->> '$.${parentTitle}' AS parent FROM cached_${table} r
      LEFT JOIN cached_${parent.table} p ON p.id = r.data ->> '$.${parent.field}' ${chosen}`;
  }

  type Read = (from: Clause, order: string, limit: number, offset?: number) => StoredRow[];

  /** Empty values are last and read separately: SQLite can seek in only one of the two parts of an index. */
  function rowsIn(sort: Sort, where: Clause, { after, limit, offset }: ListWindow, read: Read): StoredRow[] {
    if (after === undefined) return read(where, sort.order, limit, offset);
    const rows = read(and([where, afterClause(sort, after)]), sort.orderWithin, limit);
    if (after.value === null || rows.length === limit) return rows;
    return [...rows, ...read(and([where, emptyClause(sort)]), sort.orderWithin, limit - rows.length)];
  }

  return {
    /** @throws FerryFailure `table.unknown`, `input.invalid` for a field that lists cannot sort or filter by. */
    page(table: string, query: RecordQuery, window: ListWindow): RowsPage {
      const entity = entityOf(schema, table);
      const sort = sortOf(entity, query);
      const { where, total, isBroad, isFound } = select(entity, query);
      if (total === 0) return { rows: [], total, last: null, titles: {}, parentTitles: {} };
      const index = isBroad ? indexOf(entity, sort, countAll(entity)) : isFound ? null : `cached_${table}_list`;
      const read = (from: Clause, order: string, limit: number, offset = 0) =>
        database
          .statement<StoredRow>(
            `SELECT id, data, version, ${sort.column} AS sort_value
             FROM cached_${table} ${index === null ? '' : `INDEXED BY ${index}`}
             WHERE ${from.sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
          )
          .all([...from.parameters, limit, offset]);
      const rows = rowsIn(sort, where, window, read);
      const last = rows.at(-1);
      const found = rows.map(({ id, data, version }) => ({ id, data: JSON.parse(data) as RecordData, version }));
      return {
        rows: found,
        total,
        last: last ? { value: last.sort_value, id: last.id } : null,
        ...titlesOf(entity, found),
      };
    },

    /** Number of the query's records per value of `field`. */
    summarise(table: string, query: ListQuery, field: string): Summary {
      const entity = entityOf(schema, table);
      fieldOf(entity, field, ({ sortable, filterable }) => sortable || filterable);
      const { where, isFound } = select(entity, query);
      const groups = database
        .statement<Summary['groups'][number]>(
          `SELECT ${field} AS value, count(*) AS count
           FROM cached_${table} ${isFound ? '' : `INDEXED BY cached_${table}_list`}
           WHERE ${where.sql} GROUP BY ${field} ORDER BY ${field}`,
        )
        .all(where.parameters);
      return { groups };
    },

    counts: (): Record<string, number> =>
      Object.fromEntries(schema.entities.map((entity) => [entity.table, countAll(entity)])),

    deadlines: createDeadlines(database, schema),

    search(...words: Parameters<typeof search>): ReturnType<typeof search> {
      beforeSearch();
      return search(...words);
    },

    places(...words: Parameters<typeof places>): ReturnType<typeof places> {
      beforeSearch();
      return places(...words);
    },

    /** Call after records changed. */
    forgetTotals(): void {
      totals.clear();
      finder.forget();
    },
  };
}
