import { crc32 } from 'node:zlib';
import type { JournalRecord } from './record.ts';

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
