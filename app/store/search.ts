import type { SearchHit } from '#app/contract/lists.ts';
import { type AnyEntity, type RecordData, referencesOf, type Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { Finder } from './finder.ts';
import { searchedFields } from './search-index.ts';
import { matchOf, searchTerms } from './search-words.ts';
import { hasSortKey } from './sort-keys.ts';

/** Beyond this many hits per table nobody reads a ranking, and computing it takes longer than the next keystroke. */
const MOST_RANKED = 2000;
/** Of the records found through their parents, this many are examined for the most relevant. */
const MOST_WEIGHED = 200;
/** Ranks below every hit in a record's own text, whose rank is negative or 0. */
const RANK_BY_PARENTS = 1;

interface Hit {
  id: string;
  data: string;
  rank: number;
}

/**
 * Search over all tables, best first; a hit in a title weighs ten times one elsewhere. Words so short that they match
 * thousands give titles in alphabetical order. Remaining places go to records found through their parents: open ones
 * first, by due day.
 */
export function createSearch(database: Database, schema: Schema, finder: Finder) {
  /** The first column is the title and weighs ten times the others. */
  function ranked({ table }: AnyEntity, match: string, limit: number): Hit[] {
    const sql = `SELECT c.id, c.data, bm25(cached_${table}_search, 10.0) AS rank
      FROM cached_${table}_search s JOIN cached_${table} c ON c.rowid = s.rowid
      WHERE cached_${table}_search MATCH ? ORDER BY rank LIMIT ?`;
    return database.statement<Hit>(sql).all([match, limit]);
  }

  function byTitle(entity: AnyEntity, match: string, limit: number): Hit[] {
    const { table } = entity;
    const key = sortColumn(entity);
    const sql = `SELECT id, data, 0 AS rank FROM cached_${table} INDEXED BY cached_${table}_by_${key}
      WHERE deleted = 0 AND rowid IN (SELECT rowid FROM cached_${table}_search WHERE cached_${table}_search MATCH ?)
      ORDER BY ${key}, id LIMIT ?`;
    const isTitleSearched = searchedFields(entity)[0] === entity.title;
    const titled = isTitleSearched ? database.statement<Hit>(sql).all([`${entity.title} : (${match})`, limit]) : [];
    if (titled.length > 0) return titled;
    const any = `SELECT c.id, c.data, 0 AS rank FROM cached_${table}_search s JOIN cached_${table} c ON c.rowid = s.rowid
      WHERE cached_${table}_search MATCH ? LIMIT ?`;
    return database.statement<Hit>(any).all([match, limit]);
  }

  function hitsOf(entity: AnyEntity, match: string, limit: number): Hit[] {
    const index = `cached_${entity.table}_search`;
    const sql = `SELECT count(*) AS total FROM ${index} WHERE ${index} MATCH ?`;
    const total = database.statement<{ total: number }>(sql).get([match])?.total ?? 0;
    return total > MOST_RANKED ? byTitle(entity, match, limit) : ranked(entity, match, limit);
  }

  function hitsByParents(entity: AnyEntity, words: string, limit: number): Hit[] {
    const rows = finder.rowsByParents(entity, words);
    if (rows === null) return [];
    const { status, closed = [], due } = entity;
    const order = [
      ...(status === undefined || closed.length === 0 ? [] : [`${status} IN (${closed.map(() => '?').join(', ')})`]),
      ...(due === undefined ? [] : [`${due} IS NULL`, due]),
      sortColumn(entity),
      'id',
    ];
    const sql = `SELECT id, data, ${RANK_BY_PARENTS} AS rank FROM cached_${entity.table}
      WHERE rowid IN (SELECT rowid FROM (${rows.sql}) LIMIT ?) ORDER BY ${order.join(', ')} LIMIT ?`;
    const parameters = [...rows.parameters, MOST_WEIGHED, ...(status === undefined ? [] : closed), limit];
    return database.statement<Hit>(sql).all(parameters);
  }

  /** The path of a record, from the top: `Client › Engagement`. */
  function ownersOf(entity: AnyEntity, data: RecordData): string[] {
    const [reference] = referencesOf(entity);
    const parent = schema.entity(reference?.table ?? '');
    const id = data[reference?.field ?? ''];
    if (parent === undefined || typeof id !== 'string') return [];
    const sql = `SELECT data FROM cached_${parent.table} WHERE id = ?`;
    const row = database.statement<{ data: string }>(sql).get([id]);
    if (row === undefined) return [];
    const above = JSON.parse(row.data) as RecordData;
    return [...ownersOf(parent, above), String(above[parent.title] ?? '')];
  }

  function hitOf(entity: AnyEntity, id: string, data: RecordData): SearchHit {
    const values = Object.entries(entity.fields)
      .filter(
        ([name, field]) =>
          field.searchable && name !== entity.title && typeof data[name] === 'string' && field.kind !== 'notes',
      )
      .map(([name]) => String(data[name]));
    const owners = ownersOf(entity, data).filter((title) => title !== '');
    const detail = [owners.join(' › '), ...values.slice(0, 2)].filter((part) => part !== '');
    return { table: entity.table, id, title: String(data[entity.title] ?? ''), detail: detail.join(' · ') };
  }

  return (words: string, limit: number): SearchHit[] => {
    const terms = searchTerms(words);
    if (terms.length === 0) return [];
    const match = matchOf(terms);
    const all = (read: (entity: AnyEntity) => Hit[]) =>
      schema.entities.flatMap((entity) => read(entity).map((hit) => ({ entity, hit })));
    const own = all((entity) => hitsOf(entity, match, limit));
    const known = new Set(own.map(({ hit }) => hit.id));
    const others = own.length >= limit ? [] : all((entity) => hitsByParents(entity, words, limit));
    return [...own, ...others.filter(({ hit }) => !known.has(hit.id))]
      .sort((a, b) => a.hit.rank - b.hit.rank)
      .slice(0, limit)
      .map(({ entity, hit }) => hitOf(entity, hit.id, JSON.parse(hit.data) as RecordData));
  };
}

function sortColumn(entity: AnyEntity): string {
  const field = entity.fields[entity.title];
  return field && hasSortKey(field) ? `${entity.title}_key` : entity.title;
}
