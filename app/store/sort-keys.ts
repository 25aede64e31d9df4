import { type AnyEntity, comparedBy, type Field, type RecordData, type Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { StateStore } from './state.ts';

const ROWS_AT_ONCE = 250;

/** Letters that Unicode takes for whole ones, as English and German telephone books file them (DIN 5007-1). */
const SPELT_OUT: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Whether lists sort the field by the words a person looks up, in `<field>_key`, rather than by its value. */
export function hasSortKey({ kind, sortable }: Field): boolean {
  return sortable && comparedBy[kind] === 'words';
}

/** Words as they are looked up: without case, accents and ligatures. Of plain ASCII it is what SQLite's `lower` gives. */
export function foldedWords(words: string): string {
  return words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => SPELT_OUT[letter] ?? letter);
}

/**
 * The column `sort_keys` of a record, as JSON: field → key, only of fields that are not plain ASCII. SQLite has no such
 * folding of its own, and a function registered for an index would leave the file unreadable to every other program.
 */
export function sortKeysOf(entity: AnyEntity, data: RecordData): string {
  const keys: Record<string, string> = {};
  for (const name of keyedFields(entity)) {
    const value = data[name];
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, all of it
    if (typeof value === 'string' && /[^\x00-\x7f]/.test(value)) keys[name] = foldedWords(value);
  }
  return JSON.stringify(keys);
}

const knownFields = new WeakMap<AnyEntity, readonly string[]>();

/** Asked for with every save; the fields of an entity never change. */
function keyedFields(entity: AnyEntity): readonly string[] {
  const known = knownFields.get(entity);
  if (known) return known;
  const names = Object.entries(entity.fields).flatMap(([name, field]) => (hasSortKey(field) ? [name] : []));
  knownFields.set(entity, names);
  return names;
}

interface SortKeysDeps {
  database: Database;
  schema: Schema;
  state: StateStore;
  onChanged: (table: string, id: string) => void;
}

/** Keys of records that were written before there were any; what is left to do is kept in `sync_state`. */
export function createSortKeys({ database, schema, state, onChanged }: SortKeysDeps) {
  function fillTable(entity: AnyEntity, after: number): number | null {
    const rows = database
      .statement<{ place: number; id: string; data: string }>(
        `SELECT rowid AS place, id, data FROM cached_${entity.table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
      )
      .all([after, ROWS_AT_ONCE]);
    for (const { place, id, data } of rows) {
      const keys = sortKeysOf(entity, JSON.parse(data) as RecordData);
      if (keys === '{}') continue;
      database.statement(`UPDATE cached_${entity.table} SET sort_keys = ? WHERE rowid = ?`).run([keys, place]);
      onChanged(entity.table, id);
    }
    return rows.length < ROWS_AT_ONCE ? null : (rows.at(-1)?.place ?? null);
  }

  return {
    /** Does a slice of a few milliseconds; returns whether more is left. */
    fillSome(): boolean {
      const [next, ...rest] = state.get('sortKeysDue');
      if (next === undefined) return false;
      const entity = schema.entity(next.table);
      database.transaction(
        () => {
          const after = entity ? fillTable(entity, next.after) : null;
          state.set({ sortKeysDue: after === null ? rest : [{ table: next.table, after }, ...rest] });
        },
        { durable: false },
      );
      return state.get('sortKeysDue').length > 0;
    },
  };
}
