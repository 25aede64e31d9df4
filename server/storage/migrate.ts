import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Database } from './database.ts';
import { migrationsFolder } from './migrations-folder.ts';

const fileName = /^(\d{4})-[a-z0-9-]+\.sql$/;

interface Migration {
  version: number;
  name: string;
  sql: string;
}

/** A dialect's migrations in order, from `migrations/server/<dialect>`. */
export function readMigrations(dialect: Database['dialect'], folder: string = migrationsFolder): Migration[] {
  return readdirSync(path.join(folder, dialect))
    .filter((name) => fileName.test(name))
    .sort()
    .map((name) => ({
      version: Number(name.slice(0, 4)),
      name,
      sql: readFileSync(path.join(folder, dialect, name), 'utf8'),
    }));
}

/** The version a database has after migrating. */
export function newestMigration(dialect: Database['dialect']): number {
  return readMigrations(dialect).at(-1)?.version ?? 0;
}

/**
 * Migrates the database to the newest version, each migration in its own transaction.
 * @throws if a newer server wrote the database
 */
export async function migrate(database: Database, migrations = readMigrations(database.dialect)): Promise<void> {
  await database.migrate(async (_tx, script) => {
    await script('CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)');
  });
  const newest = migrations.at(-1)?.version ?? 0;
  const found = await database.migrate(async (tx) => currentVersion(await tx.all(VERSIONS)));
  if (found > newest) {
    throw new Error(
      `This database was written by a newer Ferry server (version ${found}, this one knows ${newest}). Update the server.`,
    );
  }
  for (const migration of migrations) {
    await database.migrate(async (tx, script) => {
      // Read again under the lock: another process may have just migrated.
      if (currentVersion(await tx.all(VERSIONS)) >= migration.version) return;
      await script(migration.sql);
      await tx.run('INSERT INTO schema_migrations (version, name) VALUES (?, ?)', [migration.version, migration.name]);
    });
  }
}

const VERSIONS = 'SELECT MAX(version) AS version FROM schema_migrations';

function currentVersion(rows: Record<string, string | number | null>[]): number {
  return Number(rows[0]?.version ?? 0);
}
