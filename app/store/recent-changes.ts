import type { RecentChange } from '#app/contract/history.ts';
import { type AnyEntity, type RecordData, referencesOf, type Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';

interface StoredRow {
  id: string;
  data: string;
  deleted: number;
  at: number;
  by: string;
}

export type RecentChanges = ReturnType<typeof createRecentChanges>;

/** Recent changes by others, with the client each belongs to. */
export function createRecentChanges(database: Database, schema: Schema) {
  function read(entity: AnyEntity, id: string): RecordData | undefined {
    const row = database.statement<{ data: string }>(`SELECT data FROM cached_${entity.table} WHERE id = ?`).get([id]);
    return row && (JSON.parse(row.data) as RecordData);
  }

  /** Follows references up to the record without one. */
  function rootOf(entity: AnyEntity, data: RecordData): RecentChange['root'] {
    let root: RecentChange['root'] = null;
    let current: { entity: AnyEntity; data: RecordData } | undefined = { entity, data };
    while (current) {
      const [reference] = referencesOf(current.entity);
      const parent = reference && schema.entity(reference.table);
      const id: string = reference ? String(current.data[reference.field] ?? '') : '';
      const parentData = parent && read(parent, id);
      if (!parent || !parentData) break;
      root = { table: parent.table, id, title: titleOf(parent, parentData) };
      current = { entity: parent, data: parentData };
    }
    return root;
  }

  return {
    /** Newest first; `except` is the person whose own writes are excluded. */
    since(sinceMs: number, except: string, limit: number): RecentChange[] {
      const changes = schema.entities.flatMap((entity) =>
        database
          .statement<StoredRow>(
            `SELECT id, data, deleted, changed_at AS at, shadow ->> '$.by' AS by FROM cached_${entity.table}
             WHERE changed_at > ? AND by <> ? ORDER BY changed_at DESC LIMIT ?`,
          )
          .all([sinceMs, except, limit])
          .map((row) => ({ entity, row, data: JSON.parse(row.data) as RecordData })),
      );
      return changes
        .sort((a, b) => b.row.at - a.row.at)
        .slice(0, limit)
        .map(({ entity, row, data }) => ({
          table: entity.table,
          id: row.id,
          title: titleOf(entity, data),
          root: rootOf(entity, data),
          by: row.by,
          at: row.at,
          deleted: row.deleted === 1,
        }));
    },
  };
}

function titleOf(entity: AnyEntity, data: RecordData): string {
  return String(data[entity.title] ?? '');
}
