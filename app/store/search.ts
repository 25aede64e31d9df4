import type { SearchHit } from '#app/contract/records.ts';
import type { AnyEntity, RecordData, Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import { hasSortKey } from './sort-keys.ts';

const MAX_WORDS = 8;

/**
 * An FTS5 expression that finds rows holding every word, the last ones as they are being typed; null where nothing is
 * left to look for. Each word is quoted, so that FTS5's own syntax is just text (https://sqlite.org/fts5.html).
 */
export function matchExpression(words: string): string | null {
  const terms = words
    .normalize('NFC')
    .split(/[^\p{L}\p{N}\p{M}\p{Co}]+/u)
    .filter((word) => word.length > 0)
    .slice(0, MAX_WORDS);
  return terms.length === 0 ? null : terms.map((term) => `"${term}"*`).join(' ');
}

/** Beyond so many hits of a table nobody reads a ranking, and making it would take longer than the next letter. */
const MOST_RANKED = 2000;

interface Hit {
  id: string;
  data: string;
  rank: number;
}

/**
 * Search over all tables, best first; a hit in a title weighs ten times one in the rest. Words so short that they match
 * thousands bring titles by the alphabet.
 */
export function createSearch(database: Database, schema: Schema) {
  function ranked({ table }: AnyEntity, match: string, limit: number): Hit[] {
    const sql = `SELECT c.id, c.data, bm25(cached_${table}_search, 10.0, 1.0) AS rank
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
    const titled = database.statement<Hit>(sql).all([`title : (${match})`, limit]);
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

  return (words: string, limit: number): SearchHit[] => {
    const match = matchExpression(words);
    if (match === null) return [];
    return schema.entities
      .flatMap((entity) => hitsOf(entity, match, limit).map((hit) => ({ entity, hit })))
      .sort((a, b) => a.hit.rank - b.hit.rank)
      .slice(0, limit)
      .map(({ entity, hit }) => hitOf(entity, hit.id, JSON.parse(hit.data) as RecordData));
  };
}

function sortColumn(entity: AnyEntity): string {
  const field = entity.fields[entity.title];
  return field && hasSortKey(field) ? `${entity.title}_key` : entity.title;
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
