import type { Notices, UndoMessage } from './notices.ts';
import type { UndoStep } from './state.ts';
import type { RendererStateStore } from './state-store.ts';

const MOST_UNDO_STEPS = 200;

interface Deps {
  store: RendererStateStore;
  notices: Notices;
}

/** The undo and redo stacks, last step first. */
export function createUndoStack({ store, notices }: Deps) {
  // Serialised: two quick presses undo two steps, not one step twice.
  let running: Promise<void> = Promise.resolve();
  const inTurn = (task: () => Promise<void>): Promise<void> => {
    running = running.then(task);
    return running;
  };

  /** Step → the message that offers to undo it. */
  const offers = new WeakMap<UndoStep, string>();
  let lastSaid: string | undefined;

  function push(step: UndoStep): void {
    store.setState(({ undoable }) => ({ undoable: [...undoable, step].slice(-MOST_UNDO_STEPS), redoable: [] }));
  }

  /** A step leaves its stack only when it is undone or can never be. */
  async function take(step: UndoStep, from: 'undoable' | 'redoable', to: 'undoable' | 'redoable'): Promise<void> {
    const taken = await step.undo();
    if (taken.outcome === 'failed' && taken.canTryAgain) return;
    store.setState((state) => ({ ...state, [from]: state[from].filter((each) => each !== step) }));
    if (taken.outcome === 'failed') return;
    if (taken.outcome === 'nothing') return void notices.say('shell.changedSince');
    const { again } = taken;
    if (again !== null) store.setState((state) => ({ ...state, [to]: [...state[to], again] }));
    const offered = offers.get(step);
    // What was undone cannot be undone again by the button of its message.
    for (const notice of [offered, lastSaid]) if (notice !== undefined) notices.dismiss(notice);
    lastSaid = notices.say(from === 'undoable' ? 'shell.undone' : 'shell.redone');
  }

  async function undo() {
    const step = store.getState().undoable.at(-1);
    if (step === undefined) notices.say('shell.nothingToUndo');
    else await take(step, 'undoable', 'redoable');
  }

  async function redo() {
    const step = store.getState().redoable.at(-1);
    if (step === undefined) notices.say('shell.nothingToRedo');
    else await take(step, 'redoable', 'undoable');
  }

  /** Undoes one step, at any position. */
  async function undoStep(step: UndoStep) {
    if (store.getState().undoable.includes(step)) await take(step, 'undoable', 'redoable');
    else notices.say('shell.nothingToUndo');
  }

  return {
    push,
    undo: () => inTurn(undo),
    redo: () => inTurn(redo),
    /** Shows what was done with an undo button; the undo key works too. */
    offer({ key, values }: UndoMessage, step: UndoStep): void {
      push(step);
      const button = { label: 'common.undo' as const, press: () => void inTurn(() => undoStep(step)) };
      offers.set(step, notices.say(key, values, button));
    },
  };
}

export type UndoStack = ReturnType<typeof createUndoStack>;
