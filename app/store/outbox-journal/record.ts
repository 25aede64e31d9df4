import { crc32 } from 'node:zlib';
import type { QueueRow } from '../queue-row.ts';

/**
 * A change as the journal keeps it: all that the server needs to take it, and where it stood in the outbox. How often it was
 * sent and why it is parked is left out: an answer of the server is final and says so again.
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

/** Why a change needs no replay: the server's durable answer, a person's decision, or another change that carries its content. */
export type JournaledEnd =
  | { changeId: string; reason: 'acknowledged' | 'discarded' }
  | { changeId: string; reason: 'replaced'; by: string };

/** Whose changes these are; a database that knows of nobody takes it over, so that they never reach another firm. */
export interface JournalOwner {
  server: string;
  firmId: string;
  personId: string;
}

/** What one transaction did to the outbox. */
export interface JournalRecord {
  /** Rises by one with each transaction that touches the outbox; the database keeps the number of the last. */
  seq: number;
  /** Names the database these numbers count in; in the first record of a file. */
  line?: string;
  owner?: JournalOwner | null;
  puts?: JournaledChange[];
  ends?: JournaledEnd[];
}

/** What has no final answer of the server, or one that a person has still to settle: the server repeats it when asked. */
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
 * One line: length of the JSON in bytes, its CRC-32, the JSON. JSON has no line breaks of its own, so a reader finds the next
 * record behind one that is damaged.
 */
export function encodeRecord(record: JournalRecord): Buffer {
  const json = Buffer.from(JSON.stringify(record));
  return Buffer.concat([Buffer.from(`${json.length} ${checksum(json)} `), json, Buffer.from('\n')]);
}

export interface DecodedRecords {
  records: JournalRecord[];
  /** Complete lines whose checksum does not hold. */
  damaged: number;
  /** Bytes up to the end of the last complete line; what follows was torn by a crash. */
  wholeBytes: number;
}

/** Reads what can be read; throws nothing, whatever the bytes are. */
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
