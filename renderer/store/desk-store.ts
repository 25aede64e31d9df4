import { createStore, type StoreApi } from 'zustand/vanilla';
import { type DeskState, initialState } from './state.ts';

export type DeskStore = StoreApi<DeskState>;

export function createDeskStore(): DeskStore {
  return createStore<DeskState>(() => initialState());
}
