import { type Activity, type ActivityPage, type ActivityQuery, WHOLE_RECORD } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';
import { type ActivityRange, readActivity, type SizedActivity, sizeActivity } from '../storage/activity.ts';
import type { Transaction } from '../storage/database.ts';
import { readRecords } from '../storage/records.ts';

const DEFAULT_ENTRIES = 50;
/** More than the maximum number of changes in a transaction. */
const WHOLE_TRANSACTION = 1000;
/** Later edits examined per insert to reconstruct its original values. */
const MOST_LATER = 1000;
const SLICE_BYTES = 64 * 1024;
const SLICE_ENTRIES = 50;

/**
 * A record's history, newest first. A page ends before exceeding `maxBytes`, except that entries of one sequence stay
 * together. The work is bounded by the size returned.
 */
export async function readActivityPage(
  tx: Transaction,
  firmId: string,
  query: ActivityQuery,
  maxBytes: number,
): Promise<ActivityPage> {
  const { table, recordId, before = Number.MAX_SAFE_INTEGER, limit = DEFAULT_ENTRIES } = query;
  const range = { table, recordId, before, from: 0 };
  const found = await sizeActivity(tx, firmId, range, 'newestFirst', limit + 1);
  const end = endOfPage(found, limit, maxBytes);
  const from = end ?? 0;
  const entries = await readActivity(tx, firmId, { ...range, from }, end === null ? limit : limit + WHOLE_TRANSACTION);
  if (entries.every(({ fields }) => fields !== null)) return { entries: withFields(entries, {}), next: end };
  return { entries: withFields(entries, await insertedValues(tx, firmId, range, maxBytes)), next: end };
}

/** The sequence of the page's last entry; null if the page contains everything found. */
function endOfPage(found: readonly SizedActivity[], limit: number, maxBytes: number): number | null {
  let bytes = 0;
  const beyond = found.findIndex((entry, index) => {
    bytes += entry.bytes;
    return index >= limit || bytes > maxBytes;
  });
  if (beyond < 0) return null;
  const first = found[beyond];
  const last = found[Math.max(0, beyond - 1)];
  if (!first || !last || beyond === 0) return found[0]?.seq ?? null;
  if (first.seq < last.seq) return last.seq;
  // The transaction no longer fits, unless it is the page's only content.
  return found.findLast(({ seq }) => seq > last.seq)?.seq ?? last.seq;
}

function withFields(entries: Awaited<ReturnType<typeof readActivity>>, inserted: Activity['fields']): Activity[] {
  return entries.map(({ fields, ...entry }) => ({ ...entry, fields: fields ?? inserted }));
}

/**
 * The values of an insert: a field never changed since has its current value, others the value before their first
 * change. A field is omitted if finding it would take more than `maxBytes`.
 */
async function insertedValues(
  tx: Transaction,
  firmId: string,
  { table, recordId }: Pick<ActivityRange, 'table' | 'recordId'>,
  maxBytes: number,
): Promise<Activity['fields']> {
  const [record] = await readRecords(tx, firmId, table, [recordId]);
  if (!record) return {};
  const original: RecordData = { ...record.data };
  const changed = new Set(Object.keys(record.stamps).filter((field) => field in original));
  const whole = { table, recordId, before: Number.MAX_SAFE_INTEGER, from: 0 };
  const later = changed.size > 0 ? await sizeActivity(tx, firmId, whole, 'oldestFirst', MOST_LATER) : [];
  for (const { from, through } of slicesWithin(later, maxBytes)) {
    if (changed.size === 0) break;
    const slice = await readActivity(tx, firmId, { ...whole, before: through + 1, from }, MOST_LATER);
    for (const { fields } of slice.toReversed()) {
      for (const [field, { from: value }] of Object.entries(fields ?? {})) {
        if (field !== WHOLE_RECORD && changed.delete(field)) original[field] = value;
      }
    }
  }
  const known = Object.entries(original).filter(([field]) => !changed.has(field));
  return Object.fromEntries(known.map(([field, to]) => [field, { from: null, to }]));
}

/** Ranges of sequences small enough to read at once, up to `maxBytes` in total. */
function slicesWithin(entries: readonly SizedActivity[], maxBytes: number): { from: number; through: number }[] {
  const slices: { from: number; through: number; bytes: number; count: number }[] = [];
  let total = 0;
  for (const { seq, bytes } of entries) {
    total += bytes;
    if (total > maxBytes) break;
    const last = slices.at(-1);
    if (last && (last.through === seq || (last.bytes + bytes <= SLICE_BYTES && last.count < SLICE_ENTRIES))) {
      Object.assign(last, { through: seq, bytes: last.bytes + bytes, count: last.count + 1 });
    } else slices.push({ from: seq, through: seq, bytes, count: 1 });
  }
  return slices;
}
