import type { AnyEntity, RecordData, Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { StateStore } from './state.ts';
import { preventsWriting } from './storage-error.ts';

/** A batch takes milliseconds on the slowest computers. */
const ROWS_AT_ONCE = 100;
/** From this many rows on nothing waits; a search indexes fewer within a few milliseconds. */
const ROWS_WAITING = 64;

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

/** The statement that indexes rows of a table, without conditions; ends in a WHERE. */
export function indexRows(entity: AnyEntity): string {
  const table = `cached_${entity.table}`;
  const fields = searchedFields(entity);
  const words = fields.map((name) => `data ->> '$.${name}'`);
  return `INSERT INTO ${table}_search (${['rowid', ...fields].join(', ')})
SELECT ${['rowid', ...words].join(', ')} FROM ${table} WHERE deleted = 0`;
}

/** Maximum index pages merged per write; a page is 4 KiB. */
const MERGED_PAGES = 16;

export type SearchIndex = ReturnType<typeof createSearchIndex>;

export interface SearchIndexOptions {
  database: Database;
  schema: Schema;
  state: StateStore;
  /** Search finds more of this table now; `isAll`: everything. */
  onIndexed: (table: string, isAll: boolean) => void;
}

/**
 * Keeps the search index in step with the visible rows. FTS5 flushes with every statement and every commit, and each time
 * starts a new segment, so rows of small transactions wait (`sync_state.searchWaiting`) until there are many or somebody
 * searches. Rows of a first fill are indexed at its end (`sync_state.searchDue`).
 */
export function createSearchIndex({ database, schema, state, onIndexed }: SearchIndexOptions) {
  /** Table → rows that the current transaction touched. */
  const touched = new Map<string, Set<number>>();
  /** Indexes whose automatic merge is off. */
  const mergedHere = new Set<string>();
  database.beforeCommit(noteWaiting);
  database.afterRollback(() => touched.clear());

  function noteWaiting(): void {
    if (touched.size === 0) return;
    for (const { table, rows } of state.get('searchWaiting')) for (const row of rows) note(table, row);
    const count = [...touched.values()].reduce((sum, rows) => sum + rows.size, 0);
    if (count >= ROWS_WAITING) write();
    else state.set({ searchWaiting: [...touched].map(([table, rows]) => ({ table, rows: [...rows] })) });
    touched.clear();
  }

  /** Indexes everything that waits, in the caller's transaction. */
  function write(): void {
    for (const { table, rows } of state.get('searchWaiting')) for (const row of rows) note(table, row);
    for (const [table, rows] of touched) {
      const entity = schema.entity(table);
      if (entity && searchedFields(entity).length > 0) writeTable(entity, rows);
    }
    touched.clear();
    if (state.get('searchWaiting').length > 0) state.set({ searchWaiting: [] });
  }

  function note(table: string, row: number): void {
    const rows = touched.get(table) ?? new Set<number>();
    touched.set(table, rows.add(row));
  }

  const isDue = (table: string): boolean => state.get('searchDue').some((due) => due.table === table);

  function writeTable(entity: AnyEntity, rows: ReadonlySet<number>): void {
    const { table } = entity;
    const list = [JSON.stringify([...rows])];
    // FTS5's own list of the rows in an index; deleting a row that it does not have would damage it.
    const held = `SELECT held.id FROM json_each(?) AS noted JOIN cached_${table}_search_docsize AS held ON held.id = noted.value`;
    database.statement(`DELETE FROM cached_${table}_search WHERE rowid IN (${held})`).run(list);
    const among = 'rowid IN (SELECT value FROM json_each(?))';
    const added = database.statement(`${indexRows(entity)} AND ${among}`).run(list);
    if (added > 0) mergeSome(`cached_${entity.table}_search`);
  }

  /**
   * Merges a few pages with each write. By itself FTS5 merges after every 64 written pages, and then as many per level.
   * It does not count deleted rows, so a single step took over 100 ms after thousands of deletions. They are removed
   * when their level is merged for additions.
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

  /** Indexes the next rows after row `after`; returns the last one, null if there is none. */
  function indexAfter(entity: AnyEntity, after: number): number | null {
    const { table } = entity;
    const next = `SELECT max(place) AS last FROM (SELECT rowid AS place FROM cached_${table} WHERE rowid > ? ORDER BY rowid LIMIT ?)`;
    const last = database.statement<{ last: number | null }>(next).get([after, ROWS_AT_ONCE])?.last ?? null;
    if (last === null) return null;
    const isNext = `rowid > ? AND rowid <= ? AND rowid NOT IN (SELECT id FROM cached_${table}_search_docsize)`;
    if (searchedFields(entity).length > 0) database.statement(`${indexRows(entity)} AND ${isNext}`).run([after, last]);
    return last;
  }

  return {
    /** From now on inserted rows are not noted individually; `indexSome` indexes them. */
    indexLater(table: string): void {
      if (isDue(table)) return;
      const sql = `SELECT coalesce(max(rowid), 0) AS last FROM cached_${table}`;
      const after = database.statement<{ last: number }>(sql).get()?.last ?? 0;
      state.set({ searchDue: [...state.get('searchDue'), { table, after }] });
    },

    /** Indexes some of the waiting rows, in the caller's transaction; returns whether more are left. */
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

    /** Call when a row's searchable text changed or was removed. */
    note,

    /** Indexes what waits, before a search. What prevents writing must not prevent searching the rest. */
    writeWaiting(): void {
      if (state.get('searchWaiting').length === 0) return;
      try {
        database.transaction(write, { durable: false });
      } catch (thrown) {
        if (!preventsWriting(thrown)) throw thrown;
      }
    },

    /** Whether two versions of a row have the same searchable text. */
    isSame(entity: AnyEntity, one: RecordData, other: RecordData): boolean {
      return searchedFields(entity).every((name) => isSameValue(one[name], other[name]));
    },

    /** Call when all rows of the table are deleted. */
    clear(table: string): void {
      touched.delete(table);
      state.set({ searchWaiting: state.get('searchWaiting').filter((waiting) => waiting.table !== table) });
      database.statement(`INSERT INTO cached_${table}_search (cached_${table}_search) VALUES ('delete-all')`).run();
    },

    /** For callers with a transaction of their own. */
    write,
  };
}

function isSameValue(one: RecordData[string] | undefined, other: RecordData[string] | undefined): boolean {
  return one === other || JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
