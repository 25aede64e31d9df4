import type { Draft } from '#app/contract/queue.ts';
import type { JsonValue } from '#app/schema/index.ts';
import type { Database } from './database.ts';

/** Maximum length of a draft, in characters; a window showing more hangs. */
export const DRAFT_MAX_LENGTH = 2_000_000;

export type Drafts = ReturnType<typeof createDrafts>;

/** `drafts`: input that is not valid yet, kept so that closing Ferry does not lose it. */
export function createDrafts(database: Database) {
  function of(table: string, recordId: string): Draft[] {
    return database
      .statement<{ field: string; value: string; at: number }>(
        'SELECT field, value, at FROM drafts WHERE table_name = ? AND record_id = ? ORDER BY field',
      )
      .all([table, recordId])
      .map(({ field, value, at }) => ({ field, value: bounded(value), at }));
  }

  return {
    of,

    /** A person's drafts, one entry per record: those of records never saved, and those of the requested records. */
    ofPerson(
      tables: readonly { table: string }[],
      personId: string,
      isWanted: (table: string, recordId: string) => boolean,
    ): (Draft & { table: string })[] {
      const isNew = (value: JsonValue) =>
        typeof value === 'object' && value !== null && !Array.isArray(value) && value.isNew === true;
      return tables.flatMap(({ table }) =>
        of(table, personId)
          .filter(({ field, value }) => isNew(value) || isWanted(table, field))
          .map((draft) => ({ ...draft, table })),
      );
    },

    /** `null` deletes the draft. Durable, as any edit. */
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

/** The start of a text that is too long (a paste accepted by an earlier version); the database keeps all of it. */
function bounded(json: string): JsonValue {
  const value = JSON.parse(json) as JsonValue;
  return json.length > DRAFT_MAX_LENGTH ? shortened(value) : value;
}

function shortened(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.slice(0, DRAFT_MAX_LENGTH);
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shortened(part)]));
}
