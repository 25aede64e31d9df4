import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import type { RecordData } from '#app/schema/index.ts';
import { wholeShadow } from '../../support/whole-shadow.ts';

const TABLES = ['clients', 'engagements', 'tasks'];

/** A record as it lies in a database. */
export interface Row {
  table: string;
  recordId: string;
  version: number;
  isDeleted: boolean;
  data: RecordData;
}

export interface ServerRows {
  records: Map<string, Row>;
  /** Changes that stand in the trail more than once. */
  appliedTwice: string[];
}

export interface KeptChange {
  table: string;
  recordId: string;
  operation: string;
  /** JSON. */
  data: string;
  txnId: string | null;
  state: 'pending' | 'sent' | 'parked' | 'discarded';
}

export interface DeskRows {
  /** What the person sees. */
  visible: Map<string, Row>;
  /** What the desk holds as the server's state. */
  shadows: Map<string, Row>;
  /** Every conflict, open or settled. */
  conflicts: { recordId: string; fields: string }[];
  /** Changes that are not uploaded, in their order: on their way, refused and waiting for a person, or taken out by one. */
  kept: KeptChange[];
  /** What SQLite finds wrong with the file; `ok` if nothing. */
  integrity: string;
}

export const keyOf = (table: string, recordId: string): string => `${table}/${recordId}`;

export async function readServer(postgresUrl: string): Promise<ServerRows> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(`SELECT set_config('ferry.scope', 'operator', false)`);
    const { rows } = await client.query<{
      table_name: string;
      record_id: string;
      version: string;
      deleted: string;
      data: string;
    }>('SELECT table_name, record_id, version, deleted, data FROM records');
    const twice = await client.query<{ change_id: string }>(
      'SELECT change_id FROM activity GROUP BY change_id HAVING count(*) > 1',
    );
    const records = rows.map((row) => ({
      table: row.table_name,
      recordId: row.record_id,
      version: Number(row.version),
      isDeleted: Number(row.deleted) === 1,
      data: JSON.parse(row.data) as RecordData,
    }));
    return { records: byKey(records), appliedTwice: twice.rows.map((row) => row.change_id) };
  } finally {
    await client.end();
  }
}

/** Says what is true only of a desk that changes nothing meanwhile. */
export function readDesk(file: string): DeskRows {
  const connection = new BetterSqlite3(file, { readonly: true });
  try {
    const visible: Row[] = [];
    const shadows: Row[] = [];
    for (const table of TABLES) {
      const rows = connection.prepare(`SELECT id, version, deleted, data, shadow FROM cached_${table}`).all() as {
        id: string;
        version: number;
        deleted: number;
        data: string;
        shadow: string | null;
      }[];
      for (const { id: recordId, version, deleted, data, shadow } of rows) {
        visible.push({ table, recordId, version, isDeleted: deleted === 1, data: JSON.parse(data) });
        if (shadow === null) continue;
        const held = wholeShadow({ data, deleted, shadow });
        shadows.push({ table, recordId, version, isDeleted: held.deleted, data: held.data });
      }
    }
    const [check] = connection.pragma('integrity_check') as { integrity_check: string }[];
    return {
      visible: byKey(visible),
      shadows: byKey(shadows),
      conflicts: connection
        .prepare('SELECT record_id AS recordId, fields FROM sync_conflicts')
        .all() as DeskRows['conflicts'],
      kept: connection
        .prepare(
          `SELECT table_name AS "table", record_id AS recordId, operation, data, txn_id AS txnId, state FROM sync_queue
           WHERE synced = 0 AND state IN ('pending', 'sent', 'parked', 'discarded') ORDER BY id`,
        )
        .all() as KeptChange[],
      integrity: check?.integrity_check ?? 'no answer',
    };
  } finally {
    connection.close();
  }
}

function byKey(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [keyOf(row.table, row.recordId), row]));
}
