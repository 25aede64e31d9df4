import { FerryFailure, toFerryError } from '#app/contract/errors.ts';
import type { ImportLabel, SavedImport, UndoneImport } from '#app/contract/imports.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';
import type { Edits } from './edit.ts';
import { createTimeBudget } from './time-budget.ts';

/** Maximum number of changes looked up per slice of an undo. */
const MOST_A_SLICE = 500;
const GROWTH = 2;

interface ImportEditsOptions {
  store: Pick<Store, 'imports' | 'transaction'>;
  edits: Edits;
  clock: Clock;
  log: Log;
  /** Yields to the event loop between slices. */
  yieldToLoop: () => Promise<void>;
  isDisposed: () => boolean;
}

export type ImportEdits = ReturnType<typeof createImportEdits>;

/**
 * Saves and undoes an import in slices, each with its progress in one transaction, so that it can resume. Each change
 * is sent independently: a refused row must not block its neighbours.
 */
export function createImportEdits({ store, edits, clock, log, yieldToLoop, isDisposed }: ImportEditsOptions) {
  const { imports } = store;
  const underWay = new Map<string, Promise<UndoneImport>>();
  const budget = createTimeBudget(clock);

  /** If a power cut reverts the undo of a change, the change is still in its import and is undone again. */
  const inSlice = <T>(work: () => T): T => store.transaction(work, { durable: false });

  /** Undoes as many as time allows; if that fails, only the first, which stays if others depend on it. */
  function undoSlice(changeIds: readonly string[]): UndoneImport {
    try {
      const undone = budget.slice((hasTime) =>
        inSlice(() => {
          const done = edits.undoApart(changeIds, hasTime);
          imports.release(done);
          return done.length;
        }),
      );
      return { undone, kept: 0 };
    } catch (thrown) {
      const { code } = toFerryError(thrown);
      if (code.startsWith('store.')) throw thrown;
      if (changeIds.length > 1) return undoSlice(changeIds.slice(0, 1));
      log.info('import.changeStays', { code });
      inSlice(() => imports.release(changeIds));
      return { undone: 0, kept: 1 };
    }
  }

  async function undoInSlices(importId: string): Promise<UndoneImport> {
    store.transaction(() => imports.setUndoing(importId, true));
    const sum: UndoneImport = { undone: 0, kept: 0 };
    for (let limit = 1; !isDisposed(); ) {
      const changeIds = imports.lastOf(importId, limit);
      if (changeIds.length === 0) break;
      const { undone, kept } = undoSlice(changeIds);
      sum.undone += undone;
      sum.kept += kept;
      // After one that stays, others may as well: each failing slice is wasted work.
      limit = kept > 0 ? 1 : Math.min(MOST_A_SLICE, GROWTH * undone);
      await yieldToLoop();
    }
    if (!isDisposed()) store.transaction(() => imports.prune());
    return sum;
  }

  function undo(importId: string): Promise<UndoneImport> {
    const running = underWay.get(importId) ?? undoInSlices(importId).finally(() => underWay.delete(importId));
    underWay.set(importId, running);
    return running;
  }

  function saveAll(changes: Iterable<NewChange>, label: ImportLabel): number {
    const { length } = edits.queueApart(changes, label.importId);
    imports.add(label, length, clock.nowMs());
    return length;
  }

  /** Saves as many as time allows; if one fails, those before it. */
  function saveSlice(changes: readonly NewChange[], label: ImportLabel): number {
    let begun = 0;
    function* whileThereIs(hasTime: () => boolean): Generator<NewChange> {
      for (const change of changes) {
        begun += 1;
        yield change;
        if (!hasTime()) return;
      }
    }
    try {
      return budget.slice((hasTime) => inSlice(() => saveAll(whileThereIs(hasTime), label)));
    } catch (thrown) {
      const before = changes.slice(0, begun - 1);
      if (before.length > 0 && !toFerryError(thrown).code.startsWith('store.')) inSlice(() => saveAll(before, label));
      throw thrown;
    }
  }

  return {
    /** Saves changes of an import in slices, so that other work is not blocked. */
    async save(changes: readonly NewChange[], label: ImportLabel): Promise<void> {
      const last = changes.length - 1;
      // Parsing the call used a part of this turn.
      await yieldToLoop();
      for (let next = 0; next < last; ) {
        const rest = changes.slice(next, last);
        next += saveSlice(rest, label);
        await yieldToLoop();
        if (isDisposed()) throw new FerryFailure('app.failed');
      }
      // Its own transaction: this commit waits for the disk, and covers all earlier ones.
      store.transaction(() => saveAll(changes.slice(last), label));
    },

    list: (): SavedImport[] => imports.list(),

    /** Undoes an import; a second call while it runs joins it. */
    undo,

    /** Call at the start: resumes an interrupted undo. */
    resume(): void {
      for (const { importId, isUndoing } of imports.list()) {
        if (isUndoing)
          undo(importId).catch((thrown: unknown) => log.warn('import.notUndone', { reason: String(thrown) }));
      }
    },
  };
}
