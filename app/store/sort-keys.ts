import { type AnyEntity, comparedBy, type Field, type RecordData, type Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { StateStore } from './state.ts';

const ROWS_AT_ONCE = 250;

/** Letters without a Unicode decomposition, spelt as English and German telephone books file them (DIN 5007-1). */
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

/** Whether lists sort the field by `<field>_key` instead of by its value. */
export function hasSortKey({ kind, sortable }: Field): boolean {
  return sortable && comparedBy[kind] === 'words';
}

/** Text normalised for sorting: no case, accents or ligatures. For plain ASCII equal to SQLite's `lower`. */
export function foldedWords(words: string): string {
  return words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => SPELT_OUT[letter] ?? letter);
}

/**
 * The column `sort_keys` of a record, as JSON: field → key, only for fields with non-ASCII text. SQLite has no such
 * folding, and a custom function in an index would make the file unreadable to other programs.
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

/** Cached, because every save asks; an entity's fields never change. */
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

/** Adds keys to records written before keys existed; `sync_state` keeps the remaining work. */
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
    /** Works for a few milliseconds; returns whether more is left. */
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
