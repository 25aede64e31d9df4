import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Preferences } from './preferences.ts';
import type { RendererStore } from './renderer-store.ts';
import type { RendererState } from './state.ts';

export const RendererStoreContext = createContext<RendererStore | null>(null);

/** The store's services. */
export function useRendererStore(): RendererStore {
  const store = useContext(RendererStoreContext);
  if (store === null) throw new Error('A view is rendered outside of RendererStoreContext.');
  return store;
}

/** A selected part of the state; renders again when it changes. */
export function useRendererState<T>(select: (state: RendererState) => T): T {
  return useStore(useRendererStore().store, select);
}

export function usePreferences<T>(select: (preferences: Preferences) => T): T {
  return useStore(useRendererStore().preferences.store, select);
}
