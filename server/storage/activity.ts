import type { Activity, Operation } from '#app/contract/protocol.ts';
import type { SqlRow, Transaction } from './database.ts';
import { activityTable } from './tables.ts';

/** The effect of one applied change on its record. */
export interface ActivityEntry {
  table: string;
  recordId: string;
  seq: number;
  /** Position among the changes of the same sequence. */
  position: number;
  changeId: string;
  operation: Operation;
  personId: string;
  deviceId: string;
  /** By field; null for the insert of a new record. */
  fields: Activity['fields'] | null;
  atMs: number;
}

/** Represents the whole record: its values follow from the record and later changes, so they are not stored twice. */
const WHOLE = '+';

/** A stored entry. */
export type StoredActivity = Omit<Activity, 'fields'> & { fields: Activity['fields'] | null };

interface ActivityRow extends SqlRow {
  seq: number;
  at: number;
  person_id: string;
  person_name: string | null;
  device_id: string;
  device_name: string | null;
  change_id: string;
  operation: Operation;
  fields: string;
}

export async function insertActivity(
  tx: Transaction,
  firmId: string,
  entries: readonly ActivityEntry[],
): Promise<void> {
  await tx.insert(
    activityTable,
    entries.map((entry) => ({
      firm_id: firmId,
      table_name: entry.table,
      record_id: entry.recordId,
      seq: entry.seq,
      position: entry.position,
      change_id: entry.changeId,
      operation: entry.operation,
      person_id: entry.personId,
      device_id: entry.deviceId,
      fields: entry.fields === null ? WHOLE : JSON.stringify(entry.fields),
      at: entry.atMs,
    })),
  );
}

/** A record's entries between two sequences: `before` is exclusive, `from` inclusive. */
export interface ActivityRange {
  table: string;
  recordId: string;
  before: number;
  from: number;
}

export interface SizedActivity {
  seq: number;
  /** Size of its fields; for an insert, of the record's current ones. */
  bytes: number;
}

const IN_RANGE = 'a.firm_id = ? AND a.table_name = ? AND a.record_id = ? AND a.seq < ? AND a.seq >= ?';
const ORDER = { newestFirst: 'a.seq DESC, a.position DESC', oldestFirst: 'a.seq, a.position' };

/** Sizes of entries, without reading them. */
export async function sizeActivity(
  tx: Transaction,
  firmId: string,
  { table, recordId, before, from }: ActivityRange,
  order: keyof typeof ORDER,
  limit: number,
): Promise<SizedActivity[]> {
  const rows = await tx.all<{ seq: number; bytes: number | null }>(
    `SELECT a.seq, CASE WHEN a.fields = '${WHOLE}' THEN (
         SELECT octet_length(r.data) FROM records r
         WHERE r.firm_id = a.firm_id AND r.table_name = a.table_name AND r.record_id = a.record_id
       ) ELSE octet_length(a.fields) END AS bytes
     FROM activity a WHERE ${IN_RANGE} ORDER BY ${ORDER[order]} LIMIT ?`,
    [firmId, table, recordId, before, from, limit],
  );
  return rows.map(({ seq, bytes }) => ({ seq, bytes: bytes ?? 0 }));
}

/** The entries, newest first. */
export async function readActivity(
  tx: Transaction,
  firmId: string,
  { table, recordId, before, from }: ActivityRange,
  limit: number,
): Promise<StoredActivity[]> {
  const rows = await tx.all<ActivityRow>(
    `SELECT a.seq, a.at, a.person_id, p.name AS person_name, a.device_id, d.name AS device_name,
            a.change_id, a.operation, a.fields
     FROM activity a
     LEFT JOIN people p ON p.firm_id = a.firm_id AND p.person_id = a.person_id
     LEFT JOIN devices d ON d.firm_id = a.firm_id AND d.device_id = a.device_id
     WHERE ${IN_RANGE} ORDER BY ${ORDER.newestFirst} LIMIT ?`,
    [firmId, table, recordId, before, from, limit],
  );
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    personId: row.person_id,
    personName: row.person_name ?? '',
    deviceId: row.device_id,
    deviceName: row.device_name ?? '',
    changeId: row.change_id,
    operation: row.operation,
    fields: row.fields === WHOLE ? null : JSON.parse(row.fields),
  }));
}
