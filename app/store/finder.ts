import type { AnyEntity, Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import { divisionsOf, matchOf, searchTerms } from './search-words.ts';

/** Words that match more parents than this are too unspecific to search by parent; bounds the work of a search. */
const MOST_PARENTS = 2_000;
const MOST_KEPT = 500;

/** A SELECT of row ids with its parameters. */
export interface RowSet {
  sql: string;
  parameters: string[];
}

export type Finder = ReturnType<typeof createFinder>;

/**
 * Finds rows that contain every search word, in their own text or in that of their parents (`foundThrough`). Parents'
 * text is not copied into children: matching parents are found first, then their children by the reference's index. So
 * renaming a parent costs nothing, however many children it has.
 */
export function createFinder(database: Database, schema: Schema) {
  const known = new Map<string, readonly string[] | null>();

  /** Rows whose own text matches. */
  function byOwnWords({ table }: AnyEntity, terms: readonly string[], columns?: readonly string[]): RowSet {
    const index = `cached_${table}_search`;
    return { sql: `SELECT rowid FROM ${index} WHERE ${index} MATCH ?`, parameters: [matchOf(terms, columns)] };
  }

  /** Rows with at least one word in a parent; the other words are in these columns of their own. */
  function byParents(entity: AnyEntity, terms: readonly string[], columns?: readonly string[]): RowSet[] {
    return Object.entries(entity.foundThrough ?? {}).flatMap(([field, parentColumns = []]) => {
      const parent = schema.entity(entity.fields[field]?.references ?? '');
      if (parent === undefined) return [];
      return divisionsOf(terms).flatMap(({ above, own }) => {
        const ids = idsOf(parent, above, parentColumns);
        return ids === null || ids.length === 0 ? [] : [childrenOf(entity, field, ids, own, columns)];
      });
    });
  }

  function childrenOf(
    entity: AnyEntity,
    field: string,
    ids: readonly string[],
    own: readonly string[],
    columns: readonly string[] | undefined,
  ): RowSet {
    // The reference index ignores ASCII case.
    const children = `SELECT rowid FROM cached_${entity.table}
      WHERE deleted = 0 AND ${field} COLLATE NOCASE IN (SELECT value FROM json_each(?))`;
    const parameters = [JSON.stringify(ids)];
    if (own.length === 0) return { sql: children, parameters };
    const matching = byOwnWords(entity, own, columns);
    return {
      sql: `${children} AND rowid IN (${matching.sql})`,
      parameters: [...parameters, ...matching.parameters],
    };
  }

  /** Records that match all words, in these columns or in their parents; null if there are too many. */
  function idsOf(entity: AnyEntity, terms: readonly string[], columns: readonly string[]): readonly string[] | null {
    const key = JSON.stringify([entity.table, columns, terms]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const ids = readIds(entity, terms, columns);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, ids);
    return ids;
  }

  function readIds(entity: AnyEntity, terms: readonly string[], columns: readonly string[]): readonly string[] | null {
    const ids = new Set<string>();
    for (const { sql, parameters } of [byOwnWords(entity, terms, columns), ...byParents(entity, terms, columns)]) {
      const limited = `SELECT c.id FROM (${sql}) s JOIN cached_${entity.table} c ON c.rowid = s.rowid LIMIT ?`;
      for (const { id } of database.statement<{ id: string }>(limited).all([...parameters, MOST_PARENTS + 1]))
        ids.add(id);
      if (ids.size > MOST_PARENTS) return null;
    }
    return [...ids];
  }

  return {
    /** All rows that match; null if there are no words. */
    rows(entity: AnyEntity, words: string): RowSet | null {
      const terms = searchTerms(words);
      if (terms.length === 0) return null;
      return united([byOwnWords(entity, terms), ...byParents(entity, terms)]);
    },

    /** Ids of records that match all terms, in these columns or in their parents; null if there are too many. */
    ids: idsOf,

    /** Rows found through their parents; null if there are none. */
    rowsByParents(entity: AnyEntity, words: string): RowSet | null {
      const sets = byParents(entity, searchTerms(words));
      return sets.length === 0 ? null : united(sets);
    },

    /** Call after records changed. */
    forget: () => known.clear(),
  };
}

function united(sets: readonly RowSet[]): RowSet {
  return {
    sql: sets.map(({ sql }) => sql).join('\nUNION\n'),
    parameters: sets.flatMap(({ parameters }) => parameters),
  };
}
