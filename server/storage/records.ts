import type { ServerRecord } from '#app/contract/protocol.ts';
import type { SqlRow, Transaction } from './database.ts';
import type { JsonText } from './json-text.ts';
import { recordsTable } from './tables.ts';

interface RecordRow extends SqlRow {
  table_name: string;
  record_id: string;
  version: number;
  deleted: number;
  data: string;
  stamps: string;
  written_by: string;
  written_at: number;
}

const COLUMNS = 'table_name, record_id, version, deleted, data, stamps, written_by, written_at';

function toRecord(row: RecordRow): ServerRecord {
  return {
    table: row.table_name,
    recordId: row.record_id,
    version: row.version,
    deleted: row.deleted === 1,
    data: JSON.parse(row.data),
    stamps: JSON.parse(row.stamps),
    by: row.written_by,
    at: row.written_at,
  };
}

interface SizedRow extends SqlRow {
  record_id: string;
  version: number;
  bytes: number;
}

function toSized({ record_id: recordId, version, bytes }: SizedRow): SizedRecord {
  return { recordId, version, bytes };
}

export async function readRecords(
  tx: Transaction,
  firmId: string,
  table: string,
  recordIds: readonly string[],
): Promise<ServerRecord[]> {
  if (recordIds.length === 0) return [];
  const rows = await tx.all<RecordRow>(
    `SELECT ${COLUMNS} FROM records WHERE firm_id = ? AND table_name = ? AND record_id = ANY(?)`,
    [firmId, table, recordIds],
  );
  return rows.map(toRecord);
}

export async function saveRecords(
  tx: Transaction,
  firmId: string,
  records: readonly ServerRecord[],
  jsonText: JsonText = JSON.stringify,
): Promise<void> {
  const rows = records.map((record) => ({
    firm_id: firmId,
    table_name: record.table,
    record_id: record.recordId,
    version: record.version,
    deleted: record.deleted ? 1 : 0,
    data: jsonText(record.data),
    stamps: jsonText(record.stamps),
    written_by: record.by,
    written_at: record.at,
  }));
  await tx.upsert(recordsTable, rows);
}

/** Makes PostgreSQL use its index of versions; SQLite does not need it. */
const IN_FEED = 'firm_id = ? AND NOT version <= 0';
/** In bytes, without reading them; constant parts are ignored. */
const SIZE = 'octet_length(data) + octet_length(stamps) AS bytes';

export interface SizedRecord {
  recordId: string;
  version: number;
  bytes: number;
}

/** Sizes of the first `limit` records newer than `cursor`, by version. */
export async function sizeFeed(tx: Transaction, firmId: string, cursor: number, limit: number): Promise<SizedRecord[]> {
  const rows = await tx.all<SizedRow>(
    `SELECT record_id, version, ${SIZE} FROM records
     WHERE ${IN_FEED} AND version > ? ORDER BY version, table_name, record_id LIMIT ?`,
    [firmId, cursor, limit],
  );
  return rows.map(toSized);
}

/** Records newer than `cursor` up to `through`, by version. */
export async function readFeed(
  tx: Transaction,
  firmId: string,
  cursor: number,
  through: number,
): Promise<ServerRecord[]> {
  const rows = await tx.all<RecordRow>(
    `SELECT ${COLUMNS} FROM records
     WHERE ${IN_FEED} AND version > ? AND version <= ? ORDER BY version, table_name, record_id`,
    [firmId, cursor, through],
  );
  return rows.map(toRecord);
}

export interface KeyRange {
  /** Exclusive; '' for the start. */
  after: string;
  /** Inclusive; null for the end. */
  through: string | null;
}

export function keyRange({ after, through }: { after?: string | undefined; through?: string | undefined }): KeyRange {
  return { after: after ?? '', through: through ?? null };
}

/** Sizes of the first `limit` records of an id range, tombstones included, not newer than `asOf`. */
export async function sizePage(
  tx: Transaction,
  firmId: string,
  table: string,
  range: KeyRange,
  asOf: number,
  limit: number,
): Promise<SizedRecord[]> {
  const [within, parameters] = inRange(firmId, table, range);
  const rows = await tx.all<SizedRow>(
    `SELECT record_id, version, ${SIZE} FROM records WHERE ${within} AND version <= ? ORDER BY record_id LIMIT ?`,
    [...parameters, asOf, limit],
  );
  return rows.map(toSized);
}

/** Records of an id range, tombstones included, not newer than `asOf`. */
export async function readPage(
  tx: Transaction,
  firmId: string,
  table: string,
  range: KeyRange,
  asOf: number,
): Promise<ServerRecord[]> {
  const [within, parameters] = inRange(firmId, table, range);
  const rows = await tx.all<RecordRow>(
    `SELECT ${COLUMNS} FROM records WHERE ${within} AND version <= ? ORDER BY record_id`,
    [...parameters, asOf],
  );
  return rows.map(toRecord);
}

function inRange(firmId: string, table: string, { after, through }: KeyRange): [sql: string, parameters: string[]] {
  const sql = 'firm_id = ? AND table_name = ? AND record_id > ?';
  return through === null
    ? [sql, [firmId, table, after]]
    : [`${sql} AND record_id <= ?`, [firmId, table, after, through]];
}

export async function countRecords(tx: Transaction, firmId: string, table: string, asOf: number): Promise<number> {
  const rows = await tx.all<{ count: number }>(
    'SELECT COUNT(*) AS count FROM records WHERE firm_id = ? AND table_name = ? AND version <= ?',
    [firmId, table, asOf],
  );
  return rows[0]?.count ?? 0;
}

/** (id, version) of the first `limit` records of the range, by id. */
export async function readVersions(
  tx: Transaction,
  firmId: string,
  table: string,
  range: KeyRange,
  limit: number,
): Promise<{ recordId: string; version: number }[]> {
  const [within, parameters] = inRange(firmId, table, range);
  const rows = await tx.all<{ record_id: string; version: number }>(
    `SELECT record_id, version FROM records WHERE ${within} ORDER BY record_id LIMIT ?`,
    [...parameters, limit],
  );
  return rows.map((row) => ({ recordId: row.record_id, version: row.version }));
}
