import type { FerryError, Result } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { QueuedChange } from '#app/contract/records.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import type { Notices, Said } from './notices.ts';
import type { UndoStep } from './state.ts';
import type { UndoStack } from './undo-stack.ts';

interface Deps {
  client: FerryClient;
  notices: Notices;
  undoStack: UndoStack;
}

/** A disk that is full may have room later; a change that is no longer known never comes back. */
const mayPass = ({ code }: FerryError): boolean =>
  code.startsWith('store.') || code.startsWith('ipc.') || code === 'app.failed';

/** Saving with undo: whatever is saved through here can be taken back with one key. */
export function createChanges({ client, notices, undoStack }: Deps) {
  const { undo, redo, offer } = undoStack;

  /** Changes that are taken back together, in as many calls as they were saved in, the last first. */
  function stepOf(batches: string[][]): UndoStep {
    const left = [...batches];
    const taken: string[][] = [];
    return {
      // Where a later call fails, what is taken back stays so, and the next try goes on from there.
      async takeBack() {
        for (let batch = left.at(-1); batch !== undefined; batch = left.at(-1)) {
          const answer = await client.undoChanges(batch);
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

  /** What is taken back by a call of its own, and done again by none. */
  function offerUndo(said: Said, takeBack: () => Promise<Result<unknown>>): void {
    offer(said, {
      async takeBack() {
        const answer = await takeBack();
        if (answer.ok) return { outcome: 'done', again: null };
        notices.fail(answer.error);
        return { outcome: 'failed', canTryAgain: mayPass(answer.error) };
      },
    });
  }

  /** Saved already, in several calls. @param said null: nothing is shown */
  function remember(batches: string[][], said: Said | null = null): void {
    const filled = batches.filter((batch) => batch.length > 0);
    if (filled.length === 0) return;
    if (said === null) undoStack.push(stepOf(filled));
    else offer(said, stepOf(filled));
  }

  /** Main takes a batch back, at its pace and whatever becomes of this window; nothing has it again. */
  async function takeBatchBack(batchId: string): Promise<boolean> {
    const answer = await client.undoBatch(batchId);
    if (!answer.ok) {
      notices.fail(answer.error);
      return false;
    }
    const { undone, kept } = answer.value;
    if (kept > 0) notices.say('batch.undoneInPart', { count: kept, undone });
    return true;
  }

  async function keep(saving: Promise<Result<QueuedChange[]>>, said: Said | null): Promise<Result<QueuedChange[]>> {
    const answer = await saving;
    if (answer.ok) remember([answer.value.map(({ changeId }) => changeId)], said);
    else notices.fail(answer.error);
    return answer;
  }

  return {
    undo,
    redo,
    offer,
    offerUndo,
    remember,
    /** Saved already, as a batch of main's. */
    rememberBatch: (batchId: string, said: Said) =>
      offer(said, {
        takeBack: async () =>
          (await takeBatchBack(batchId)) ? { outcome: 'done', again: null } : { outcome: 'failed', canTryAgain: true },
      }),
    takeBatchBack,
    /** Saves one change. @param said shown with an Undo button when it is saved */
    async save({ table, operation, recordId, data, seen }: NewChange, said: Said | null = null) {
      const saving = client.queueChange(table, operation, recordId, data, ...(seen === undefined ? [] : [seen]));
      return keep(
        saving.then((answer) => (answer.ok ? { ok: true, value: [answer.value] } : answer)),
        said,
      );
    },
    /** Saves several changes as one transaction. */
    saveAll: (changes: NewChange[], said: Said | null = null) => keep(client.queueChanges(changes), said),
    remove: (table: string, recordId: string, said: Said) => keep(client.deleteWithDependants(table, recordId), said),
  };
}

export type Changes = ReturnType<typeof createChanges>;
