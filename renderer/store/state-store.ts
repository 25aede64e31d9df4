import { createStore, type StoreApi } from 'zustand/vanilla';
import { initialState, type RendererState } from './state.ts';

export type RendererStateStore = StoreApi<RendererState>;

export function createStateStore(): RendererStateStore {
  return createStore<RendererState>(() => initialState());
}
