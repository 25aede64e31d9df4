import { toFerryError } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Batch, BatchLabel, QueuedChange, UndoneBatch } from '#app/contract/records.ts';
import type { Store } from '#app/store/store.ts';
import type { Edits } from './edit.ts';

/** Few enough that nobody waits for them. */
const CHANGES_AT_ONCE = 25;

interface BatchesOptions {
  store: Store;
  edits: Edits;
  clock: Clock;
  log: Log;
  /** Lets the event loop turn between slices. */
  yieldToLoop: () => Promise<void>;
  isDisposed: () => boolean;
}

export type BatchEdits = ReturnType<typeof createBatchEdits>;

/**
 * Much that was saved as one, such as an import, and its way back: slice by slice, each slice and how far it got in one
 * transaction, so that it goes on where it was after the app ended in the middle.
 */
export function createBatchEdits({ store, edits, clock, log, yieldToLoop, isDisposed }: BatchesOptions) {
  const { batches } = store;
  const underWay = new Map<string, Promise<UndoneBatch>>();

  /** Together where that can be done; else one by one, and what others now depend on stays. */
  function undoSlice(changeIds: readonly string[]): number {
    try {
      return store.transaction(() => {
        edits.undoChanges(changeIds);
        batches.release(changeIds);
        return 0;
      });
    } catch (thrown) {
      if (changeIds.length > 1) return changeIds.reduce((kept, changeId) => kept + undoSlice([changeId]), 0);
      const { code } = toFerryError(thrown);
      if (code.startsWith('store.')) throw thrown;
      log.info('batch.changeStays', { code });
      store.transaction(() => batches.release(changeIds));
      return 1;
    }
  }

  async function takeBack(batchId: string): Promise<UndoneBatch> {
    store.transaction(() => batches.setUndoing(batchId, true));
    const undone: UndoneBatch = { undone: 0, kept: 0 };
    while (!isDisposed()) {
      const changeIds = batches.lastOf(batchId, CHANGES_AT_ONCE);
      if (changeIds.length === 0) break;
      const kept = undoSlice(changeIds);
      undone.kept += kept;
      undone.undone += changeIds.length - kept;
      await yieldToLoop();
    }
    if (!isDisposed()) store.transaction(() => batches.prune());
    return undone;
  }

  function undo(batchId: string): Promise<UndoneBatch> {
    const running = underWay.get(batchId) ?? takeBack(batchId).finally(() => underWay.delete(batchId));
    underWay.set(batchId, running);
    return running;
  }

  return {
    save(changes: readonly NewChange[], batch: BatchLabel | undefined): QueuedChange[] {
      if (batch === undefined) return edits.queueChanges(changes);
      return store.transaction(() => {
        const queued = edits.queueChanges(changes);
        batches.add(
          batch,
          queued.map(({ changeId }) => changeId),
          clock.nowMs(),
        );
        return queued;
      });
    },

    list: (): Batch[] => batches.list(),

    /** Takes a batch back; a second call while it runs joins it. */
    undo,

    /** At the start: what was being taken back when the app ended. */
    resume(): void {
      for (const { batchId, isUndoing } of batches.list()) {
        if (isUndoing)
          undo(batchId).catch((thrown: unknown) => log.warn('batch.notUndone', { reason: String(thrown) }));
      }
    },
  };
}
