import type { DeskStore } from './desk-store.ts';
import type { Notices, Said } from './notices.ts';
import type { UndoStep } from './state.ts';

const MOST_UNDO_STEPS = 200;

interface Deps {
  store: DeskStore;
  notices: Notices;
}

/** What ⌘Z takes back, the last first, and what can then be done again. */
export function createUndoStack({ store, notices }: Deps) {
  // One after the other: two quick presses take back two steps, not one step twice.
  let running: Promise<void> = Promise.resolve();
  const inTurn = (task: () => Promise<void>): Promise<void> => {
    running = running.then(task);
    return running;
  };

  function push(step: UndoStep): void {
    store.setState(({ undoable }) => ({ undoable: [...undoable, step].slice(-MOST_UNDO_STEPS), redoable: [] }));
  }

  /** The step leaves its stack only when it is taken back, or when it never can be. */
  async function take(step: UndoStep, from: 'undoable' | 'redoable', to: 'undoable' | 'redoable'): Promise<void> {
    const taken = await step.takeBack();
    if (taken.outcome === 'failed' && taken.canTryAgain) return;
    store.setState((state) => ({ ...state, [from]: state[from].filter((each) => each !== step) }));
    if (taken.outcome === 'failed') return;
    if (taken.outcome === 'nothing') return void notices.say('shell.changedSince');
    const { again } = taken;
    if (again !== null) store.setState((state) => ({ ...state, [to]: [...state[to], again] }));
    if (from === 'undoable') notices.say('shell.undone');
  }

  async function undo() {
    const step = store.getState().undoable.at(-1);
    if (step === undefined) notices.say('shell.nothingToUndo');
    else await take(step, 'undoable', 'redoable');
  }

  async function redo() {
    const step = store.getState().redoable.at(-1);
    if (step !== undefined) await take(step, 'redoable', 'undoable');
  }

  /** Takes one step back, wherever it stands in the order. */
  async function takeBack(step: UndoStep) {
    if (store.getState().undoable.includes(step)) await take(step, 'undoable', 'redoable');
    else notices.say('shell.nothingToUndo');
  }

  return {
    push,
    undo: () => inTurn(undo),
    redo: () => inTurn(redo),
    /** Says what was done, with a button that takes it back; the undo key does too. */
    offer({ key, values }: Said, step: UndoStep): void {
      push(step);
      notices.say(key, values, { label: 'common.undo', press: () => void inTurn(() => takeBack(step)) });
    },
  };
}

export type UndoStack = ReturnType<typeof createUndoStack>;
