import type { Result } from '#app/contract/errors.ts';
import { failed, ok } from '#app/contract/errors.ts';
import type { ImportLabel } from '#app/contract/imports.ts';
import type { FerryClient } from '../store/ferry-client.ts';
import { createKeptChanges, type KeptChanges } from './kept-changes.ts';
import type { WorkerClient } from './worker-client.ts';

/** Main saves them a few at a time; so many lie on the disk for sure before the progress moves on. */
const CHANGES_A_CALL = 250;
interface ImportRun {
  client: FerryClient;
  worker: WorkerClient;
  existing: 'skip' | 'update';
  total: number;
  /** What they are saved under as one. */
  label: ImportLabel;
  onProgress: (done: number, total: number) => void;
  isCancelled: () => boolean;
}

export interface ImportOutcome {
  /** How many changes were saved. */
  count: number;
  /** The changes themselves, to be saved again after they were undone; null where not all were saved. */
  changes: KeptChanges | null;
  result: Result<'done' | 'cancelled'>;
}

/**
 * Saves what was planned, a few at a time and parents first, all as one import: what was saved when it is cancelled or fails
 * is undone with that.
 */
export async function runImport(run: ImportRun): Promise<ImportOutcome> {
  let count = 0;
  const kept = createKeptChanges();
  const from = (start: number) => run.worker.call('changes', [start, CHANGES_A_CALL, run.existing]);
  let next = from(0);
  for (let start = 0; start < run.total; start += CHANGES_A_CALL) {
    if (run.isCancelled()) return { count, changes: null, result: ok('cancelled') };
    const changes = await next;
    // The worker makes them while main saves those before.
    next = from(start + CHANGES_A_CALL);
    const answer = await run.client.queueImport(changes, run.label);
    if (!answer.ok) return { count: count + (await savedOf(run, count)), changes: null, result: failed(answer.error) };
    count += changes.length;
    await kept.add(changes);
    run.onProgress(Math.min(run.total, start + CHANGES_A_CALL), run.total);
  }
  return { count, changes: kept, result: ok('done') };
}

/** Saves the changes of an import once more, as an import of its own. */
export async function saveAgain(client: FerryClient, changes: KeptChanges, label: ImportLabel): Promise<Result<void>> {
  for await (const page of changes.pages()) {
    const answer = await client.queueImport(page, label);
    if (!answer.ok) return failed(answer.error);
  }
  return ok(undefined);
}

/** Of a call that failed, what main had saved by then: all that is in the import but what came before. */
async function savedOf({ client, label }: ImportRun, before: number): Promise<number> {
  const answer = await client.listImports();
  const saved = answer.ok ? answer.value.find(({ importId }) => importId === label.importId) : undefined;
  return Math.max(0, (saved?.size ?? before) - before);
}
