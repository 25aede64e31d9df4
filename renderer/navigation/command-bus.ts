import { createContext, useContext, useEffect } from 'react';
import { useLatest } from '../components/use-latest.ts';

/** What can be asked for from anywhere: by key, by menu, by the palette. */
export type CommandName =
  | 'palette'
  | 'shortcuts'
  | 'importHelp'
  | 'find'
  | 'new'
  | 'undo'
  | 'redo'
  | 'sync'
  | 'signIn'
  | 'import'
  | 'export'
  | 'deleteRecord'
  | 'selectAll'
  | 'bulkEdit'
  | 'bulkDelete'
  | 'saveView'
  | 'signOut';

export interface CommandBus {
  run(name: CommandName): void;
  /** Returns the function that removes the listener. */
  on(name: CommandName, listener: () => void): () => void;
  /** Whether anything on screen would do it. */
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

/** Does what the command stands for, as long as whoever renders this is on screen. */
export function useCommand(name: CommandName, run: () => void): void {
  const bus = useCommandBus();
  const latest = useLatest(run);
  useEffect(() => bus.on(name, () => latest.current()), [bus, name, latest]);
}

/** The same where only part of a view can do it. */
export function OnCommand({ name, run }: { name: CommandName; run: () => void }): null {
  useCommand(name, run);
  return null;
}
