import type { Transaction } from './database.ts';
import { linksTable } from './tables.ts';

/** A live record that points to another. */
export interface Link {
  targetTable: string;
  targetId: string;
  table: string;
  recordId: string;
  field: string;
}

/** Those of a table's `targetIds` that some record of `table`, other than `exceptIds`, points to. */
export async function readLinkedTargets(
  tx: Transaction,
  firmId: string,
  target: { table: string; ids: readonly string[] },
  from: { table: string; exceptIds: readonly string[] },
): Promise<string[]> {
  if (target.ids.length === 0) return [];
  const rows = await tx.all<{ target_id: string }>(
    `SELECT DISTINCT target_id FROM links
     WHERE firm_id = ? AND target_table = ? AND target_id = ANY(?) AND table_name = ? AND NOT record_id = ANY(?)`,
    [firmId, target.table, target.ids, from.table, from.exceptIds],
  );
  return rows.map((row) => row.target_id);
}

export async function insertLinks(tx: Transaction, firmId: string, links: readonly Link[]): Promise<void> {
  await tx.insert(
    linksTable,
    links.map((link) => ({
      firm_id: firmId,
      target_table: link.targetTable,
      target_id: link.targetId,
      table_name: link.table,
      record_id: link.recordId,
      field: link.field,
    })),
  );
}

export async function deleteLinks(tx: Transaction, firmId: string, links: readonly Link[]): Promise<void> {
  for (const link of links) {
    await tx.run(
      `DELETE FROM links
       WHERE firm_id = ? AND target_table = ? AND target_id = ? AND table_name = ? AND record_id = ? AND field = ?`,
      [firmId, link.targetTable, link.targetId, link.table, link.recordId, link.field],
    );
  }
}
