import type { ActivityPage, ActivityQuery } from '#app/contract/protocol.ts';
import { readActivity } from '../storage/activity.ts';
import type { Transaction } from '../storage/database.ts';

const DEFAULT_ENTRIES = 50;
/** More changes than one transaction can hold. */
const WHOLE_TRANSACTION = 1000;

/** A record's trail, newest first; entries of one sequence stay on one page, so a page may be a little longer. */
export async function readActivityPage(tx: Transaction, firmId: string, query: ActivityQuery): Promise<ActivityPage> {
  const { table, recordId, before = Number.MAX_SAFE_INTEGER, limit = DEFAULT_ENTRIES } = query;
  const found = await readActivity(tx, firmId, { table, recordId, before, from: 0 }, limit + 1);
  const last = found[limit - 1];
  if (!last || found.length <= limit) return { entries: found, next: null };
  const head = found.filter((entry) => entry.seq > last.seq);
  const tail = await readActivity(
    tx,
    firmId,
    { table, recordId, before: last.seq + 1, from: last.seq },
    WHOLE_TRANSACTION,
  );
  return { entries: [...head, ...tail], next: last.seq };
}
