import { type AnyEntity, type Field, storedAs } from '#app/schema/index.ts';
import { orderColumnsOf } from '#app/store/orders.ts';
import { indexRows, searchedFields } from '#app/store/search-index.ts';
import { hasSortKey } from '#app/store/sort-keys.ts';

/**
 * An entity's structure in the client database. The only place that defines the layout of `cached_<table>`: change it
 * here and run `npm run new:migration`.
 */
export interface EntityStructure {
  /** Column name → its definition. */
  columns: ReadonlyMap<string, string>;
  /** The full-text index of the table. */
  search: string;
  /** Index name → the statement that creates it. */
  indexes: ReadonlyMap<string, string>;
  /** Trigger name → its CREATE statement; only tables of older versions have triggers. */
  triggers: ReadonlyMap<string, string>;
}

const BASE_COLUMNS = [
  'id TEXT PRIMARY KEY NOT NULL',
  'data TEXT NOT NULL',
  'shadow TEXT',
  'version INTEGER NOT NULL DEFAULT 0',
  'deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))',
  'generation INTEGER NOT NULL DEFAULT 0',
  "changed_at INTEGER GENERATED ALWAYS AS (shadow ->> '$.at') VIRTUAL",
  "sort_keys TEXT NOT NULL DEFAULT '{}'",
];

export function structureOf(entity: AnyEntity): EntityStructure {
  return {
    columns: byName([...BASE_COLUMNS, ...fieldsOf(entity).flatMap(fieldColumns)], /^(\w+)/),
    search: searchTable(entity),
    indexes: byName(indexes(entity), /^CREATE INDEX (\w+)/),
    triggers: new Map(),
  };
}

/** Fills the full-text index from the table's rows. */
export function fillSearch(entity: AnyEntity): string {
  return indexRows(entity);
}

type NamedField = readonly [name: string, field: Field];

function fieldsOf({ fields }: AnyEntity): NamedField[] {
  return Object.entries(fields);
}

function byName(statements: readonly string[], name: RegExp): Map<string, string> {
  return new Map(statements.map((statement) => [name.exec(statement)?.[1] ?? '', statement]));
}

/** Lists sort and filter by columns instead of the JSON, and parents find their children by a column. */
function hasColumn({ sortable, filterable, references }: Field): boolean {
  return sortable || filterable || references !== undefined;
}

function isNumeric({ kind }: Field): boolean {
  return storedAs[kind] === 'integer';
}

function fieldColumns([name, field]: NamedField): string[] {
  if (!hasColumn(field)) return [];
  const arrow = storedAs[field.kind] === 'list' ? '->' : '->>';
  const type = isNumeric(field) ? 'INTEGER' : 'TEXT';
  const column = `${name} ${type} GENERATED ALWAYS AS (data ${arrow} '$.${name}') VIRTUAL`;
  if (!hasSortKey(field)) return [column];
  const key = `coalesce(sort_keys ->> '$.${name}', lower(data ->> '$.${name}'))`;
  return [column, `${name}_key TEXT GENERATED ALWAYS AS (${key}) VIRTUAL`];
}

/**
 * Permanent indexes: default list orders, children of a record, filters. Other orders get an index on demand; see
 * app/store/orders.ts.
 */
function indexes(entity: AnyEntity): string[] {
  const table = `cached_${entity.table}`;
  const ordered = orderColumnsOf(entity).map(
    ({ column, collate }) =>
      `CREATE INDEX ${table}_by_${column} ON ${table} (${column}${collate}, id) WHERE deleted = 0`,
  );
  const listed = listColumns(entity);
  return [
    `CREATE INDEX ${table}_by_changed_at ON ${table} (changed_at)`,
    ...ordered,
    `CREATE INDEX ${table}_list ON ${table} (${listed.length === 0 ? 'id' : listed.join(', ')}) WHERE deleted = 0`,
  ];
}

/** The columns for list filters; the most frequent first. */
function listColumns(entity: AnyEntity): string[] {
  const kinds: readonly Field['kind'][] = ['person', 'select', 'date', 'reference'];
  const rank = ([name, { kind }]: NamedField) => {
    const place = [entity.due, entity.status, entity.person].indexOf(name);
    if (place >= 0) return place;
    const kindPlace = kinds.indexOf(kind);
    return 3 + (kindPlace < 0 ? kinds.length : kindPlace);
  };
  return fieldsOf(entity)
    .filter(([, { filterable }]) => filterable)
    .sort((a, b) => rank(a) - rank(b))
    .map(([name]) => name);
}

/** A column per searched field, so that the table itself says what is searched. */
function searchTable(entity: AnyEntity): string {
  const fields = searchedFields(entity);
  return `CREATE VIRTUAL TABLE cached_${entity.table}_search USING fts5 (
  ${(fields.length === 0 ? [entity.title] : fields).join(', ')}, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
)`;
}
