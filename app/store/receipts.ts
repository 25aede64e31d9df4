import type { Receipt, ReceiptFilter } from '#app/contract/history.ts';
import type { Operation } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';
import type { Database } from './database.ts';

interface StoredRow {
  change_id: string;
  table_name: string;
  record_id: string;
  operation: Operation;
  data: string;
  saved_at: number;
  acked_at: number;
  outcome: string;
  version: number;
}

const COLUMNS = 'change_id, table_name, record_id, operation, data, saved_at, acked_at, outcome, version';

export type Receipts = ReturnType<typeof createReceipts>;

/** Proof of every upload: read from the queue while the change is there, then from `receipts`. */
export function createReceipts(database: Database) {
  return {
    /** Whether this change was acknowledged and has left the queue. */
    has(changeId: string): boolean {
      const sql = 'SELECT 1 AS found FROM receipts WHERE change_id = ?';
      return database.statement<{ found: number }>(sql).get([changeId]) !== undefined;
    },

    /** Without titles. */
    list({ from, until, table, recordId, after, isNewestFirst, limit }: ReceiptFilter): Omit<Receipt, 'title'>[] {
      const beyond = isNewestFirst ? '<' : '>';
      const order = isNewestFirst ? 'DESC' : 'ASC';
      const filter = `acked_at >= :from AND (:until IS NULL OR acked_at < :until) AND (:table IS NULL OR table_name = :table)
        AND (:recordId IS NULL OR record_id = :recordId)
        AND (:afterId IS NULL OR (acked_at, change_id) ${beyond} (:afterAt, :afterId))`;
      return database
        .statement<StoredRow>(
          `SELECT ${COLUMNS} FROM receipts WHERE ${filter}
           UNION ALL
           SELECT change_id, table_name, record_id, operation, data, created_at, acked_at, outcome, acked_version
           FROM sync_queue INDEXED BY sync_queue_acknowledged WHERE synced = 1 AND ${filter}
           ORDER BY acked_at ${order}, change_id ${order} LIMIT :limit`,
        )
        .all({
          from,
          until: until ?? null,
          table: table ?? null,
          recordId: recordId ?? null,
          afterAt: after?.acknowledgedAt ?? null,
          afterId: after?.changeId ?? null,
          limit,
        })
        .map((row) => ({
          changeId: row.change_id,
          table: row.table_name,
          recordId: row.record_id,
          operation: row.operation,
          data: JSON.parse(row.data) as RecordData,
          savedAt: row.saved_at,
          acknowledgedAt: row.acked_at,
          outcome: row.outcome,
          version: row.version,
        }));
    },
  };
}
