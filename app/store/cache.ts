import type { ServerRecord } from '#app/contract/protocol.ts';
import { seenVersion } from '#app/rules/hidden-work.ts';
import type { Fold, RecordState, Visible } from '#app/rules/record-state.ts';
import { type AnyEntity, type Schema, sameJson } from '#app/schema/index.ts';
import { cacheSql } from './cache-sql.ts';
import type { Database } from './database.ts';
import type { DigestStore } from './digests.ts';
import { entityOf as entityIn } from './list-clauses.ts';
import type { Overtaken } from './overtaken-changes.ts';
import type { Queue, QueueRow } from './queue.ts';
import { asProposal } from './queue-row.ts';
import type { SearchIndex } from './search-index.ts';
import { type CachedRow, fromStored, type Shadow, type StoredCacheRow, toStored } from './shadow.ts';
import { sortKeysOf } from './sort-keys.ts';
import type { StateStore } from './state.ts';

export interface CacheOptions {
  database: Database;
  schema: Schema;
  queue: Queue;
  state: StateStore;
  digests: DigestStore;
  searchIndex: SearchIndex;
  overtaken: Overtaken;
  fold: Fold;
  /** Called for each record whose visible row may have changed. */
  onChanged: (table: string, id: string) => void;
}

/** The server's state of a record, and the generation of the data set it is from. */
type ServerFacts = Pick<CachedRow, 'shadow' | 'version' | 'generation'>;

/** One item of the digest. */
export interface ShadowVersion {
  id: string;
  version: number;
}

export type Cache = ReturnType<typeof createCache>;

/**
 * `cached_*`: shadow and visible row of every record. Only the server's data moves the shadow, and only forward; the
 * visible row is always fold(shadow, unacknowledged changes). Every method runs in the caller's transaction.
 */
export function createCache(options: CacheOptions) {
  const { database, schema, queue, state, digests, searchIndex, overtaken, fold, onChanged } = options;

  /** @throws FerryFailure `table.unknown`; a table that passes is safe to use in SQL. */
  const entityOf = (table: string): AnyEntity => entityIn(schema, table);

  function row(table: string, id: string): CachedRow | undefined {
    const found = database.statement<StoredCacheRow>(cacheSql(entityOf(table)).row).get([id]);
    return found && fromStored(found);
  }

  function insert(entity: AnyEntity, id: string, { data, deleted }: Visible, facts: ServerFacts): void {
    const place = database
      .statement(cacheSql(entity).insert)
      .insert([
        id,
        JSON.stringify(data),
        toStored(facts.shadow, { data, deleted }),
        facts.version,
        deleted ? 1 : 0,
        facts.generation,
        sortKeysOf(entity, data),
      ]);
    if (!deleted) searchIndex.note(entity.table, place);
  }

  /** Skips the write if the visible data is equal in any field order: writing it is most of the cost of a response. */
  function update(entity: AnyEntity, current: CachedRow, visible: Visible, facts: ServerFacts): void {
    const { data, deleted } = visible;
    const { place } = current;
    const isSame = sameJson(current.data, data);
    const isShown = isSame && deleted === current.deleted;
    const shadow = isShown && facts.shadow === current.shadow ? current.storedShadow : toStored(facts.shadow, visible);
    if (isShown) {
      if (facts === current) return;
      database.statement(cacheSql(entity).updateFacts).run([shadow, facts.version, facts.generation, place]);
      return;
    }
    database
      .statement(cacheSql(entity).update)
      .run([
        JSON.stringify(data),
        shadow,
        facts.version,
        deleted ? 1 : 0,
        facts.generation,
        sortKeysOf(entity, data),
        place,
      ]);
    if (deleted !== current.deleted || !searchIndex.isSame(entity, current.data, data))
      searchIndex.note(entity.table, place);
  }

  function remove(entity: AnyEntity, { place }: CachedRow): void {
    database.statement(`DELETE FROM cached_${entity.table} WHERE rowid = ?`).run([place]);
    searchIndex.note(entity.table, place);
  }

  /** Versions of a replaced data set mean nothing now, so such a shadow is folded as if nobody had written it. */
  function foldable(shadow: Shadow | null, version: number, generation: number): RecordState | undefined {
    if (!shadow) return undefined;
    const isCurrent = generation === state.get('generation');
    const { data, deleted, stamps } = shadow;
    return isCurrent ? { data, deleted, version, stamps } : { data, deleted, version: 0, stamps: {} };
  }

  /** A change re-offered after a restore is already part of the replaced data set's record. */
  function holds(shadow: Shadow | null, version: number, generation: number, { origin }: QueueRow): boolean {
    return shadow !== null && generation !== state.get('generation') && origin !== null && origin <= version;
  }

  /**
   * Acknowledged changes newer than the shadow: without them a saved edit would disappear from the screen until the
   * feed brings it.
   */
  function awaited(table: string, id: string, version: number): QueueRow[] {
    const changes = state.get('awaited').filter((each) => each.table === table && each.recordId === id);
    return changes.flatMap((each) => (each.version > version ? (queue.find(each.changeId) ?? []) : []));
  }

  function proposalsOf(table: string, id: string, facts: ServerFacts, appended?: QueueRow) {
    const { shadow, version, generation } = facts;
    return [...awaited(table, id, version), ...queue.unacknowledgedOf(table, id, appended)]
      .sort((one, other) => one.id - other.id)
      .filter((change) => !holds(shadow, version, generation, change))
      .map(asProposal);
  }

  function store(table: string, id: string, facts: ServerFacts, current?: CachedRow, appended?: QueueRow): void {
    const { shadow, version, generation } = facts;
    const entity = entityOf(table);
    const visible = fold(table, foldable(shadow, version, generation), proposalsOf(table, id, facts, appended));
    if (visible && current) update(entity, current, visible, facts);
    else if (visible) insert(entity, id, visible, facts);
    else if (current) remove(entity, current);
    onChanged(table, id);
  }

  /**
   * Folds the visible row again after its changes changed. `known`: the row the caller has just read, null if none;
   * `appended`: the change it has just appended.
   */
  function refold(
    table: string,
    id: string,
    known: CachedRow | null = row(table, id) ?? null,
    appended?: QueueRow,
  ): void {
    const facts = known ?? { shadow: null, version: 0, generation: state.get('generation') };
    store(table, id, facts, known ?? undefined, appended);
  }

  return {
    entityOf,
    row,

    /** The newest version whose values of these fields (null: of the whole record) are visible. */
    seenVersion(table: string, row: CachedRow, fields: readonly string[] | null): number {
      const { id, shadow, version, generation } = row;
      const folded = foldable(shadow, version, generation);
      const mayCover = queue.hasOlderBase(table, id, version) || awaited(table, id, version).length > 0;
      if (folded === undefined || !mayCover) return version;
      const changes = proposalsOf(table, id, row);
      return seenVersion(entityOf(table), folded, changes, fields, state.get('deviceId'));
    },

    refold,

    /** `refold` after changes were parked: the record may hold a later change of this device already. */
    refoldParked(table: string, id: string): void {
      const current = row(table, id);
      const record = current && foldable(current.shadow, current.version, current.generation);
      if (record && current.shadow) overtaken.rewrite(entityOf(table), id, record, current.shadow);
      refold(table, id, current ?? null);
    },

    /** Stores the server's state of a record unless it is older than the shadow. Returns whether the shadow moved. */
    moveShadow(record: ServerRecord): boolean {
      const { table, recordId, version, data, deleted, stamps, by, at } = record;
      const generation = state.get('generation');
      const current = row(table, recordId);
      const isCounted = current !== undefined && current.shadow !== null && current.generation === generation;
      if (isCounted && current.version >= version) return false;
      if (isCounted) digests.remove(table, recordId, current.version);
      digests.add(table, recordId, version);
      overtaken.rewrite(entityOf(table), recordId, record, record);
      store(table, recordId, { shadow: { data, deleted, stamps, by, at }, version, generation }, current);
      return true;
    },

    /** Removes the shadow of a record that the server does not have; unacknowledged changes stay. */
    dropShadow(table: string, id: string): void {
      const current = row(table, id);
      if (!current?.shadow) return;
      if (current.generation === state.get('generation')) digests.remove(table, id, current.version);
      store(table, id, { shadow: null, version: 0, generation: state.get('generation') }, current);
    },

    /** Up to `limit` rows after row `after` whose shadow is from a data set the server no longer has. */
    stalePage(table: string, after: number, limit: number): { stale: string[]; last: number | null } {
      const rows = database
        .statement<{ place: number; id: string; isStale: number }>(
          `SELECT rowid AS place, id, generation < ? AND shadow IS NOT NULL AS isStale FROM cached_${entityOf(table).table}
           WHERE rowid > ? ORDER BY rowid LIMIT ?`,
        )
        .all([state.get('generation'), after, limit]);
      const stale = rows.flatMap(({ id, isStale }) => (isStale === 1 ? [id] : []));
      return { stale, last: rows.length < limit ? null : (rows.at(-1)?.place ?? null) };
    },

    /** Undeleted records whose `field` references `id`. The index ignores case; ids do not. */
    childrenOf(table: string, field: string, id: string): string[] {
      return database
        .statement<{ id: string }>(
          `SELECT id FROM cached_${entityOf(table).table} WHERE ${field} = +? COLLATE NOCASE AND ${field} = +?
             AND deleted = 0 ORDER BY id`,
        )
        .all([id, id])
        .map((child) => child.id);
    },

    /** The first `limit` ids in (after, through] with a shadow of the current data set, in order. */
    shadowVersions(table: string, after: string | null, through: string | null, limit: number): ShadowVersion[] {
      return database
        .statement<ShadowVersion>(
          `SELECT id, version FROM cached_${entityOf(table).table}
           WHERE generation = +? AND shadow IS NOT NULL AND id > ? AND (? IS NULL OR id <= ?) ORDER BY id LIMIT ?`,
        )
        .all([state.get('generation'), after ?? '', through, through, limit]);
    },

    /** Those of the ids whose shadow is a tombstone. */
    tombstonesAmong(table: string, ids: readonly string[]): string[] {
      return database
        .statement<{ id: string }>(
          `SELECT id FROM cached_${entityOf(table).table}
           WHERE id IN (SELECT value FROM json_each(?)) AND coalesce(shadow ->> '$.deleted', deleted) = 1`,
        )
        .all([JSON.stringify(ids)])
        .map(({ id }) => id);
    },
  };
}
