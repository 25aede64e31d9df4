import type { ListPage, ListQuery, ListWindow, RecordQuery, Summary } from '#app/contract/records.ts';
import { type AnyEntity, type RecordData, referencesOf, type Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import {
  afterClause,
  and,
  type Clause,
  entityOf,
  fieldOf,
  filterClause,
  searchClause,
  sortOf,
  unsentClause,
} from './list-clauses.ts';
import { createSearch, matchExpression } from './search.ts';

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

/** What a query asks for, and how many there are. */
interface Selection {
  where: Clause;
  total: number;
  /** Whether so many match that whoever walks along any order soon has a page of them. */
  isBroad: boolean;
  /** Whether something but the filters finds the rows: a parent, or few hits of a search. */
  isFound: boolean;
}

/** More than one row in so many is broad. */
const BROAD_SHARE = 50;
const MOST_TOTALS = 500;

export type Lists = ReturnType<typeof createLists>;

/**
 * Windows of the visible rows: filtered, searched, sorted, by keyset or offset; never a whole table. Which index is read
 * is said here: SQLite cannot know that a field which is not in an index has to be taken out of the record's JSON.
 */
export function createLists(database: Database, schema: Schema) {
  const totals = new Map<string, number>();

  /** Counting is most of what a window costs, and stays true until a record changes. */
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

  function select(entity: AnyEntity, { filters, search, isUnsent = false }: RecordQuery): Selection {
    const table = `cached_${entity.table}`;
    const isBroad = (total: number) => total * BROAD_SHARE > countAll(entity);
    const match = matchExpression(search);
    const filtering = and([
      { sql: 'deleted = 0', parameters: [] },
      ...filters.map((filter) => filterClause(entity, filter)),
      ...(isUnsent ? [unsentClause(entity)] : []),
    ]);
    // SQLite finds no way through an index for what can never be true.
    const isImpossible = filters.some(({ test, values }) => test === 'in' && values.length === 0);
    if (isImpossible) return { where: filtering, total: 0, isBroad: false, isFound: true };
    const hasParent = filters.some(
      ({ field, test }) => test === 'in' && entity.fields[field]?.references !== undefined,
    );
    const hits = match === null ? null : count(`${table}_search WHERE ${table}_search MATCH ?`, [match]);
    const isFound = hasParent || isUnsent || (hits !== null && !isBroad(hits));
    const where = match === null ? filtering : and([filtering, searchClause(entity, match)]);
    if (filters.length === 0 && !isUnsent) {
      const total = hits ?? countAll(entity);
      return { where, total, isBroad: isBroad(total), isFound };
    }
    const total = count(`${table} ${isFound ? '' : `INDEXED BY ${table}_list`} WHERE ${where.sql}`, where.parameters);
    return { where, total, isBroad: isBroad(total), isFound };
  }

  /** The titles of every record the rows refer to, and of what each of those refers to first. */
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

  return {
    /** @throws FerryFailure `table.unknown`, `input.invalid` for a field that lists cannot sort or filter by. */
    page(table: string, query: RecordQuery, window: ListWindow): RowsPage {
      const entity = entityOf(schema, table);
      const sort = sortOf(entity, query);
      const { where, total, isBroad, isFound } = select(entity, query);
      if (total === 0) return { rows: [], total, last: null, titles: {}, parentTitles: {} };
      const from = window.after ? and([where, afterClause(sort, window.after)]) : where;
      const index = isBroad ? `by_${sort.column}` : isFound ? null : 'list';
      const rows = database
        .statement<StoredRow>(
          `SELECT id, data, version, ${sort.column} AS sort_value
           FROM cached_${table} ${index === null ? '' : `INDEXED BY cached_${table}_${index}`}
           WHERE ${from.sql} ORDER BY ${sort.order} LIMIT ? OFFSET ?`,
        )
        .all([...from.parameters, window.limit, window.after ? 0 : (window.offset ?? 0)]);
      const last = rows.at(-1);
      const found = rows.map(({ id, data, version }) => ({ id, data: JSON.parse(data) as RecordData, version }));
      return {
        rows: found,
        total,
        last: last ? { value: last.sort_value, id: last.id } : null,
        ...titlesOf(entity, found),
      };
    },

    /** Records of the query for each value of `field`. */
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

    search: createSearch(database, schema),

    /** After records changed. */
    forgetTotals: () => totals.clear(),
  };
}
