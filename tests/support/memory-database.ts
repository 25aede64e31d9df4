import BetterSqlite3 from 'better-sqlite3';
import type { Connection } from '#app/store/database.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { clientMigrations } from './client-migrations.ts';
import { quietLog } from './quiet-log.ts';

let migrated: Buffer | null = null;

/** An empty, migrated database in memory. Migrating is most of what opening one costs, so it is done once a process. */
export function aMemoryDatabase(): Connection {
  migrated ??= serialized(
    openConnection({ file: ':memory:', migrations: readMigrations(clientMigrations), log: quietLog }),
  );
  const connection = new BetterSqlite3(migrated);
  connection.pragma('foreign_keys = ON');
  return connection;
}

function serialized(connection: Connection): Buffer {
  const bytes = connection.serialize();
  connection.close();
  return bytes;
}
