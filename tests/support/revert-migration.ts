import BetterSqlite3, { type Database } from 'better-sqlite3';
import { readMigrations } from '#app/store/open.ts';
import { clientMigrations } from './client-migrations.ts';

interface SchemaObject {
  type: string;
  name: string;
  sql: string;
}

/**
 * Gives a desk's file the tables, indexes and triggers that the version before had; the last migration may add no column.
 * Returns the data version it will be brought to again.
 */
export function revertLastMigration(file: string): number {
  const earlier = readMigrations(clientMigrations).slice(0, -1);
  const model = new BetterSqlite3(':memory:');
  for (const { sql } of earlier) model.exec(sql);
  const wanted = schemaOf(model);
  model.close();
  const database = new BetterSqlite3(file);
  database.transaction(() => {
    for (const { type, name } of schemaOf(database).values()) {
      if (type !== 'table' || isSearch(name)) database.exec(`DROP ${type} IF EXISTS "${name}"`);
    }
    const kept = schemaOf(database);
    for (const { name, sql } of wanted.values()) if (!kept.has(name)) database.exec(sql);
  })();
  database.pragma(`user_version = ${earlier.length}`);
  database.close();
  return earlier.length + 1;
}

const isSearch = (name: string) => name.endsWith('_search');

/** Without SQLite's own and the tables that hold a search index. */
function schemaOf(database: Database): Map<string, SchemaObject> {
  const objects = database
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type = 'trigger'")
    .all() as SchemaObject[];
  return new Map(
    objects
      .filter(({ name }) => !/_search_(data|idx|content|docsize|config)$/.test(name))
      .map((each) => [each.name, each]),
  );
}
