import type { FerryError, Result } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import type { FerryClient } from './ferry-client.ts';
import type { Notices, UndoMessage } from './notices.ts';
import type { UndoStep } from './state.ts';
import type { UndoStack } from './undo-stack.ts';

interface Deps {
  client: FerryClient;
  notices: Notices;
  undoStack: UndoStack;
}

/** A full disk may free up; a change that is no longer known stays lost. */
export const mayPass = ({ code }: FerryError): boolean =>
  code.startsWith('store.') || code.startsWith('ipc.') || code === 'app.failed';

/** Saving with undo: everything saved here can be undone with one key. */
export function createChanges({ client, notices, undoStack }: Deps) {
  const { undo, redo, offer } = undoStack;

  /** A step that undoes changes in as many calls as they were saved in, last first. */
  function stepOf(groups: string[][]): UndoStep {
    const left = [...groups];
    const taken: string[][] = [];
    return {
      // If a later call fails, the undone part stays undone, and a retry continues from there.
      async undo() {
        for (let group = left.at(-1); group !== undefined; group = left.at(-1)) {
          const answer = await client.undoChanges(group);
          if (!answer.ok) {
            notices.fail(answer.error);
            return { outcome: 'failed', canTryAgain: mayPass(answer.error) };
          }
          left.pop();
          if (answer.value.length > 0) taken.push(answer.value.map(({ changeId }) => changeId));
        }
        return taken.length === 0 ? { outcome: 'nothing' } : { outcome: 'done', again: stepOf(taken) };
      },
    };
  }

  /** Offers an undo that is a single call and cannot be redone. */
  function offerUndo(message: UndoMessage, undo: () => Promise<Result<unknown>>): void {
    offer(message, {
      async undo() {
        const answer = await undo();
        if (answer.ok) return { outcome: 'done', again: null };
        notices.fail(answer.error);
        return { outcome: 'failed', canTryAgain: mayPass(answer.error) };
      },
    });
  }

  /** Adds an undo step for changes already saved in several calls. @param message null: nothing is shown */
  function remember(groups: string[][], message: UndoMessage | null = null): void {
    const filled = groups.filter((group) => group.length > 0);
    if (filled.length === 0) return;
    if (message === null) undoStack.push(stepOf(filled));
    else offer(message, stepOf(filled));
  }

  /** Main undoes the import, independent of this window. */
  async function undoImport(importId: string): Promise<boolean> {
    const answer = await client.undoImport(importId);
    if (!answer.ok) {
      notices.fail(answer.error);
      return false;
    }
    const { undone, kept } = answer.value;
    if (kept > 0) notices.say('imports.undoneInPart', { count: kept, undone });
    return true;
  }

  function importStep(importId: string, again: (() => Promise<string | null>) | null): UndoStep {
    const redo: UndoStep | null = again && {
      async undo() {
        const saved = await again();
        if (saved === null) return { outcome: 'failed', canTryAgain: true };
        return { outcome: 'done', again: importStep(saved, again) };
      },
    };
    return {
      undo: async () =>
        (await undoImport(importId)) ? { outcome: 'done', again: redo } : { outcome: 'failed', canTryAgain: true },
    };
  }

  async function keep(
    saving: Promise<Result<QueuedChange[]>>,
    message: UndoMessage | null,
    isFailureShown = false,
  ): Promise<Result<QueuedChange[]>> {
    const answer = await saving;
    if (answer.ok) remember([answer.value.map(({ changeId }) => changeId)], message);
    else if (!isFailureShown) notices.fail(answer.error);
    return answer;
  }

  return {
    undo,
    redo,
    offer,
    offerUndo,
    remember,
    /** Adds an undo step for an import. @param again saves the same once more as a new import; null if it failed */
    rememberImport: (importId: string, message: UndoMessage, again: (() => Promise<string | null>) | null = null) =>
      offer(message, importStep(importId, again)),
    undoImport,
    /**
     * Saves one change. @param message shown with an Undo button once saved @param isFailureShown an earlier failure is
     * visible already
     */
    async save(
      { table, operation, recordId, data, seen }: NewChange,
      message: UndoMessage | null = null,
      isFailureShown = false,
    ) {
      const saving = client.queueChange(table, operation, recordId, data, ...(seen === undefined ? [] : [seen]));
      return keep(
        saving.then((answer) => (answer.ok ? { ok: true, value: [answer.value] } : answer)),
        message,
        isFailureShown,
      );
    },
    /** Saves several changes as one transaction. */
    saveAll: (changes: NewChange[], message: UndoMessage | null = null) => keep(client.queueChanges(changes), message),
    /** Deletes records and everything that points to them as one transaction. */
    remove: (table: string, recordIds: string[], message: UndoMessage) =>
      keep(client.deleteWithDependants(table, recordIds), message),
  };
}

export type Changes = ReturnType<typeof createChanges>;
