import { deepStrictEqual } from 'node:assert';
import { addToDigest, digestHex, recordHash } from '#app/rules/digest.ts';
import { createFold } from '#app/rules/fold.ts';
import type { Proposal, RecordState } from '#app/rules/record-state.ts';
import type { Schema } from '#app/schema/index.ts';
import type { Connection } from '#app/store/database.ts';
import { wholeShadow } from './whole-shadow.ts';

/** Ids of the acknowledged changes whose record is to come at a version above the one given. */
export const AWAITED = `SELECT each.value ->> '$.changeId' FROM sync_state, json_each(sync_state.value) AS each
  WHERE sync_state.key = 'awaited' AND each.value ->> '$.version' > ?`;

interface CachedRow {
  id: string;
  data: string;
  shadow: string | null;
  version: number;
  deleted: number;
  generation: number;
}

interface ChangeRow {
  operation: Proposal['operation'];
  data: string;
  base: string | null;
  base_version: number;
  origin: number | null;
  outcome: string | null;
  capped: number;
}

/**
 * Recomputes every visible row from the shadow and the outbox, and every digest from the shadows, straight from the
 * tables, and holds them against what is stored.
 */
export function expectFoldInvariant(connection: Connection, schema: Schema): void {
  const { found, expected } = findFoldDifference(connection, schema);
  deepStrictEqual(found, expected);
}

/** The first table where stored and recomputed differ, or equal empty objects. */
export function findFoldDifference(
  connection: Connection,
  schema: Schema,
): { found: Record<string, unknown>; expected: Record<string, unknown> } {
  const state = readState(connection);
  const fold = createFold(schema, () => state.deviceId);
  for (const { table } of schema.entities) {
    const rows = new Map(
      (connection.prepare(`SELECT * FROM cached_${table}`).all() as CachedRow[]).map((row) => [row.id, row]),
    );
    const expected: Record<string, unknown> = {};
    for (const id of new Set([...rows.keys(), ...queuedIds(connection, table)])) {
      const row = rows.get(id);
      const isStale = row?.shadow != null && row.generation !== state.generation;
      const changes = changesOf(connection, table, id, row?.version ?? 0).filter(
        // A replaced data set's record holds the changes that are offered again.
        ({ origin }) => !isStale || origin === null || origin > row.version,
      );
      const visible = fold(table, shadowOf(row, state.generation), changes.map(toProposal));
      if (visible) expected[`${table}/${id}`] = visible;
    }
    const found: Record<string, unknown> = Object.fromEntries(
      [...rows.values()].map(({ id, data, deleted }) => [
        `${table}/${id}`,
        { data: JSON.parse(data), deleted: deleted === 1 },
      ]),
    );
    found[`digest of ${table}`] = storedDigest(connection, table);
    expected[`digest of ${table}`] = digestOf([...rows.values()], state.generation);
    if (JSON.stringify(sorted(found)) !== JSON.stringify(sorted(expected))) return { found, expected };
  }
  return { found: {}, expected: {} };
}

function readState(connection: Connection): { deviceId: string; generation: number } {
  const rows = connection.prepare('SELECT key, value FROM sync_state').all() as { key: string; value: string }[];
  const state = new Map(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
  return { deviceId: String(state.get('deviceId') ?? ''), generation: Number(state.get('generation') ?? 0) };
}

function queuedIds(connection: Connection, table: string): string[] {
  const sql = 'SELECT DISTINCT record_id FROM sync_queue WHERE table_name = ?';
  return (connection.prepare(sql).all(table) as { record_id: string }[]).map((row) => row.record_id);
}

function shadowOf(row: CachedRow | undefined, generation: number): RecordState | undefined {
  if (!row || row.shadow === null) return undefined;
  const { data, deleted, stamps } = wholeShadow({ ...row, shadow: row.shadow });
  const isCurrent = row.generation === generation;
  return {
    data,
    deleted,
    version: isCurrent ? row.version : 0,
    stamps: isCurrent ? stamps : {},
  };
}

/** What is not acknowledged, and what is but whose record has not come yet. */
function changesOf(connection: Connection, table: string, id: string, known: number): ChangeRow[] {
  return connection
    .prepare(
      `SELECT * FROM sync_queue WHERE table_name = ? AND record_id = ? AND
         ((synced = 0 AND state IN ('pending', 'sent', 'parked')) OR change_id IN (${AWAITED})) ORDER BY id`,
    )
    .all(table, id, known) as ChangeRow[];
}

/** Offered again after a conflict had set a part of it aside, a change wins over nothing by its origin. */
function toProposal(row: ChangeRow): Proposal {
  return {
    operation: row.operation,
    data: JSON.parse(row.data),
    base: JSON.parse(row.base ?? '{}'),
    baseVersion: row.base_version,
    capped: row.capped === 1,
    ...(row.origin === null || row.outcome === 'conflict' ? {} : { origin: row.origin }),
  };
}

function storedDigest(connection: Connection, table: string): string {
  const sql = 'SELECT digest FROM sync_digests WHERE table_name = ?';
  const row = connection.prepare(sql).get(table) as { digest: string } | undefined;
  return row?.digest ?? digestHex(0n);
}

function digestOf(rows: readonly CachedRow[], generation: number): string {
  const counted = rows.filter((row) => row.shadow !== null && row.generation === generation);
  return digestHex(counted.reduce((sum, { id, version }) => addToDigest(sum, recordHash(id, version)), 0n));
}

/** The same value with the keys of every object in order, for comparing as text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
