import type { Draft } from '#app/contract/records.ts';
import type { JsonValue } from '#app/schema/index.ts';
import type { Database } from './database.ts';

export type Drafts = ReturnType<typeof createDrafts>;

/** `drafts`: what was typed into a field and is not valid yet, so that closing Ferry does not lose it. */
export function createDrafts(database: Database) {
  return {
    of(table: string, recordId: string): Draft[] {
      return database
        .statement<{ field: string; value: string; at: number }>(
          'SELECT field, value, at FROM drafts WHERE table_name = ? AND record_id = ? ORDER BY field',
        )
        .all([table, recordId])
        .map(({ field, value, at }) => ({ field, value: JSON.parse(value) as JsonValue, at }));
    },

    /** `null` lets go of it. Survives a power cut, as any edit does. */
    put(table: string, recordId: string, field: string, value: JsonValue, at: number): void {
      database.transaction(() => {
        if (value === null) {
          database
            .statement('DELETE FROM drafts WHERE table_name = ? AND record_id = ? AND field = ?')
            .run([table, recordId, field]);
          return;
        }
        database
          .statement(
            `INSERT INTO drafts (table_name, record_id, field, value, at) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at`,
          )
          .run([table, recordId, field, JSON.stringify(value), at]);
      });
    },
  };
}
