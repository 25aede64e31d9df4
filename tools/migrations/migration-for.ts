import type { AnyEntity, Schema } from '#app/schema/index.ts';
import type { Connection } from '#app/store/database.ts';
import { type EntityStructure, fillSearch, structureOf } from './entity-sql.ts';
import { plainSql, readStructure } from './read-structure.ts';

export interface EntityMigration {
  table: string;
  /** Whether the database lacks the table. */
  isNew: boolean;
  statements: string[];
}

/**
 * What a database lacks of a schema, one migration per differing entity; empty if they agree. A table without an entity
 * is kept: it may contain unsent changes.
 * @throws if a column with data would have to change; write such a migration by hand
 */
export function migrationFor(connection: Connection, schema: Schema): EntityMigration[] {
  return schema.entities.flatMap((entity) => {
    const found = readStructure(connection, entity.table);
    const statements = found === null ? creation(entity) : alteration(entity, found);
    return statements.length === 0 ? [] : [{ table: entity.table, isNew: found === null, statements }];
  });
}

/** The text of a migration file. */
export function migrationText(migrations: readonly EntityMigration[]): string {
  const parts = migrations.map(({ statements }) => statements.map((statement) => `${statement};\n`).join(''));
  return `-- Written by npm run new:migration from app/schema.\n${parts.join('\n')}`;
}

function creation(entity: AnyEntity): string[] {
  const { columns, search, indexes, triggers } = structureOf(entity);
  const table = `CREATE TABLE cached_${entity.table} (\n  ${[...columns.values()].join(',\n  ')}\n) STRICT`;
  return [table, ...indexes.values(), search, ...triggers.values()];
}

/** Drops what depends on a column before the column, and recreates it afterwards. */
function alteration(entity: AnyEntity, found: EntityStructure): string[] {
  const wanted = structureOf(entity);
  const table = `cached_${entity.table}`;
  const columns = difference(found.columns, wanted.columns);
  const indexes = difference(found.indexes, wanted.indexes);
  const triggers = difference(found.triggers, wanted.triggers);
  const isOtherSearch = plainSql(found.search) !== plainSql(wanted.search);
  for (const name of [...columns.gone, ...columns.added.keys()]) refuseData(entity, name, found, wanted);
  return [
    ...triggers.gone.map((name) => `DROP TRIGGER ${name}`),
    ...indexes.gone.map((name) => `DROP INDEX ${name}`),
    ...columns.gone.map((name) => `ALTER TABLE ${table} DROP COLUMN ${name}`),
    ...[...columns.added.values()].map((column) => `ALTER TABLE ${table} ADD COLUMN\n  ${column}`),
    ...indexes.added.values(),
    ...(isOtherSearch ? [`DROP TABLE IF EXISTS ${table}_search`, wanted.search] : []),
    ...triggers.added.values(),
    ...searchAnew(entity, isOtherSearch, triggers.added.size > 0),
    ...sortKeysAnew(entity, columns.added),
  ];
}

interface Difference {
  /** Names of obsolete or changed items. */
  gone: string[];
  /** New or changed items: name → statement. */
  added: Map<string, string>;
}

function difference(found: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): Difference {
  const isSame = (name: string) => plainSql(found.get(name) ?? '') === plainSql(wanted.get(name) ?? '');
  return {
    gone: [...found.keys()].filter((name) => !isSame(name)),
    added: new Map([...wanted].filter(([name]) => !isSame(name))),
  };
}

function refuseData(entity: AnyEntity, name: string, ...structures: EntityStructure[]): void {
  const isDerived = structures.every(({ columns }) => columns.get(name)?.includes('GENERATED ALWAYS') ?? true);
  if (isDerived) return;
  throw new Error(`cached_${entity.table}.${name} holds data: write the migration that changes it by hand.`);
}

function searchAnew(entity: AnyEntity, isEmpty: boolean, isOther: boolean): string[] {
  const search = `cached_${entity.table}_search`;
  if (!isEmpty && !isOther) return [];
  return [...(isEmpty ? [] : [`INSERT INTO ${search} (${search}) VALUES ('delete-all')`]), fillSearch(entity)];
}

/** Existing rows get their keys while Ferry runs, a few at a time; see app/store/sort-keys.ts. */
function sortKeysAnew({ table }: AnyEntity, added: ReadonlyMap<string, string>): string[] {
  if (![...added.keys()].some((name) => name.endsWith('_key'))) return [];
  const due = `json_object('table', '${table}', 'after', 0)`;
  return [
    `INSERT INTO sync_state (key, value)
SELECT 'sortKeysDue', json_array(${due}) WHERE EXISTS (SELECT 1 FROM cached_${table})
ON CONFLICT (key) DO UPDATE SET value = json_insert(value, '$[#]', ${due})`,
  ];
}
