import { failed, ok, type Result } from '#app/contract/errors.ts';
import { ferrySchema, referencesOf } from '#app/schema/index.ts';
import type { FerryClient } from '../store/ferry-client.ts';
import { readAll } from '../store/record-sets.ts';
import type { WorkerClient } from './worker-client.ts';

/** Records per call. */
const RECORDS_A_CALL = 2000;

/**
 * Passes the worker the records that lines are matched with: those of the imported tables and those that lines may
 * name.
 * @param goesOn called per page; false stops early
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
