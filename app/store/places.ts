import type { Place } from '#app/contract/lists.ts';
import type { AnyEntity, RecordData, Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { Finder } from './finder.ts';
import { createOwners } from './owners.ts';
import { searchTerms } from './search-words.ts';

/** Records whose words are compared one by one. */
const MOST_WEIGHED = 200;
const MOST_GIVEN = 20;
/** Shorter words count only whole, so that "re" does not find "Reuter". */
const LEAST_LETTERS = 3;

interface Row {
  id: string;
  data: string;
}

interface Part {
  word: string;
  isOwner: boolean;
}

const folded = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/**
 * Records of a table that some of the words name, by their own title or by what they belong to: where something typed in
 * one line may go. Most words first, whole ones before beginnings, names of owners before titles; then open ones, by due
 * day.
 */
export function createPlaces(database: Database, schema: Schema, finder: Finder) {
  const ownersOf = createOwners(database, schema);

  function placeOf(entity: AnyEntity, { id, data }: Row, words: readonly string[]): Place {
    const record = JSON.parse(data) as RecordData;
    const title = String(record[entity.title] ?? '');
    const owners = ownersOf(entity, record);
    const parts: Part[] = [
      ...searchTerms(folded(title)).map((word) => ({ word, isOwner: false })),
      ...searchTerms(folded(owners.join(' '))).map((word) => ({ word, isOwner: true })),
    ];
    const matched = words.flatMap((word, index) => {
      const terms = searchTerms(folded(word));
      const mayBegin = words.length === 1 || word.length >= LEAST_LETTERS;
      const found = terms.map(
        (term) =>
          parts.find((part) => part.word === term) ??
          (mayBegin ? parts.find((part) => part.word.startsWith(term)) : undefined),
      );
      if (found.length === 0 || found.includes(undefined)) return [];
      const isWhole = found.every((part, place) => part?.word === terms[place]);
      return [{ index, isWhole, isOwner: found.every((part) => part?.isOwner === true) }];
    });
    const isClosed = entity.closed?.some((value) => value === record[entity.status ?? '']) === true;
    return { id, title, owner: owners.join(' › '), matched, isClosed, due: dueOf(entity, record) };
  }

  return (table: string, words: readonly string[]): Place[] => {
    const entity = schema.entity(table);
    if (entity === undefined) return [];
    const counts = new Map<string, number>();
    for (const word of words) {
      const terms = searchTerms(word);
      const ids = terms.length === 0 ? null : finder.ids(entity, terms, [entity.title]);
      for (const id of ids ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const likely = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_WEIGHED);
    const sql = `SELECT id, data FROM cached_${table} WHERE deleted = 0 AND id IN (SELECT value FROM json_each(?))`;
    const rows = database.statement<Row>(sql).all([JSON.stringify(likely.map(([id]) => id))]);
    return rows
      .map((row) => placeOf(entity, row, words))
      .filter(({ matched }) => matched.length > 0)
      .sort(byLikelihood)
      .slice(0, MOST_GIVEN);
  };
}

function dueOf(entity: AnyEntity, data: RecordData): string | null {
  const day = data[entity.due ?? ''];
  return typeof day === 'string' ? day : null;
}

const pointsOf = ({ matched }: Place) =>
  matched.reduce((sum, { isWhole, isOwner }) => sum + (isWhole ? 2 : 1) + (isOwner ? 1 : 0), 0);

function byLikelihood(a: Place, b: Place): number {
  const due = ({ due }: Place) => due ?? '9999';
  return (
    pointsOf(b) - pointsOf(a) ||
    Number(a.isClosed) - Number(b.isClosed) ||
    due(a).localeCompare(due(b)) ||
    a.title.localeCompare(b.title) ||
    a.id.localeCompare(b.id)
  );
}
