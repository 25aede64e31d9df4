import { firstRow, type SqlRow, type Transaction } from './database.ts';
import { devicesTable } from './tables.ts';

/** What the server stores about a device's rounds. */
export interface Device {
  firmId: string;
  deviceId: string;
  personId: string;
  name: string;
  lastRound: number;
  /** The last round's mark, to recognise its repetition. */
  roundMark: string | null;
  /** Round of the newest response that the device has proven to have read. */
  ticketRound: number;
  ackedThrough: number;
  seenAtMs: number;
  /** The epoch in which its rounds are counted; null for the firm's current one. */
  epoch: string | null;
  /** Changes sent in rounds whose responses it has not proven to have read. */
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

/** A device on which a person signed in. */
export interface PersonsDevice {
  deviceId: string;
  name: string;
  seenAtMs: number;
  isSignedIn: boolean;
}

/** A person's devices, last seen first; ones signed out long ago are omitted. */
export async function listDevices(
  tx: Transaction,
  person: { firmId: string; personId: string },
  nowMs: number,
): Promise<PersonsDevice[]> {
  const rows = await tx.all<{ device_id: string; name: string; seen_at: number; open: number }>(
    `SELECT s.device_id, d.name, d.seen_at, MAX(CASE WHEN s.revoked_at IS NULL AND EXISTS (
         SELECT 1 FROM tokens t WHERE t.session_id = s.session_id AND t.expires_at > ?
       ) THEN 1 ELSE 0 END) AS open
     FROM sessions s JOIN devices d ON d.firm_id = s.firm_id AND d.device_id = s.device_id
     WHERE s.firm_id = ? AND s.person_id = ?
     GROUP BY s.device_id, d.name, d.seen_at ORDER BY d.seen_at DESC, s.device_id`,
    [nowMs, person.firmId, person.personId],
  );
  return rows.map((row) => ({
    deviceId: row.device_id,
    name: row.name,
    seenAtMs: row.seen_at,
    isSignedIn: row.open === 1,
  }));
}
