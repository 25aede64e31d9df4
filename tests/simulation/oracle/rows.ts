import type { Ack, Change, ConflictField, ServerRecord } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';
import { wholeShadow } from '../../support/whole-shadow.ts';
import type { DeskHost } from '../desk-host.ts';
import { type ServerHost, WHOLE_NEW_RECORD } from '../server-host.ts';

/** Rows as they lie on the disks, read without the code under test. */

export interface QueueFacts {
  id: number;
  changeId: string;
  txnId: string | null;
  table: string;
  recordId: string;
  operation: Change['operation'];
  data: RecordData;
  base: RecordData;
  baseVersion: number;
  state: string;
  attempts: number;
  synced: boolean;
  outcome: string | null;
  errorCode: string | null;
  ackedVersion: number | null;
  origin: number | null;
  capped: boolean;
  coalescedInto: string | null;
}

interface StoredQueueRow {
  id: number;
  change_id: string;
  txn_id: string | null;
  table_name: string;
  record_id: string;
  operation: Change['operation'];
  data: string;
  base: string | null;
  base_version: number | null;
  state: string;
  attempts: number;
  synced: number;
  outcome: string | null;
  error_code: string | null;
  acked_version: number | null;
  origin: number | null;
  capped: number;
  coalesced_into: string | null;
}

export function queueRows(host: DeskHost, where = '1 = 1', parameters: (string | number)[] = []): QueueFacts[] {
  const rows = host.disk.rows<StoredQueueRow>(
    `SELECT id, change_id, txn_id, table_name, record_id, operation, data, base, base_version, state, attempts, synced, outcome,
       last_error ->> 'code' AS error_code, acked_version, origin, capped, coalesced_into FROM sync_queue WHERE ${where} ORDER BY id`,
    parameters,
  );
  return rows.map((row) => ({
    id: row.id,
    changeId: row.change_id,
    txnId: row.txn_id,
    table: row.table_name,
    recordId: row.record_id,
    operation: row.operation,
    data: JSON.parse(row.data) as RecordData,
    base: row.base === null ? {} : (JSON.parse(row.base) as RecordData),
    baseVersion: row.base_version ?? 0,
    state: row.state,
    attempts: row.attempts,
    synced: row.synced === 1,
    outcome: row.outcome,
    errorCode: row.error_code,
    ackedVersion: row.acked_version,
    origin: row.origin,
    capped: row.capped === 1,
    coalescedInto: row.coalesced_into,
  }));
}

export interface CachedFacts {
  data: RecordData;
  deleted: boolean;
  shadow: Pick<ServerRecord, 'data' | 'deleted' | 'stamps'> | null;
  version: number;
  generation: number;
}

interface StoredCached {
  id: string;
  data: string;
  shadow: string | null;
  version: number;
  deleted: number;
  generation: number;
}

export function cachedRows(host: DeskHost, table: string, id?: string): Map<string, CachedFacts> {
  const sql = `SELECT id, data, shadow, version, deleted, generation FROM cached_${table}${id === undefined ? '' : ' WHERE id = ?'}`;
  const rows = host.disk.rows<StoredCached>(sql, id === undefined ? [] : [id]);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        data: JSON.parse(row.data) as RecordData,
        deleted: row.deleted === 1,
        shadow: row.shadow === null ? null : wholeShadow({ ...row, shadow: row.shadow }),
        version: row.version,
        generation: row.generation,
      },
    ]),
  );
}

/** What a desk shows of its records, and of those it shows no more. */
export function visibleRows(
  host: DeskHost,
  table: string,
  id?: string,
): Map<string, Pick<CachedFacts, 'data' | 'deleted'>> {
  const sql = `SELECT id, data, deleted FROM cached_${table}${id === undefined ? '' : ' WHERE id = ?'}`;
  const rows = host.disk.rows<Pick<StoredCached, 'id' | 'data' | 'deleted'>>(sql, id === undefined ? [] : [id]);
  return new Map(rows.map((row) => [row.id, { data: JSON.parse(row.data) as RecordData, deleted: row.deleted === 1 }]));
}

export function stateOf<T>(host: DeskHost, key: string, initial: T): T {
  const [row] = host.disk.rows<{ value: string }>('SELECT value FROM sync_state WHERE key = ?', [key]);
  return row === undefined ? initial : (JSON.parse(row.value) as T);
}

export function storedDigests(host: DeskHost): Map<string, string> {
  const rows = host.disk.rows<{ table_name: string; digest: string }>('SELECT table_name, digest FROM sync_digests');
  return new Map(rows.map((row) => [row.table_name, row.digest]));
}

/** Whether what a change brought lies in a conflict, none of it kept. */
export function isAllSetAside(host: DeskHost, { changeId, operation, data }: QueueFacts): boolean {
  const rows = host.disk.rows<{ fields: string }>('SELECT fields FROM sync_conflicts WHERE change_id = ?', [changeId]);
  return rows.some((row) => {
    const fields = JSON.parse(row.fields) as ConflictField[];
    return operation === 'delete' || Object.keys(data).every((name) => fields.some(({ field }) => field === name));
  });
}

export interface ConflictFacts {
  conflictId: string;
  changeId: string;
  table: string;
  recordId: string;
  fields: ConflictField[];
  /** What a person chose; null while it is open. */
  resolution: 'mine' | 'theirs' | 'edited' | null;
  /** The change that wrote it; null where it is open, or the record agreed already. */
  resolvedBy: string | null;
}

export function conflictRows(host: DeskHost): ConflictFacts[] {
  const rows = host.disk.rows<Record<string, string>>(
    'SELECT conflict_id, change_id, table_name, record_id, fields, resolution, resolved_by FROM sync_conflicts',
  );
  return rows.map((row) => ({
    conflictId: String(row.conflict_id),
    changeId: String(row.change_id),
    table: String(row.table_name),
    recordId: String(row.record_id),
    fields: JSON.parse(String(row.fields)) as ConflictField[],
    resolution: (row.resolution ?? null) as ConflictFacts['resolution'],
    resolvedBy: row.resolved_by ?? null,
  }));
}

export interface ActivityFacts {
  table: string;
  recordId: string;
  seq: number;
  position: number;
  changeId: string;
  deviceId: string;
  operation: Change['operation'];
  /** Null for the insert of a record that was not there before: its values are those of the change. */
  fields: Record<string, { from: unknown; to: unknown }> | null;
}

export interface ServerFacts {
  seq: number;
  epoch: string;
  epochSeq: number;
  records: Map<string, ServerRecord>;
  digests: Map<string, string>;
  acks: Map<string, Omit<Ack, 'changeId' | 'record'>>;
  activity: ActivityFacts[];
  /** The server's clock was never set wrong. */
  isOnTime: boolean;
}

type Row = Record<string, string | number | null>;

async function read(server: ServerHost, sql: string, parameters: (string | number)[] = []): Promise<Row[]> {
  return server.storage().transaction({ kind: 'operator', mode: 'read' }, (tx) => tx.all<Row>(sql, parameters));
}

export const recordKey = (table: string, recordId: string): string => `${table}/${recordId}`;

function toActivity(row: Row): ActivityFacts {
  return {
    table: String(row.table_name),
    recordId: String(row.record_id),
    seq: Number(row.seq),
    position: Number(row.position),
    changeId: String(row.change_id),
    deviceId: String(row.device_id),
    operation: String(row.operation) as Change['operation'],
    fields: row.fields === WHOLE_NEW_RECORD ? null : (JSON.parse(String(row.fields)) as ActivityFacts['fields']),
  };
}

export async function readServer(server: ServerHost): Promise<ServerFacts> {
  const [firm] = await read(server, 'SELECT seq, epoch, epoch_seq FROM firms');
  const records = await read(server, 'SELECT * FROM records');
  const digests = await read(server, 'SELECT table_name, sum FROM digests');
  const acks = await read(server, 'SELECT change_id, result FROM acks');
  const activity = await read(server, 'SELECT * FROM activity ORDER BY seq, position');
  return {
    seq: Number(firm?.seq),
    epoch: String(firm?.epoch),
    epochSeq: Number(firm?.epoch_seq),
    records: new Map(
      records.map((row) => [
        recordKey(String(row.table_name), String(row.record_id)),
        {
          table: String(row.table_name),
          recordId: String(row.record_id),
          version: Number(row.version),
          deleted: row.deleted === 1,
          data: JSON.parse(String(row.data)) as RecordData,
          stamps: JSON.parse(String(row.stamps)) as ServerRecord['stamps'],
          by: String(row.written_by),
          at: Number(row.written_at),
        },
      ]),
    ),
    digests: new Map(digests.map((row) => [String(row.table_name), String(row.sum)])),
    acks: new Map(acks.map((row) => [String(row.change_id), JSON.parse(String(row.result))])),
    activity: activity.map(toActivity),
    isOnTime: server.isOnTime(),
  };
}
