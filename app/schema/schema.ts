import { type AnyEntity, referencesOf } from './entity.ts';

/** A firm's entities, parents before children. */
export interface Schema {
  /** Incremented with each change to the entities; sent with every change. */
  version: number;
  entities: readonly AnyEntity[];
  /** The same in navigation order. */
  inNavigation: readonly AnyEntity[];
  /** The entity that a line typed from anywhere adds to, if any. */
  quickAdd: AnyEntity | undefined;
  /** The entity of a table; undefined if unknown. */
  entity(table: string): AnyEntity | undefined;
  /** Every (table, field) that references `table`. */
  referencesTo(table: string): readonly { table: string; field: string }[];
}

/**
 * Builds the schema from its entities.
 * @throws if two entities share a table or place, an entity references one that is not before it, or `foundThrough`
 * names a field that is not searched
 */
export function createSchema(version: number, entities: readonly AnyEntity[]): Schema {
  const byTable = new Map<string, AnyEntity>();
  const incoming = new Map<string, { table: string; field: string }[]>();
  for (const entity of entities) {
    if (byTable.has(entity.table)) throw new Error(`Two entities are named ${entity.table}.`);
    if (entities.some((other) => other !== entity && other.place === entity.place))
      throw new Error(`${entity.table} shares its place ${entity.place} with another entity.`);
    for (const { field, table } of referencesOf(entity)) {
      if (!byTable.has(table))
        throw new Error(`${entity.table}.${field} refers to ${table}, which must stand before it.`);
      incoming.get(table)?.push({ table: entity.table, field });
    }
    checkFoundThrough(entity, byTable);
    byTable.set(entity.table, entity);
    incoming.set(entity.table, []);
  }
  return {
    version,
    entities,
    inNavigation: entities.toSorted((a, b) => a.place - b.place),
    quickAdd: entities.find(({ quickAdd }) => quickAdd === true),
    entity: (table) => byTable.get(table),
    referencesTo: (table) => incoming.get(table) ?? [],
  };
}

function checkFoundThrough(entity: AnyEntity, before: ReadonlyMap<string, AnyEntity>): void {
  for (const [field, names = []] of Object.entries(entity.foundThrough ?? {})) {
    const parent = before.get(entity.fields[field]?.references ?? '');
    const isSearched = names.length > 0 && names.every((name) => parent?.fields[name]?.searchable === true);
    if (!isSearched)
      throw new Error(`${entity.table}.foundThrough.${field} names searched fields of what it refers to.`);
  }
}
