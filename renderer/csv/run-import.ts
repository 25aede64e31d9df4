import { v7 as uuidv7 } from 'uuid';
import type { Result } from '#app/contract/errors.ts';
import { failed, ok } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import { type AnyEntity, type RecordData, sameJson, withInitialValues } from '#app/schema/index.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import { readAll } from '../client/record-sets.ts';
import { keyOf, type PlannedRow } from './plan-import.ts';
import { type TitleIndex, titleIndex } from './title-index.ts';

/** As much as main saves within a few frames: between two calls it answers everything else. */
const CHANGES_A_CALL = 100;

export type Duplicates = 'skip' | 'update' | 'add';

interface ImportRun {
  client: FerryClient;
  entity: AnyEntity;
  rows: readonly PlannedRow[];
  duplicates: Duplicates;
  onProgress: (done: number, total: number) => void;
  isCancelled: () => boolean;
}

export interface ImportOutcome {
  /** The ids of the changes, call by call. */
  saved: string[][];
  result: Result<'done' | 'cancelled'>;
}

/**
 * Saves the rows of a plan, a hundred at a time. What was saved when it is cancelled or fails stays, and is named in
 * what comes back, so that it can be taken back as one.
 */
export async function runImport(run: ImportRun): Promise<ImportOutcome> {
  const saved: string[][] = [];
  const rows = run.rows.filter(({ existingId }) => existingId === null || run.duplicates !== 'skip');
  for (let start = 0; start < rows.length; start += CHANGES_A_CALL) {
    if (run.isCancelled()) return { saved, result: ok('cancelled') };
    const wanted = await Promise.all(rows.slice(start, start + CHANGES_A_CALL).map((row) => changeFor(run, row)));
    const changes = wanted.filter((change) => change !== null);
    if (changes.length > 0) {
      const answer = await run.client.queueChanges(changes);
      if (!answer.ok) return { saved, result: failed(answer.error) };
      saved.push(answer.value.map(({ changeId }) => changeId));
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

/**
 * Key of every record of a table → its id.
 * @param goesOn asked page by page; false ends it early
 */
export async function existingKeys(
  client: FerryClient,
  entity: AnyEntity,
  goesOn: () => boolean,
): Promise<Result<Map<string, string>>> {
  const all = await readAll(client, entity.table, {}, Number.POSITIVE_INFINITY, goesOn);
  if (!all.ok) return failed(all.error);
  const keys = new Map<string, string>();
  for (const { id, data } of all.value) {
    const key = keyOf(entity, data);
    if (key !== null && !keys.has(key)) keys.set(key, id);
  }
  return ok(keys);
}

/** The records of a table by their titles, for rows that name them. */
export async function titlesOf(
  client: FerryClient,
  entity: AnyEntity,
  goesOn: () => boolean,
): Promise<Result<TitleIndex>> {
  const all = await readAll(client, entity.table, {}, Number.POSITIVE_INFINITY, goesOn);
  if (!all.ok) return failed(all.error);
  return ok(titleIndex(all.value.map(({ id, data }) => ({ id, title: String(data[entity.title] ?? '') }))));
}
