import { type AnyEntity, referencesOf } from './entity.ts';

/** The entities a firm keeps, parents before children. */
export interface Schema {
  /** Raised with each change to the entities; travels with every change. */
  version: number;
  entities: readonly AnyEntity[];
  /** The entity of a table, or undefined for a table nobody defined. */
  entity(table: string): AnyEntity | undefined;
  /** Every (table, field) whose records point to `table`. */
  referencesTo(table: string): readonly { table: string; field: string }[];
}

/**
 * Builds the schema out of its entities.
 * @throws if two entities share a table, or one refers to a table that does not stand before it.
 */
export function createSchema(version: number, entities: readonly AnyEntity[]): Schema {
  const byTable = new Map<string, AnyEntity>();
  const incoming = new Map<string, { table: string; field: string }[]>();
  for (const entity of entities) {
    if (byTable.has(entity.table)) throw new Error(`Two entities are named ${entity.table}.`);
    for (const { field, table } of referencesOf(entity)) {
      if (!byTable.has(table))
        throw new Error(`${entity.table}.${field} refers to ${table}, which must stand before it.`);
      incoming.get(table)?.push({ table: entity.table, field });
    }
    byTable.set(entity.table, entity);
    incoming.set(entity.table, []);
  }
  return {
    version,
    entities,
    entity: (table) => byTable.get(table),
    referencesTo: (table) => incoming.get(table) ?? [],
  };
}
