import { crc32 } from 'node:zlib';
import type { QueueRow } from '../queue-row.ts';

/**
 * A change as the journal stores it: everything the server needs, and its place in the outbox. Not how often it was
 * sent or why it is parked: the server's answer is final and will be repeated.
 */
export type JournaledChange = Pick<
  QueueRow,
  | 'id'
  | 'changeId'
  | 'txnId'
  | 'table'
  | 'operation'
  | 'recordId'
  | 'data'
  | 'base'
  | 'baseVersion'
  | 'schemaVersion'
  | 'createdAt'
  | 'outcome'
  | 'origin'
  | 'isCapped'
>;

/**
 * Why a change needs no replay: the server's durable answer, a person's decision, or another change that carries it.
 */
export type JournaledEnd =
  | { changeId: string; reason: 'acknowledged' | 'discarded' }
  | { changeId: string; reason: 'replaced'; by: string };

/** Whose changes these are; a database without an owner adopts it, so that they never reach another firm. */
export interface JournalOwner {
  server: string;
  firmId: string;
  personId: string;
}

/** The effect of one transaction on the outbox. */
export interface JournalRecord {
  /** Rises by one with each transaction that touches the outbox; the database stores the last one. */
  seq: number;
  /** Names the database that the numbers belong to; in the first record of a file. */
  line?: string;
  owner?: JournalOwner | null;
  puts?: JournaledChange[];
  ends?: JournaledEnd[];
}

/** Has no final answer, or one that a person has still to settle: the server repeats it when asked. */
export function isUnfinished({ synced, state }: Pick<QueueRow, 'synced' | 'state'>): boolean {
  switch (state) {
    case 'conflict':
      return true;
    case 'pending':
    case 'sent':
    case 'parked':
      return !synced;
    case 'done':
    case 'coalesced':
    case 'discarded':
      return false;
  }
}

export function toJournaled(row: QueueRow): JournaledChange {
  const { id, changeId, txnId, table, operation, recordId, data, base, baseVersion } = row;
  const { schemaVersion, createdAt, outcome, origin, isCapped } = row;
  return {
    id,
    changeId,
    txnId,
    table,
    operation,
    recordId,
    data,
    base,
    baseVersion,
    schemaVersion,
    createdAt,
    outcome,
    origin,
    isCapped,
  };
}

const LINE_PATTERN = /^(\d{1,10}) ([0-9a-f]{8}) (.*)$/s;
const NEWLINE = 0x0a;

/**
 * One line: the JSON's length in bytes, its CRC-32, the JSON. JSON is written without line breaks, so a reader finds
 * the next record after a damaged one.
 */
export function encodeRecord(record: JournalRecord): Buffer {
  const json = Buffer.from(JSON.stringify(record));
  return Buffer.concat([Buffer.from(`${json.length} ${checksum(json)} `), json, Buffer.from('\n')]);
}

export interface DecodedRecords {
  records: JournalRecord[];
  /** Complete lines with a wrong checksum. */
  damaged: number;
  /** Bytes up to the end of the last complete line; the rest was torn by a crash. */
  wholeBytes: number;
}

/** Reads what is readable; never throws, for any input. */
export function decodeRecords(bytes: Buffer): DecodedRecords {
  const records: JournalRecord[] = [];
  let damaged = 0;
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    const record = decodeLine(bytes.subarray(start, end));
    if (record) records.push(record);
    else damaged += 1;
    start = end + 1;
  }
  return { records, damaged, wholeBytes: start };
}

function decodeLine(line: Buffer): JournalRecord | null {
  const [, length, sum, json = ''] = LINE_PATTERN.exec(line.toString('utf8')) ?? [];
  const bytes = Buffer.from(json);
  if (bytes.length !== Number(length) || checksum(bytes) !== sum) return null;
  return JSON.parse(json) as JournalRecord;
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
