import { createContext, useContext } from 'react';

/** What can be asked for from anywhere: by key, by menu, by the palette. */
export type CommandName =
  | 'palette'
  | 'shortcuts'
  | 'find'
  | 'new'
  | 'undo'
  | 'redo'
  | 'sync'
  | 'signIn'
  | 'import'
  | 'export';

export interface CommandBus {
  run(name: CommandName): void;
  /** Returns the function that removes the listener. */
  on(name: CommandName, listener: () => void): () => void;
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
  };
}

export const CommandBusContext = createContext<CommandBus | null>(null);

export function useCommandBus(): CommandBus {
  const bus = useContext(CommandBusContext);
  if (bus === null) throw new Error('A view stands outside of the command bus.');
  return bus;
}
