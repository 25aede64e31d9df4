import { MAX_PAGE_SIZE, type ServerRecord } from '#app/contract/protocol.ts';
import type { Transaction } from '../storage/database.ts';
import { readFeed, readVersion } from '../storage/records.ts';

export const DEFAULT_PAGE_SIZE = 500;

export interface FeedPage {
  records: ServerRecord[];
  /** How far this page goes. */
  cursor: number;
  more: boolean;
}

/** The records newer than `cursor` up to the firm's `seq`, in order of version; a page never splits a transaction. */
export async function readFeedPage(
  tx: Transaction,
  firmId: string,
  cursor: number,
  seq: number,
  limit: number = DEFAULT_PAGE_SIZE,
): Promise<FeedPage> {
  const size = Math.min(limit, MAX_PAGE_SIZE);
  const found = await readFeed(tx, firmId, cursor, size);
  const beyond = found[size];
  if (!beyond) return { records: found, cursor: seq, more: false };
  const whole = found.slice(0, size).filter((record) => record.version < beyond.version);
  const records = whole.length > 0 ? whole : await readVersion(tx, firmId, beyond.version);
  const last = records.at(-1)?.version ?? cursor;
  return { records, cursor: last, more: true };
}
