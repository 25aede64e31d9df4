import type { Result } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { QueuedChange } from '#app/contract/records.ts';
import type { MessageKey, MessageValues } from '#app/text/index.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import type { DeskStore } from './desk-store.ts';
import type { Notices } from './notices.ts';
import type { UndoStep } from './state.ts';

const MOST_UNDO_STEPS = 200;

interface Said {
  key: MessageKey;
  values?: MessageValues;
}

interface Deps {
  client: FerryClient;
  store: DeskStore;
  notices: Notices;
}

/** Saving with undo: whatever is saved through here can be taken back with one key. */
export function createChanges({ client, store, notices }: Deps) {
  function rememberBatches(batches: string[][]) {
    const step = { batches: batches.filter((batch) => batch.length > 0) };
    if (step.batches.length === 0) return;
    store.setState(({ undoable }) => ({ undoable: [...undoable, step].slice(-MOST_UNDO_STEPS), redoable: [] }));
  }

  function remember(changes: QueuedChange[]): string[] {
    const changeIds = changes.map(({ changeId }) => changeId);
    rememberBatches([changeIds]);
    return changeIds;
  }

  async function takeBack({ batches }: UndoStep): Promise<UndoStep | null> {
    const taken: string[][] = [];
    for (const batch of batches.toReversed()) {
      const answer = await client.undoChanges(batch);
      if (!answer.ok) {
        notices.fail(answer.error);
        return null;
      }
      taken.push(answer.value.map(({ changeId }) => changeId));
    }
    return { batches: taken };
  }

  async function undo() {
    const step = store.getState().undoable.at(-1);
    if (step === undefined) {
      notices.say('shell.nothingToUndo');
      return;
    }
    store.setState(({ undoable }) => ({ undoable: undoable.slice(0, -1) }));
    const taken = await takeBack(step);
    if (taken === null) return;
    store.setState(({ redoable }) => ({ redoable: [...redoable, taken] }));
    notices.say('shell.undone');
  }

  async function redo() {
    const step = store.getState().redoable.at(-1);
    if (step === undefined) return;
    store.setState(({ redoable }) => ({ redoable: redoable.slice(0, -1) }));
    const taken = await takeBack(step);
    if (taken !== null) store.setState(({ undoable }) => ({ undoable: [...undoable, taken] }));
  }

  /** Takes these changes, and what was saved with them, back from a message, wherever they stand in the undo order. */
  async function undoThese(changeIds: readonly string[]) {
    const [first] = changeIds;
    const { undoable } = store.getState();
    const step = undoable.find(({ batches }) => batches.some(([start]) => start === first));
    store.setState({ undoable: undoable.filter((each) => each !== step) });
    const taken = await takeBack(step ?? { batches: [[...changeIds]] });
    if (taken !== null) store.setState(({ redoable }) => ({ redoable: [...redoable, taken] }));
  }

  async function keep(saving: Promise<Result<QueuedChange[]>>, said: Said | null): Promise<Result<QueuedChange[]>> {
    const answer = await saving;
    if (!answer.ok) {
      notices.fail(answer.error);
      return answer;
    }
    const changeIds = remember(answer.value);
    if (said !== null && changeIds.length > 0) {
      notices.say(said.key, said.values, { label: 'common.undo', press: () => void undoThese(changeIds) });
    }
    return answer;
  }

  return {
    undo,
    redo,
    undoThese,
    remember,
    rememberBatches,
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
