import { v7 as uuidv7 } from 'uuid';
import type { Result } from '#app/contract/errors.ts';
import { failed, ok } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { BatchLabel } from '#app/contract/records.ts';
import { type AnyEntity, type RecordData, sameJson, withInitialValues } from '#app/schema/index.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import type { PlannedRow } from './plan-import.ts';

/** Main saves them a few at a time; so many lie on the disk for sure before the progress moves on. */
const CHANGES_A_CALL = 100;

export type Duplicates = 'skip' | 'update' | 'add';

interface ImportRun {
  client: FerryClient;
  entity: AnyEntity;
  rows: readonly PlannedRow[];
  duplicates: Duplicates;
  /** What they are saved under as one. */
  batch: BatchLabel;
  onProgress: (done: number, total: number) => void;
  isCancelled: () => boolean;
}

export interface ImportOutcome {
  /** How many changes were saved. */
  count: number;
  result: Result<'done' | 'cancelled'>;
}

/**
 * Saves the rows of a plan, a few at a time, all under one batch: what was saved when it is cancelled or fails is taken back
 * with that.
 */
export async function runImport(run: ImportRun): Promise<ImportOutcome> {
  let count = 0;
  const rows = run.rows.filter(({ existingId }) => existingId === null || run.duplicates !== 'skip');
  for (let start = 0; start < rows.length; start += CHANGES_A_CALL) {
    if (run.isCancelled()) return { count, result: ok('cancelled') };
    const wanted = await Promise.all(rows.slice(start, start + CHANGES_A_CALL).map((row) => changeFor(run, row)));
    const unread = wanted.find((change) => !change.ok);
    if (unread?.ok === false) return { count, result: unread };
    const changes = wanted.flatMap((change) => (change.ok && change.value !== null ? [change.value] : []));
    if (changes.length > 0) {
      const answer = await run.client.queueBatch(changes, run.batch);
      if (!answer.ok) return { count: count + (await savedOf(run, count)), result: failed(answer.error) };
      count += changes.length;
    }
    run.onProgress(Math.min(rows.length, start + CHANGES_A_CALL), rows.length);
  }
  return { count, result: ok('done') };
}

/** Of a call that failed, what main had saved by then: all that is in the batch but what came before. */
async function savedOf({ client, batch }: ImportRun, before: number): Promise<number> {
  const answer = await client.listBatches();
  const saved = answer.ok ? answer.value.find(({ batchId }) => batchId === batch.batchId) : undefined;
  return Math.max(0, (saved?.size ?? before) - before);
}

/** Null where the record is as the row says already, or is gone. */
async function changeFor(
  { client, entity, duplicates }: ImportRun,
  row: PlannedRow,
): Promise<Result<NewChange | null>> {
  const { table } = entity;
  if (row.existingId === null || duplicates === 'add') {
    return ok({ table, operation: 'insert', recordId: uuidv7(), data: withInitialValues(entity, row.data) });
  }
  const current = await client.getCachedEntity(table, row.existingId);
  if (!current.ok) return failed(current.error);
  if (current.value === null) return ok(null);
  const { data: before, version } = current.value;
  const changed = Object.entries(row.data).filter(([name, value]) => !sameJson(before[name], value));
  if (changed.length === 0) return ok(null);
  const data: RecordData = Object.fromEntries(changed);
  const base = Object.fromEntries(changed.map(([name]) => [name, before[name] ?? null]));
  return ok({ table, operation: 'update', recordId: row.existingId, data, seen: { base, baseVersion: version } });
}
