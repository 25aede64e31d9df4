import type { Fold, RecordState, Visible } from '#app/contract/fold.ts';
import type { ServerRecord } from '#app/contract/protocol.ts';
import type { AnyEntity, Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import type { DigestStore } from './digests.ts';
import { entityOf as entityIn } from './list-clauses.ts';
import { originOf, type Queue, type QueueRow } from './queue.ts';
import { type CachedRow, fromStored, type Shadow, type StoredCacheRow } from './shadow.ts';
import { sortKeysOf } from './sort-keys.ts';
import type { StateStore } from './state.ts';

export interface CacheOptions {
  database: Database;
  schema: Schema;
  queue: Queue;
  state: StateStore;
  digests: DigestStore;
  fold: Fold;
  /** Told of every record whose visible row may have changed. */
  onChanged: (table: string, id: string) => void;
}

/** What the digest is made of. */
export interface ShadowVersion {
  id: string;
  version: number;
}

export type Cache = ReturnType<typeof createCache>;

/**
 * `cached_*`: shadow and visible row of every record. The shadow moves only when the server speaks, and only forward;
 * the visible row is always fold(shadow, unacknowledged changes). Every method runs in the caller's transaction.
 */
export function createCache({ database, schema, queue, state, digests, fold, onChanged }: CacheOptions) {
  const COLUMNS = 'id, data, shadow, version, deleted, generation';

  /** @throws FerryFailure `table.unknown`; a table that passes is safe to name in SQL. */
  const entityOf = (table: string): AnyEntity => entityIn(schema, table);

  function row(table: string, id: string): CachedRow | undefined {
    const found = database
      .statement<StoredCacheRow>(`SELECT ${COLUMNS} FROM cached_${entityOf(table).table} WHERE id = ?`)
      .get([id]);
    return found && fromStored(found);
  }

  function write(table: string, id: string, next: Omit<CachedRow, 'id'>): void {
    const entity = entityOf(table);
    database
      .statement(
        `INSERT INTO cached_${entity.table} (id, data, shadow, version, deleted, generation, sort_keys)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET data = excluded.data, shadow = excluded.shadow, version = excluded.version,
           deleted = excluded.deleted, generation = excluded.generation, sort_keys = excluded.sort_keys`,
      )
      .run([
        id,
        JSON.stringify(next.data),
        next.shadow && JSON.stringify(next.shadow),
        next.version,
        next.deleted ? 1 : 0,
        next.generation,
        sortKeysOf(entity, next.data),
      ]);
  }

  /** Leaves the shadow as it lies: rewriting it is most of what a save would cost. */
  function writeVisible(table: string, id: string, { data, deleted }: Visible): void {
    const entity = entityOf(table);
    database
      .statement(`UPDATE cached_${entity.table} SET data = ?, deleted = ?, sort_keys = ? WHERE id = ?`)
      .run([JSON.stringify(data), deleted ? 1 : 0, sortKeysOf(entity, data), id]);
  }

  function remove(table: string, id: string): void {
    database.statement(`DELETE FROM cached_${entityOf(table).table} WHERE id = ?`).run([id]);
  }

  /** Versions of a replaced data set say nothing any more, so such a shadow is folded over as if nobody had written it. */
  function foldable(shadow: Shadow | null, version: number, generation: number): RecordState | undefined {
    if (!shadow) return undefined;
    const isCurrent = generation === state.get('generation');
    return {
      data: shadow.data,
      deleted: shadow.deleted,
      version: isCurrent ? version : 0,
      stamps: isCurrent ? shadow.stamps : {},
    };
  }

  /** A change offered again after a restore is part of what the replaced data set had made of the record. */
  function holds(shadow: Shadow | null, version: number, generation: number, { origin }: QueueRow): boolean {
    return shadow !== null && generation !== state.get('generation') && origin !== null && origin <= version;
  }

  function visibleOf(table: string, id: string, shadow: Shadow | null, version: number, generation: number) {
    const changes = queue
      .unacknowledgedOf(table, id)
      .filter((change) => !holds(shadow, version, generation, change))
      .map(asProposal);
    return fold(table, foldable(shadow, version, generation), changes);
  }

  function store(table: string, id: string, shadow: Shadow | null, version: number, generation: number): void {
    const visible = visibleOf(table, id, shadow, version, generation);
    if (visible) write(table, id, { ...visible, shadow, version, generation });
    else remove(table, id);
    onChanged(table, id);
  }

  function refoldRow(table: string, { id, shadow, version, generation }: CachedRow): void {
    const visible = visibleOf(table, id, shadow, version, generation);
    if (visible) writeVisible(table, id, visible);
    else remove(table, id);
    onChanged(table, id);
  }

  return {
    entityOf,
    row,

    /** Folds the visible row again, after its changes changed. `known` is the row where the caller has just read it. */
    refold(table: string, id: string, known?: CachedRow): void {
      const current = known ?? row(table, id);
      if (current) refoldRow(table, current);
      else store(table, id, null, 0, state.get('generation'));
    },

    /** Takes what the server says of a record; older news than the shadow's is ignored. Returns whether it moved. */
    moveShadow(record: ServerRecord): boolean {
      const { table, recordId, version, data, deleted, stamps, by, at } = record;
      const generation = state.get('generation');
      const current = row(table, recordId);
      const isCounted = current !== undefined && current.shadow !== null && current.generation === generation;
      if (isCounted && current.version >= version) return false;
      if (isCounted) digests.remove(table, recordId, current.version);
      digests.add(table, recordId, version);
      store(table, recordId, { data, deleted, stamps, by, at }, version, generation);
      return true;
    },

    /** Forgets the shadow of a record the server does not have; unacknowledged changes stay. */
    dropShadow(table: string, id: string): void {
      const current = row(table, id);
      if (!current?.shadow) return;
      if (current.generation === state.get('generation')) digests.remove(table, id, current.version);
      store(table, id, null, 0, state.get('generation'));
    },

    /** Up to `limit` ids whose shadow is of a data set the server no longer has. */
    staleIds(table: string, limit: number): string[] {
      return database
        .statement<{ id: string }>(
          `SELECT id FROM cached_${entityOf(table).table} WHERE generation < ? AND shadow IS NOT NULL LIMIT ?`,
        )
        .all([state.get('generation'), limit])
        .map(({ id }) => id);
    },

    /** Records, not deleted, whose `field` names `id`. The index ignores case, ids do not. */
    childrenOf(table: string, field: string, id: string): string[] {
      return database
        .statement<{ id: string }>(
          `SELECT id FROM cached_${entityOf(table).table} WHERE ${field} = ? COLLATE NOCASE AND ${field} = ?
             AND deleted = 0 ORDER BY id`,
        )
        .all([id, id])
        .map((child) => child.id);
    },

    /** The first `limit` ids with a shadow of the current data set within (after, through], in order. */
    shadowVersions(table: string, after: string | null, through: string | null, limit: number): ShadowVersion[] {
      return database
        .statement<ShadowVersion>(
          `SELECT id, version FROM cached_${entityOf(table).table}
           WHERE generation = ? AND shadow IS NOT NULL AND id > ? AND (? IS NULL OR id <= ?) ORDER BY id LIMIT ?`,
        )
        .all([state.get('generation'), after ?? '', through, through, limit]);
    },

    /** Of these ids, those whose shadow is a tombstone. */
    tombstonesAmong(table: string, ids: readonly string[]): string[] {
      return database
        .statement<{ id: string }>(
          `SELECT id FROM cached_${entityOf(table).table}
           WHERE id IN (SELECT value FROM json_each(?)) AND shadow ->> '$.deleted' = 1`,
        )
        .all([JSON.stringify(ids)])
        .map(({ id }) => id);
    },
  };
}

function asProposal(row: QueueRow) {
  const origin = originOf(row);
  return {
    operation: row.operation,
    data: row.data,
    base: row.base,
    baseVersion: row.baseVersion,
    capped: row.isCapped,
    ...(origin === null ? {} : { origin }),
  };
}
