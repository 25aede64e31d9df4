import { FerryFailure, toFerryError } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Batch, BatchLabel, UndoneBatch } from '#app/contract/records.ts';
import type { Store } from '#app/store/store.ts';
import type { Edits } from './edit.ts';
import { createPortion } from './portion.ts';

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
 * transaction, so that it goes on where it was after the app ended in the middle. Its changes travel each by itself: a row
 * the server refuses must not keep its neighbours from arriving.
 */
export function createBatchEdits({ store, edits, clock, log, yieldToLoop, isDisposed }: BatchesOptions) {
  const { batches } = store;
  const underWay = new Map<string, Promise<UndoneBatch>>();
  const saving = createPortion(clock);

  /** What a power cut takes back is still in its batch, and is taken back again. */
  const inSlice = (work: () => void): void => store.transaction(work, { durable: false });

  /** All of them where that can be done, else the first; that stays where others depend on it by now. */
  function undoSlice(changeIds: readonly string[]): UndoneBatch {
    try {
      inSlice(() => {
        edits.undoChanges(changeIds, 'apart');
        batches.release(changeIds);
      });
      return { undone: changeIds.length, kept: 0 };
    } catch (thrown) {
      const { code } = toFerryError(thrown);
      if (code.startsWith('store.')) throw thrown;
      if (changeIds.length > 1) return undoSlice(changeIds.slice(0, 1));
      log.info('batch.changeStays', { code });
      inSlice(() => batches.release(changeIds));
      return { undone: 0, kept: 1 };
    }
  }

  async function takeBack(batchId: string): Promise<UndoneBatch> {
    store.transaction(() => batches.setUndoing(batchId, true));
    const undone: UndoneBatch = { undone: 0, kept: 0 };
    const portion = createPortion(clock);
    while (!isDisposed()) {
      const changeIds = batches.lastOf(batchId, portion.size());
      if (changeIds.length === 0) break;
      const slice = portion.timed(changeIds.length, () => undoSlice(changeIds));
      if (slice.undone < changeIds.length) portion.beginAnew();
      undone.undone += slice.undone;
      undone.kept += slice.kept;
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

  function saveSlice(changes: readonly NewChange[], batch: BatchLabel): void {
    const changeIds = edits.queueChanges(changes, 'apart').map(({ changeId }) => changeId);
    batches.add(batch, changeIds, clock.nowMs());
  }

  return {
    /** Saves changes as part of a batch, a few at a time, so that nobody waits for it. */
    async save(changes: readonly NewChange[], batch: BatchLabel): Promise<void> {
      const last = changes.length - 1;
      for (let next = 0; next < last; ) {
        const slice = changes.slice(next, Math.min(last, next + saving.size()));
        saving.timed(slice.length, () => inSlice(() => saveSlice(slice, batch)));
        next += slice.length;
        await yieldToLoop();
        if (isDisposed()) throw new FerryFailure('app.failed', 'Ferry was closed before all was saved.');
      }
      // By itself: this commit waits for the disk, and with it all those before are there.
      store.transaction(() => saveSlice(changes.slice(last), batch));
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
