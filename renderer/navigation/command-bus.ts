import { createContext, useContext, useEffect } from 'react';
import { useLatest } from '../components/use-latest.ts';

/** Commands available everywhere: by key, menu or palette. */
export type CommandName =
  | 'palette'
  | 'shortcuts'
  | 'help'
  | 'importHelp'
  | 'find'
  | 'new'
  | 'addHere'
  | 'quickAdd'
  | 'undo'
  | 'redo'
  | 'sync'
  | 'signIn'
  | 'import'
  | 'export'
  | 'print'
  | 'savePdf'
  | 'deleteRecord'
  | 'selectAll'
  | 'bulkEdit'
  | 'bulkDelete'
  | 'saveView'
  | 'signOut';

export interface CommandBus {
  run(name: CommandName): void;
  /** Returns the unsubscribe function. */
  on(name: CommandName, listener: () => void): () => void;
  /** Whether a mounted component handles it. */
  isHandled(name: CommandName): boolean;
}

export function createCommandBus(): CommandBus {
  const listeners = new Map<CommandName, Set<() => void>>();
  return {
    run(name) {
      for (const listener of [...(listeners.get(name) ?? [])]) listener();
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => {
        known.delete(listener);
      };
    },
    isHandled: (name) => (listeners.get(name)?.size ?? 0) > 0,
  };
}

export const CommandBusContext = createContext<CommandBus | null>(null);

export function useCommandBus(): CommandBus {
  const bus = useContext(CommandBusContext);
  if (bus === null) throw new Error('A view stands outside of the command bus.');
  return bus;
}

/** Handles a command while the component is mounted. */
export function useCommand(name: CommandName, run: () => void): void {
  const bus = useCommandBus();
  const latest = useLatest(run);
  useEffect(() => bus.on(name, () => latest.current()), [bus, name, latest]);
}

/** The same as a component, for a conditional part of a view. */
export function OnCommand({ name, run }: { name: CommandName; run: () => void }): null {
  useCommand(name, run);
  return null;
}
