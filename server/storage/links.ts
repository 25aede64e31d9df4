import type { Transaction } from './database.ts';
import { linksTable } from './tables.ts';

/** A reference from one live record to another. */
export interface Link {
  targetTable: string;
  targetId: string;
  table: string;
  recordId: string;
  field: string;
}

/** Those of a table's `targetIds` that a record of `table`, except `exceptIds`, references. */
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

/** The links must exist: a record has one per field, so record and field identify it. */
export async function deleteLinks(tx: Transaction, firmId: string, links: readonly Link[]): Promise<void> {
  const byField = Map.groupBy(links, ({ targetTable, table, field }) => [targetTable, table, field].join('\n'));
  for (const alike of byField.values()) {
    const [{ targetTable, table, field } = { targetTable: '', table: '', field: '' }] = alike;
    await tx.write(
      `DELETE FROM links
       WHERE firm_id = ? AND target_table = ? AND target_id = ANY(?) AND table_name = ? AND record_id = ANY(?) AND field = ?`,
      [firmId, targetTable, alike.map((link) => link.targetId), table, alike.map((link) => link.recordId), field],
    );
  }
}
