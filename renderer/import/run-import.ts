import type { Result } from '#app/contract/errors.ts';
import { failed, ok } from '#app/contract/errors.ts';
import type { ImportLabel } from '#app/contract/imports.ts';
import type { FerryClient } from '../store/ferry-client.ts';
import { createKeptChanges, type KeptChanges } from './kept-changes.ts';
import type { WorkerClient } from './worker-client.ts';

/** Main saves a few at a time; this many are durable before the progress advances. */
const CHANGES_A_CALL = 250;
interface ImportRun {
  client: FerryClient;
  worker: WorkerClient;
  existing: 'skip' | 'update';
  total: number;
  /** Label under which all are saved as one import. */
  label: ImportLabel;
  onProgress: (done: number, total: number) => void;
  isCancelled: () => boolean;
}

export interface ImportOutcome {
  /** How many changes were saved. */
  count: number;
  /** The changes, for saving again after an undo; null if not all were saved. */
  changes: KeptChanges | null;
  result: Result<'done' | 'cancelled'>;
}

/**
 * Saves the planned changes as one import, a few at a time, parents first. If it is cancelled or fails, undo covers
 * what was saved.
 */
export async function runImport(run: ImportRun): Promise<ImportOutcome> {
  let count = 0;
  const kept = createKeptChanges();
  const from = (start: number) => run.worker.call('changes', [start, CHANGES_A_CALL, run.existing]);
  let next = from(0);
  for (let start = 0; start < run.total; start += CHANGES_A_CALL) {
    if (run.isCancelled()) return { count, changes: null, result: ok('cancelled') };
    const changes = await next;
    // The worker prepares these while main saves the previous ones.
    next = from(start + CHANGES_A_CALL);
    const answer = await run.client.queueImport(changes, run.label);
    if (!answer.ok) return { count: count + (await savedOf(run, count)), changes: null, result: failed(answer.error) };
    count += changes.length;
    await kept.add(changes);
    run.onProgress(Math.min(run.total, start + CHANGES_A_CALL), run.total);
  }
  return { count, changes: kept, result: ok('done') };
}

/** Saves an import's changes again, as a new import. */
export async function saveAgain(client: FerryClient, changes: KeptChanges, label: ImportLabel): Promise<Result<void>> {
  for await (const page of changes.pages()) {
    const answer = await client.queueImport(page, label);
    if (!answer.ok) return failed(answer.error);
  }
  return ok(undefined);
}

/** How many changes of a failed call main had saved: the import's count minus the earlier ones. */
async function savedOf({ client, label }: ImportRun, before: number): Promise<number> {
  const answer = await client.listImports();
  const saved = answer.ok ? answer.value.find(({ importId }) => importId === label.importId) : undefined;
  return Math.max(0, (saved?.size ?? before) - before);
}
