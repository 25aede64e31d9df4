import BetterSqlite3 from 'better-sqlite3';
import type { Connection } from '#app/store/database.ts';
import { planOnce } from '../../server/storage/plan-once.ts';

/** An open database in memory with its statements, by their SQL. */
export interface OpenData {
  connection: Connection;
  prepared(sql: string): BetterSqlite3.Statement;
}

export interface Connections {
  /** A new database as the template has it. */
  take(): OpenData;
  /** The same on pages that hold nothing of an earlier run: whoever reads a damaged database page by page finds that. */
  takeFresh(): OpenData;
  /** Used again for another one if its schema is still that of the template; closed otherwise. */
  giveBack(data: OpenData): void;
}

/** Enough for the computers of one run. */
const MOST_KEPT = 8;

export function openData(bytes: Buffer): OpenData {
  const connection = new BetterSqlite3(bytes);
  connection.pragma('foreign_keys = ON');
  const statements = new Map<string, BetterSqlite3.Statement>();
  return {
    connection,
    prepared(sql) {
      const known = statements.get(sql);
      if (known) return known;
      const statement = connection.prepare(planOnce(sql));
      statements.set(sql, statement);
      return statement;
    },
  };
}

/** Databases of runs that follow each other: reading the schema and preparing the statements takes longer than a short run. */
export function createConnections(template: Buffer): Connections {
  const kept: OpenData[] = [];
  const original = openData(template);
  const schemaVersion = schemaVersionOf(original);
  const tables = original.connection
    .prepare<[], string>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name <> 'sqlite_schema'`,
    )
    .pluck()
    .all();
  const filled = tables.flatMap((table) => {
    const rows = original.connection.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw().all();
    return rows.map((row) => ({ sql: `INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`, row }));
  });
  original.connection.close();

  return {
    take: () => kept.pop() ?? openData(template),
    takeFresh: () => openData(template),
    giveBack(data) {
      const { connection } = data;
      if (connection.inTransaction) connection.exec('ROLLBACK');
      if (kept.length >= MOST_KEPT || schemaVersionOf(data) !== schemaVersion) return void connection.close();
      for (const table of tables) data.prepared(`DELETE FROM ${table}`).run();
      for (const { sql, row } of filled) data.prepared(sql).run(row);
      kept.push(data);
    },
  };
}

function schemaVersionOf({ connection }: OpenData): unknown {
  return connection.pragma('schema_version', { simple: true });
}
