import { firstRow, type SqlRow, type Transaction } from './database.ts';
import { devicesTable } from './tables.ts';

/** What the server remembers of a device's rounds. */
export interface Device {
  firmId: string;
  deviceId: string;
  personId: string;
  name: string;
  lastRound: number;
  /** What the last round carried, to know its repetition. */
  roundMark: string | null;
  /** Round of the newest answer this device has proven to have read. */
  ticketRound: number;
  ackedThrough: number;
  seenAtMs: number;
  /** The epoch its rounds are counted in; null is the firm's present one. */
  epoch: string | null;
  /** What it sent in rounds whose answers it has not proven to have read. */
  unread: UnreadRound[];
}

export interface UnreadRound {
  round: number;
  changeIds: string[];
}

interface DeviceRow extends SqlRow {
  firm_id: string;
  device_id: string;
  person_id: string;
  name: string;
  last_round: number;
  round_mark: string | null;
  ticket_round: number;
  acked_through: number;
  seen_at: number;
  epoch: string | null;
  unread: string;
}

export async function readDevice(tx: Transaction, firmId: string, deviceId: string): Promise<Device | undefined> {
  const row = await firstRow<DeviceRow>(
    tx,
    `SELECT firm_id, device_id, person_id, name, last_round, round_mark, ticket_round, acked_through, seen_at,
       epoch, unread
     FROM devices WHERE firm_id = ? AND device_id = ?${tx.lock.forUpdate}`,
    [firmId, deviceId],
  );
  return (
    row && {
      firmId: row.firm_id,
      deviceId: row.device_id,
      personId: row.person_id,
      name: row.name,
      lastRound: row.last_round,
      roundMark: row.round_mark,
      ticketRound: row.ticket_round,
      ackedThrough: row.acked_through,
      seenAtMs: row.seen_at,
      epoch: row.epoch,
      unread: JSON.parse(row.unread),
    }
  );
}

export async function saveDevice(tx: Transaction, device: Device): Promise<void> {
  await tx.upsert(devicesTable, [
    {
      firm_id: device.firmId,
      device_id: device.deviceId,
      person_id: device.personId,
      name: device.name,
      last_round: device.lastRound,
      round_mark: device.roundMark,
      ticket_round: device.ticketRound,
      acked_through: device.ackedThrough,
      seen_at: device.seenAtMs,
      epoch: device.epoch,
      unread: JSON.stringify(device.unread),
    },
  ]);
}
