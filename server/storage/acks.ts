import type { Ack } from '#app/contract/protocol.ts';
import type { SqlRow, Transaction } from './database.ts';
import { acksTable } from './tables.ts';

/** The immutable part of an ack; the record's current state is added when it is sent. */
export type StoredResult = Omit<Ack, 'changeId' | 'record'>;

export interface StoredAck {
  changeId: string;
  fingerprint: string;
  table: string;
  recordId: string;
  deviceId: string;
  round: number;
  result: StoredResult;
  atMs: number;
}

interface AckRow extends SqlRow {
  change_id: string;
  fingerprint: string;
  table_name: string;
  record_id: string;
  device_id: string;
  round: number;
  result: string;
  at: number;
}

export async function readAcks(tx: Transaction, firmId: string, changeIds: readonly string[]): Promise<StoredAck[]> {
  if (changeIds.length === 0) return [];
  const rows = await tx.all<AckRow>(
    `SELECT change_id, fingerprint, table_name, record_id, device_id, round, result, at
     FROM acks WHERE firm_id = ? AND change_id = ANY(?)`,
    [firmId, changeIds],
  );
  return rows.map((row) => ({
    changeId: row.change_id,
    fingerprint: row.fingerprint,
    table: row.table_name,
    recordId: row.record_id,
    deviceId: row.device_id,
    round: row.round,
    result: JSON.parse(row.result),
    atMs: row.at,
  }));
}

export async function insertAcks(tx: Transaction, firmId: string, acks: readonly StoredAck[]): Promise<void> {
  await tx.insert(
    acksTable,
    acks.map((ack) => ({
      firm_id: firmId,
      change_id: ack.changeId,
      fingerprint: ack.fingerprint,
      table_name: ack.table,
      record_id: ack.recordId,
      device_id: ack.deviceId,
      round: ack.round,
      result: JSON.stringify(ack.result),
      at: ack.atMs,
    })),
  );
}
