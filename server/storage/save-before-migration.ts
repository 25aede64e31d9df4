import { existsSync, renameSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

/**
 * Copies a SQLite database of an older version to `<file>.before-migration-<version>`, so that an upgrade can be undone by
 * hand. Returns the copy's path; null if there is nothing to migrate or a copy of that version exists.
 * @throws if the copy cannot be written; the database is then unchanged
 */
export async function saveBeforeMigration(file: string, newest: number): Promise<string | null> {
  if (file === ':memory:' || !existsSync(file)) return null;
  const connection = new Sqlite(file, { readonly: true });
  try {
    const version = versionOf(connection);
    const copy = `${file}.before-migration-${version}`;
    if (version === 0 || version >= newest || existsSync(copy)) return null;
    const unfinished = `${copy}.${process.pid}`;
    try {
      await connection.backup(unfinished);
      renameSync(unfinished, copy);
    } catch (thrown) {
      rmSync(unfinished, { force: true, recursive: true });
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw new Error(
        `The database could not be copied to ${copy} before its migration (${reason}). Nothing was changed. Make room there, or move the database, and start again.`,
        { cause: thrown },
      );
    }
    return copy;
  } finally {
    connection.close();
  }
}

function versionOf(connection: Sqlite.Database): number {
  const isKnown = connection.prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'").get();
  if (!isKnown) return 0;
  const { version } = connection.prepare('SELECT MAX(version) AS version FROM schema_migrations').get() as {
    version: number | null;
  };
  return version ?? 0;
}
