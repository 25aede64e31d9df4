import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Desk } from '../store/desk.ts';
import type { Preferences } from '../store/preferences.ts';
import type { DeskState } from '../store/state.ts';

export const DeskContext = createContext<Desk | null>(null);

/** The parts the screens act through. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('A view stands outside of the desk.');
  return desk;
}

/** A piece of what the screens know; renders again when that piece changed. */
export function useDeskState<T>(select: (state: DeskState) => T): T {
  return useStore(useDesk().store, select);
}

export function usePreferences<T>(select: (preferences: Preferences) => T): T {
  return useStore(useDesk().preferences.store, select);
}
