import { v7 as uuidv7 } from 'uuid';
import type { Result } from '#app/contract/errors.ts';
import { failed, ok } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { QueuedChange } from '#app/contract/records.ts';
import { type AnyEntity, type RecordData, sameJson, withInitialValues } from '#app/schema/index.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import { readAll } from '../client/record-sets.ts';
import { keyOf, type PlannedRow } from './plan-import.ts';

const CHANGES_A_CALL = 500;

export type Duplicates = 'skip' | 'update' | 'add';

interface ImportRun {
  client: FerryClient;
  entity: AnyEntity;
  rows: readonly PlannedRow[];
  duplicates: Duplicates;
  onProgress: (done: number, total: number) => void;
  isCancelled: () => boolean;
}

/**
 * Saves the rows of a plan, some hundred at a time. What was saved when it is cancelled or fails stays, and is named in
 * what comes back, so that it can be taken back as one.
 */
export async function runImport(
  run: ImportRun,
): Promise<{ saved: QueuedChange[]; result: Result<'done' | 'cancelled'> }> {
  const saved: QueuedChange[] = [];
  const rows = run.rows.filter(({ existingId }) => existingId === null || run.duplicates !== 'skip');
  for (let start = 0; start < rows.length; start += CHANGES_A_CALL) {
    if (run.isCancelled()) return { saved, result: ok('cancelled') };
    const wanted = await Promise.all(rows.slice(start, start + CHANGES_A_CALL).map((row) => changeFor(run, row)));
    const changes = wanted.filter((change) => change !== null);
    if (changes.length > 0) {
      const answer = await run.client.queueChanges(changes);
      if (!answer.ok) return { saved, result: failed(answer.error) };
      saved.push(...answer.value);
    }
    run.onProgress(Math.min(rows.length, start + CHANGES_A_CALL), rows.length);
  }
  return { saved, result: ok('done') };
}

async function changeFor({ client, entity, duplicates }: ImportRun, row: PlannedRow): Promise<NewChange | null> {
  const { table } = entity;
  if (row.existingId === null || duplicates === 'add') {
    return { table, operation: 'insert', recordId: uuidv7(), data: withInitialValues(entity, row.data) };
  }
  const current = await client.getCachedEntity(table, row.existingId);
  if (!current.ok || current.value === null) return null;
  const { data: before, version } = current.value;
  const changed = Object.entries(row.data).filter(([name, value]) => !sameJson(before[name], value));
  if (changed.length === 0) return null;
  const data: RecordData = Object.fromEntries(changed);
  const base = Object.fromEntries(changed.map(([name]) => [name, before[name] ?? null]));
  return { table, operation: 'update', recordId: row.existingId, data, seen: { base, baseVersion: version } };
}

/** Key of every record of a table → its id. */
export async function existingKeys(client: FerryClient, entity: AnyEntity): Promise<Result<Map<string, string>>> {
  const all = await readAll(client, entity.table, {});
  if (!all.ok) return failed(all.error);
  const keys = new Map<string, string>();
  for (const { id, data } of all.value) {
    const key = keyOf(entity, data);
    if (key !== null && !keys.has(key)) keys.set(key, id);
  }
  return ok(keys);
}

/** Title of every record of a table in small letters → its id; null where two share it. */
export async function titlesOf(client: FerryClient, entity: AnyEntity): Promise<Result<Map<string, string | null>>> {
  const all = await readAll(client, entity.table, {});
  if (!all.ok) return failed(all.error);
  const titles = new Map<string, string | null>();
  for (const { id, data } of all.value) {
    const title = String(data[entity.title] ?? '')
      .trim()
      .toLowerCase();
    titles.set(title, titles.has(title) ? null : id);
  }
  return ok(titles);
}
