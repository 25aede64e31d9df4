import type { ServerRecord } from '#app/contract/protocol.ts';
import type { Transaction } from '../storage/database.ts';
import { readFeed, sizeFeed } from '../storage/records.ts';
import { countFitting, type PageLimit } from './page.ts';

export interface FeedPage {
  records: ServerRecord[];
  /** The cursor after this page. */
  cursor: number;
  more: boolean;
}

/** Records newer than `cursor` up to the firm's `seq`, by version; a page never splits a transaction. */
export async function readFeedPage(
  tx: Transaction,
  firmId: string,
  cursor: number,
  seq: number,
  limit: PageLimit,
): Promise<FeedPage> {
  const found = await sizeFeed(tx, firmId, cursor, limit.records + 1);
  if (found.length === 0) return { records: [], cursor: seq, more: false };
  const fitting = countFitting(found, limit);
  const beyond = found[fitting];
  if (!beyond) return { records: await readFeed(tx, firmId, cursor, seq), cursor: seq, more: false };
  const whole = found.slice(0, fitting).findLast(({ version }) => version < beyond.version);
  const through = whole?.version ?? beyond.version;
  return { records: await readFeed(tx, firmId, cursor, through), cursor: through, more: true };
}
