import { failed, ok, type Result } from '#app/contract/errors.ts';
import { ferrySchema, referencesOf } from '#app/schema/index.ts';
import type { FerryClient } from '../store/ferry-client.ts';
import { readAll } from '../store/record-sets.ts';
import type { WorkerClient } from './worker-client.ts';

/** So many records are handed over at a time. */
const RECORDS_A_CALL = 2000;

/**
 * Hands the worker what the lines are held against: the records of the tables that come in, and those that lines may name.
 * @param goesOn asked page by page; false ends it early
 */
export async function addKnownRecords(
  client: FerryClient,
  worker: WorkerClient,
  tables: readonly string[],
  goesOn: () => boolean,
): Promise<Result<void>> {
  await worker.call('forgetKnown', []);
  for (const table of withParents(tables)) {
    const all = await readAll(client, table, {}, Number.POSITIVE_INFINITY, goesOn);
    if (!all.ok) return failed(all.error);
    for (let at = 0; at < all.value.length; at += RECORDS_A_CALL) {
      const records = all.value.slice(at, at + RECORDS_A_CALL).map(({ id, data, version }) => ({ id, data, version }));
      await worker.call('addKnown', [table, records]);
    }
  }
  return ok(undefined);
}

function withParents(tables: readonly string[]): ReadonlySet<string> {
  const all = new Set(tables);
  for (const table of all) {
    const entity = ferrySchema.entity(table);
    if (entity !== undefined) for (const { table: parent } of referencesOf(entity)) all.add(parent);
  }
  return all;
}
