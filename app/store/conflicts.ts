import type { Conflict, ConflictField } from '#app/contract/protocol.ts';
import type { StoredConflict } from '#app/contract/queue.ts';
import { type JsonValue, sameJson } from '#app/schema/index.ts';
import type { Database } from './database.ts';

/**
 * A stored conflict with the change that carried its resolution; without the record's title and the time mine was
 * saved.
 */
export interface ConflictRow extends Omit<StoredConflict, 'title' | 'mineAt'> {
  resolvedBy: string | null;
}

interface StoredRow {
  conflict_id: string;
  change_id: string;
  table_name: string;
  record_id: string;
  fields: string;
  theirs_by: string;
  theirs_at: number;
  created_at: number;
  resolution: ConflictRow['resolution'];
  resolved_at: number | null;
  resolved_by: string | null;
}

function fromRow(row: StoredRow): ConflictRow {
  return {
    conflictId: row.conflict_id,
    changeId: row.change_id,
    table: row.table_name,
    recordId: row.record_id,
    fields: JSON.parse(row.fields) as ConflictField[],
    theirsBy: row.theirs_by,
    theirsAt: row.theirs_at,
    createdAt: row.created_at,
    resolution: row.resolution,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
  };
}

export interface ConflictFilter {
  isOpen: boolean;
  /** Only those settled since (ms since the epoch), latest first. */
  decidedSince?: number | undefined;
  table?: string | undefined;
  recordId?: string | undefined;
}

export type Conflicts = ReturnType<typeof createConflicts>;

/** `sync_conflicts`: every value that was not kept, open or settled. */
export function createConflicts(database: Database) {
  const many = (sql: string, parameters: (string | number | null)[] = []): ConflictRow[] =>
    database.statement<StoredRow>(sql).all(parameters).map(fromRow);

  return {
    /**
     * A change re-offered after a restore may cause its conflict again. The newer one then replaces the open older one,
     * unless only the older one has a value that was set aside.
     */
    add(conflict: Conflict, of: { changeId: string; table: string; recordId: string }, now: number): void {
      const remove = database.statement('DELETE FROM sync_conflicts WHERE conflict_id = ?');
      const open = 'SELECT * FROM sync_conflicts WHERE change_id = ? AND resolution IS NULL AND conflict_id <> ?';
      for (const older of many(open, [of.changeId, conflict.conflictId]))
        if (holdsAll(conflict.fields, older.fields)) remove.run([older.conflictId]);
      database
        .statement(
          `INSERT INTO sync_conflicts (conflict_id, change_id, table_name, record_id, fields, theirs_by, theirs_at, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conflict_id) DO NOTHING`,
        )
        .run([
          conflict.conflictId,
          of.changeId,
          of.table,
          of.recordId,
          JSON.stringify(conflict.fields),
          conflict.theirsBy,
          conflict.theirsAt,
          now,
        ]);
    },

    find(conflictId: string): ConflictRow | undefined {
      return many('SELECT * FROM sync_conflicts WHERE conflict_id = ?', [conflictId])[0];
    },

    list({ isOpen, decidedSince, table, recordId }: ConflictFilter, limit = 1000): ConflictRow[] {
      return database
        .statement<StoredRow>(
          `SELECT * FROM sync_conflicts WHERE (:isOpen = 0 OR resolution IS NULL)
             AND (:decidedSince IS NULL OR resolved_at >= :decidedSince) AND (:table IS NULL OR table_name = :table)
             AND (:recordId IS NULL OR record_id = :recordId)
           ORDER BY resolved_at DESC, created_at DESC, conflict_id LIMIT :limit`,
        )
        .all({
          isOpen: isOpen ? 1 : 0,
          decidedSince: decidedSince ?? null,
          table: table ?? null,
          recordId: recordId ?? null,
          limit,
        })
        .map(fromRow);
    },

    hasOpen(table: string, recordId: string): boolean {
      const sql =
        'SELECT 1 AS found FROM sync_conflicts WHERE table_name = ? AND record_id = ? AND resolution IS NULL LIMIT 1';
      return database.statement<{ found: number }>(sql).get([table, recordId]) !== undefined;
    },

    hasOpenOf(changeId: string): boolean {
      const sql = 'SELECT 1 AS found FROM sync_conflicts WHERE change_id = ? AND resolution IS NULL LIMIT 1';
      return database.statement<{ found: number }>(sql).get([changeId]) !== undefined;
    },

    openCount(): number {
      const sql = 'SELECT count(*) AS total FROM sync_conflicts WHERE resolution IS NULL';
      return database.statement<{ total: number }>(sql).get()?.total ?? 0;
    },

    /** `resolution: null` reopens it. */
    settle(
      conflictId: string,
      resolution: ConflictRow['resolution'],
      at: number | null,
      resolvedBy: string | null,
    ): void {
      database
        .statement('UPDATE sync_conflicts SET resolution = ?, resolved_at = ?, resolved_by = ? WHERE conflict_id = ?')
        .run([resolution, at, resolvedBy, conflictId]);
    },
  };
}

/** Whether a choice in the newer conflict, or the current record, contains everything set aside in the older one. */
function holdsAll(newer: readonly ConflictField[], older: readonly ConflictField[]): boolean {
  return older.every((was) => {
    const is = newer.find(({ field }) => field === was.field);
    if (!is) return false;
    const aside = [was.mine, was.theirs].filter((value) => !sameJson(value, was.kept));
    return aside.every((value) => [is.mine, is.theirs, is.kept].some((each) => includes(each, value)));
  });
}

/** Containment: a text by lines, a set by items, a record by fields. */
function includes(whole: JsonValue, part: JsonValue): boolean {
  if (sameJson(whole, part)) return true;
  if (typeof whole === 'string' && typeof part === 'string') {
    const lines = new Set(whole.split('\n'));
    return part.includes('\n') && part.split('\n').every((line) => lines.has(line));
  }
  if (Array.isArray(whole) && Array.isArray(part)) {
    return part.every((item) => whole.some((each) => sameJson(each, item)));
  }
  if (!isPlain(whole) || !isPlain(part)) return false;
  return Object.entries(part).every(([field, value]) => includes(whole[field] ?? null, value));
}

function isPlain(value: JsonValue): value is { [field: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
