import type { AnyEntity } from '#app/schema/index.ts';

const known = new WeakMap<AnyEntity, ReturnType<typeof sqlOf>>();

/**
 * Statements that run on every save and every pulled record; cached per entity, because statements are looked up by
 * their text.
 */
export function cacheSql(entity: AnyEntity): ReturnType<typeof sqlOf> {
  let found = known.get(entity);
  if (!found) {
    found = sqlOf(`cached_${entity.table}`);
    known.set(entity, found);
  }
  return found;
}

function sqlOf(table: string) {
  return {
    row: `SELECT id, rowid AS place, data, shadow, version, deleted, generation FROM ${table} WHERE id = ?`,
    insert: `INSERT INTO ${table} (id, data, shadow, version, deleted, generation, sort_keys) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    update: `UPDATE ${table} SET data = ?, shadow = ?, version = ?, deleted = ?, generation = ?, sort_keys = ? WHERE rowid = ?`,
    updateFacts: `UPDATE ${table} SET shadow = ?, version = ?, generation = ? WHERE rowid = ?`,
  };
}
