import { type Activity, type ActivityPage, type ActivityQuery, WHOLE_RECORD } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';
import { readActivity, type StoredActivity } from '../storage/activity.ts';
import type { Transaction } from '../storage/database.ts';
import { readRecords } from '../storage/records.ts';

const DEFAULT_ENTRIES = 50;
/** More changes than one transaction can hold. */
const WHOLE_TRANSACTION = 1000;
/** More edits than a record sees in its life; should one see more, its insert is told without values. */
const WHOLE_LIFE = 10_000;

type Target = Pick<ActivityQuery, 'table' | 'recordId'>;

/** A record's trail, newest first; entries of one sequence stay on one page, so a page may be a little longer. */
export async function readActivityPage(tx: Transaction, firmId: string, query: ActivityQuery): Promise<ActivityPage> {
  const { table, recordId, before = Number.MAX_SAFE_INTEGER, limit = DEFAULT_ENTRIES } = query;
  const target = { table, recordId };
  const found = await readActivity(tx, firmId, { ...target, before, from: 0 }, limit + 1);
  const last = found[limit - 1];
  if (!last || found.length <= limit) return { entries: await complete(tx, firmId, target, found), next: null };
  const head = found.filter((entry) => entry.seq > last.seq);
  const tail = await readActivity(tx, firmId, { ...target, before: last.seq + 1, from: last.seq }, WHOLE_TRANSACTION);
  return { entries: await complete(tx, firmId, target, [...head, ...tail]), next: last.seq };
}

/** Fills in what an insert brought: the record as it stands, with everything since taken back. */
async function complete(
  tx: Transaction,
  firmId: string,
  { table, recordId }: Target,
  entries: readonly StoredActivity[],
): Promise<Activity[]> {
  const insert = entries.find((entry) => entry.fields === null);
  if (!insert) return entries.flatMap(({ fields, ...entry }) => (fields === null ? [] : [{ ...entry, fields }]));
  const [record] = await readRecords(tx, firmId, table, [recordId]);
  const range = { table, recordId, before: Number.MAX_SAFE_INTEGER, from: insert.seq };
  const later = await readActivity(tx, firmId, range, WHOLE_LIFE);
  const original = record && later.length < WHOLE_LIFE ? takenBack(record.data, later) : {};
  const inserted = Object.fromEntries(Object.entries(original).map(([field, to]) => [field, { from: null, to }]));
  return entries.map(({ fields, ...entry }) => ({ ...entry, fields: fields ?? inserted }));
}

/** `entries` newest first, down to the insert. */
function takenBack(data: RecordData, entries: readonly StoredActivity[]): RecordData {
  const original = { ...data };
  for (const { fields } of entries) {
    for (const [field, { from }] of Object.entries(fields ?? {})) {
      if (field !== WHOLE_RECORD) original[field] = from;
    }
  }
  return original;
}
