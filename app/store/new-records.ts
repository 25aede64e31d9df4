import type { ServerRecord } from '#app/contract/protocol.ts';
import { type Schema, unreadableFields } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { DigestStore } from './digests.ts';
import type { Queue } from './queue.ts';
import type { SearchIndex } from './search-index.ts';
import { toStored } from './shadow.ts';
import { sortKeysOf } from './sort-keys.ts';
import type { StateStore } from './state.ts';

export interface NewRecordsOptions {
  database: Database;
  schema: Schema;
  queue: Pick<Queue, 'hasWaiting'>;
  state: StateStore;
  digests: DigestStore;
  searchIndex: SearchIndex;
  onChanged: (table: string, id: string) => void;
}

export type InsertNew = ReturnType<typeof createInsertNew>;

/**
 * Fast path into an empty cache: records of one table, by ascending id, none of them stored yet. No lookups and no
 * folding per record; text is indexed later. Returns how many of the first it stored before `isEnough`; 0 if the
 * precondition fails and `moveShadow` must store the first. Runs in the caller's transaction.
 */
export function createInsertNew(options: NewRecordsOptions) {
  const { database, schema, queue, state, digests, searchIndex, onChanged } = options;

  function isAnyHere(table: string, first: string, last: string): boolean {
    const sql = `SELECT 1 AS found FROM cached_${table} WHERE id >= ? AND id <= ? LIMIT 1`;
    return database.statement<{ found: number }>(sql).get([first, last]) !== undefined;
  }

  /** Pending changes must be folded over arriving records. */
  const isAnyWaiting = (): boolean => queue.hasWaiting() || state.get('awaited').length > 0;

  return (records: readonly ServerRecord[], isEnough: () => boolean): number => {
    const [first] = records;
    const last = records.at(-1);
    const entity = first && schema.entity(first.table);
    if (!first || !last || !entity || isAnyWaiting() || isAnyHere(entity.table, first.recordId, last.recordId))
      return 0;
    const { table } = entity;
    const generation = state.get('generation');
    searchIndex.indexLater(table);
    const insert = database.statement(
      `INSERT INTO cached_${table} (id, data, shadow, version, deleted, generation, sort_keys) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    let taken = 0;
    for (const record of records) {
      const { recordId: id, data, version, deleted } = record;
      if (unreadableFields(entity, data).length > 0) break;
      const shadow = toStored(record, record);
      insert.run([id, JSON.stringify(data), shadow, version, deleted ? 1 : 0, generation, sortKeysOf(entity, data)]);
      digests.add(table, id, version);
      onChanged(table, id);
      taken += 1;
      if (isEnough()) break;
    }
    return taken;
  };
}
