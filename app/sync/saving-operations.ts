import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { DeskOperation, DeskOperations } from './desk-types.ts';

/** Operations that add a person’s work to the outbox, or remove it. */
const SAVING_OPERATIONS = [
  'queueChange',
  'queueChanges',
  'queueImport',
  'deleteWithDependants',
  'undoChanges',
  'undoImport',
  'retryChange',
  'editParkedChange',
  'discardChange',
  'restoreDiscardedChange',
  'settleOrphan',
  'undoOrphan',
  'resolveConflict',
  'resolveConflictsAlike',
  'undoResolution',
  'restoreState',
] as const satisfies readonly DeskOperation[];

/** A backup or a virus scanner may hold a file for a moment; a longer hold is shown to the person. */
const RETRY_AFTER_MS = [50, 100, 200, 400];

type Operation = (...args: never[]) => unknown;

export interface SavingOptions {
  operations: DeskOperations;
  /** Resolves when the outbox journal has what was saved; null where it has it already. */
  settled: () => Promise<void> | null;
  clock: Clock;
  /** Called with the outcome of each call: null for success, else its error. */
  onOutcome: (error: FerryError | null) => void;
}

/**
 * The same operations; saving ones resolve once the work is on disk in both places. While another program holds the
 * database they retry a few times, in call order, without blocking.
 */
export function createSavingOperations({ operations, settled, clock, onOutcome }: SavingOptions): DeskOperations {
  let line: Promise<unknown> | null = null;

  const wait = (delayMs: number): Promise<void> => new Promise((resolve) => void clock.setTimer(delayMs, resolve));

  function inLine<T>(task: () => Promise<T>): Promise<T> {
    const next = (line ?? Promise.resolve()).then(task);
    const ended = next.then(leave, leave);
    function leave(): void {
      if (line === ended) line = null;
    }
    line = ended;
    return next;
  }

  /** A call that threw has saved nothing, so it may be repeated. */
  async function patiently(perform: () => unknown): Promise<unknown> {
    for (const delayMs of RETRY_AFTER_MS) {
      await wait(delayMs);
      try {
        return perform();
      } catch (thrown) {
        if (!isBusy(thrown)) throw thrown;
      }
    }
    return perform();
  }

  /** Runs at once, unless others wait for a retry. */
  function start(perform: () => unknown): unknown {
    if (line !== null) return inLine(() => patiently(perform));
    try {
      return perform();
    } catch (thrown) {
      if (!isBusy(thrown)) throw thrown;
      return inLine(() => patiently(perform));
    }
  }

  function wentWell(value: unknown): unknown {
    onOutcome(null);
    const waiting = settled();
    return waiting === null ? value : waiting.then(() => value);
  }

  function failedWith(thrown: unknown): never {
    onOutcome(toFerryError(thrown));
    throw thrown;
  }

  const saving =
    (perform: Operation): Operation =>
    (...args) => {
      try {
        const value = start(() => perform(...args));
        return value instanceof Promise ? value.then(wentWell, failedWith) : wentWell(value);
      } catch (thrown) {
        return failedWith(thrown);
      }
    };
  const entries = SAVING_OPERATIONS.map((name) => [name, saving(operations[name])]);
  return { ...operations, ...Object.fromEntries(entries) };
}

function isBusy(thrown: unknown): boolean {
  return toFerryError(thrown).code === 'store.busy';
}
