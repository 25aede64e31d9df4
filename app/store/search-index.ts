import type { AnyEntity, RecordData, Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { StateStore } from './state.ts';

/** Some milliseconds on the slowest of computers. */
const ROWS_AT_ONCE = 100;

const known = new WeakMap<AnyEntity, readonly string[]>();

/** The columns of an entity's search index: its searchable fields, the title first. */
export function searchedFields(entity: AnyEntity): readonly string[] {
  const found = known.get(entity);
  if (found) return found;
  const searchable = Object.entries(entity.fields).flatMap(([name, field]) => (field.searchable ? [name] : []));
  const names = [...searchable].sort((a, b) => Number(b === entity.title) - Number(a === entity.title));
  known.set(entity, names);
  return names;
}

/** The statement that indexes rows of a table, up to its conditions; it ends in a WHERE. */
export function indexRows(entity: AnyEntity): string {
  const table = `cached_${entity.table}`;
  const fields = searchedFields(entity);
  const words = fields.map((name) => `data ->> '$.${name}'`);
  return `INSERT INTO ${table}_search (${['rowid', ...fields].join(', ')})
SELECT ${['rowid', ...words].join(', ')} FROM ${table} WHERE deleted = 0`;
}

/** Pages of the index that are merged at most with one write; a page has 4 KiB. */
const MERGED_PAGES = 16;

export type SearchIndex = ReturnType<typeof createSearchIndex>;

export interface SearchIndexOptions {
  database: Database;
  schema: Schema;
  state: StateStore;
  /** Search finds more of this table than before, or all there is. */
  onIndexed: (table: string, isAll: boolean) => void;
}

/**
 * Keeps the search index in step with the visible rows, once at the end of each transaction: FTS5 writes out what it has
 * collected with every statement, so a statement for each row costs several times as much as one for all of them. The rows of
 * a first fill are indexed at its end (`sync_state.searchDue`); what is edited or arrives by itself meanwhile, at once.
 */
export function createSearchIndex({ database, schema, state, onIndexed }: SearchIndexOptions) {
  /** Table → row ids to index anew → whether the index has something of the row. */
  const touched = new Map<string, Map<number, boolean>>();
  /** Indexes that FTS5 does not merge by itself. */
  const mergedHere = new Set<string>();
  database.beforeCommit(write);
  database.afterRollback(() => touched.clear());

  function write(): void {
    for (const [table, rows] of touched) {
      const entity = schema.entity(table);
      if (entity && searchedFields(entity).length > 0) writeTable(entity, rows);
    }
    touched.clear();
  }

  const isDue = (table: string): boolean => state.get('searchDue').some((due) => due.table === table);

  /** FTS5's own list of the rows that an index holds. */
  const heldBy = (table: string): string => `rowid IN (SELECT id FROM cached_${table}_search_docsize)`;

  function writeTable(entity: AnyEntity, rows: ReadonlyMap<number, boolean>): void {
    const { table } = entity;
    const among = 'rowid IN (SELECT value FROM json_each(?))';
    const indexed = [...rows].flatMap(([row, isIndexed]) => (isIndexed ? [row] : []));
    if (indexed.length > 0) {
      const sql = `DELETE FROM cached_${table}_search WHERE ${among} ${isDue(table) ? `AND ${heldBy(table)}` : ''}`;
      database.statement(sql).run([JSON.stringify(indexed)]);
    }
    const added = database.statement(`${indexRows(entity)} AND ${among}`).run([JSON.stringify([...rows.keys()])]);
    if (added > 0) mergeSome(`cached_${entity.table}_search`);
  }

  /**
   * Merges a few pages with each write. By itself FTS5 merges once it has written 64 pages, and then as many for each level.
   * Nor does it merge for the sake of deleted rows: pages that it drops do not count, so that one step took over 100 ms
   * after thousands of deletions. They go when their level is merged for what was added.
   */
  function mergeSome(index: string): void {
    if (!mergedHere.has(index)) {
      for (const setting of ['automerge', 'deletemerge']) {
        const known = database.statement<{ v: number }>(`SELECT v FROM ${index}_config WHERE k = ?`).get([setting]);
        if (known?.v !== 0) database.statement(`INSERT INTO ${index} (${index}, rank) VALUES (?, 0)`).run([setting]);
      }
      mergedHere.add(index);
    }
    database.statement(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', ?)`).run([MERGED_PAGES]);
  }

  /** Indexes the next rows after row `after`; returns the last of them, null where there is none. */
  function indexAfter(entity: AnyEntity, after: number): number | null {
    const { table } = entity;
    const next = `SELECT max(place) AS last FROM (SELECT rowid AS place FROM cached_${table} WHERE rowid > ? ORDER BY rowid LIMIT ?)`;
    const last = database.statement<{ last: number | null }>(next).get([after, ROWS_AT_ONCE])?.last ?? null;
    if (last === null) return null;
    const isNext = `rowid > ? AND rowid <= ? AND NOT ${heldBy(table)}`;
    if (searchedFields(entity).length > 0) database.statement(`${indexRows(entity)} AND ${isNext}`).run([after, last]);
    return last;
  }

  return {
    /** Rows inserted from now on are not noted one by one, and indexed by `indexSome`. */
    indexLater(table: string): void {
      if (isDue(table)) return;
      const sql = `SELECT coalesce(max(rowid), 0) AS last FROM cached_${table}`;
      const after = database.statement<{ last: number }>(sql).get()?.last ?? 0;
      state.set({ searchDue: [...state.get('searchDue'), { table, after }] });
    },

    /** Indexes some rows of those that wait, in the caller's transaction; returns whether more are left. */
    indexSome(): boolean {
      const [next, ...rest] = state.get('searchDue');
      if (next === undefined) return false;
      const entity = schema.entity(next.table);
      const last = entity ? indexAfter(entity, next.after) : null;
      state.set({ searchDue: last === null ? rest : [{ table: next.table, after: last }, ...rest] });
      onIndexed(next.table, last === null);
      return last !== null || rest.length > 0;
    },

    isComplete: (): boolean => state.get('searchDue').length === 0,

    /** A row of the table shows other words now, or none. `wasShown`: it was there and not deleted before. */
    note(table: string, row: number, wasShown: boolean): void {
      const rows = touched.get(table) ?? new Map<number, boolean>();
      touched.set(table, rows.set(row, wasShown || rows.get(row) === true));
    },

    /** Whether two versions of a row are found by the same words. */
    isSame(entity: AnyEntity, one: RecordData, other: RecordData): boolean {
      return searchedFields(entity).every((name) => isSameValue(one[name], other[name]));
    },

    /** All rows of the table are gone. */
    clear(table: string): void {
      touched.delete(table);
      database.statement(`INSERT INTO cached_${table}_search (cached_${table}_search) VALUES ('delete-all')`).run();
    },

    /** For whoever keeps a transaction of their own. */
    write,
  };
}

function isSameValue(one: RecordData[string] | undefined, other: RecordData[string] | undefined): boolean {
  return one === other || JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
