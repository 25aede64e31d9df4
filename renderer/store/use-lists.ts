import { useEffect, useMemo, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { FerryError } from '#app/contract/errors.ts';
import { type ListSource, PAGE_SIZE, windowKey } from './list-windows.ts';
import type { WindowState } from './state.ts';
import { useRendererState, useRendererStore } from './store-context.ts';

export interface ShownList<S extends ListSource = ListSource> {
  key: string;
  /** The query it answers. */
  source: S;
  total: number;
  /** The id at this position; undefined while its page is loading. */
  idAt(index: number): string | undefined;
  show(from: number, to: number): void;
  error: FerryError | null;
}

/**
 * The lists of these queries, kept current. Null until all first pages have arrived; when the queries change, the
 * previous lists stay until the new ones have arrived, so that typing in a search never flickers.
 */
export function useLists<S extends ListSource>(sources: readonly S[]): ShownList<S>[] | null {
  const { lists } = useRendererStore();
  const keys = sources.map(windowKey);
  const held = useRef({ keys, sources });
  if (held.current.keys.join('\n') !== keys.join('\n')) held.current = { keys, sources };
  const current = held.current;

  useEffect(() => {
    const releases = current.sources.map((source) => lists.hold(source));
    return () => {
      for (const release of releases) release();
    };
  }, [lists, current]);

  const windows = useRendererState(useShallow((state) => current.keys.map((key) => state.windows[key])));
  const isReady = windows.every((window) => window !== undefined && (window.total !== null || window.error !== null));
  const before = useRef<ShownList<S>[] | null>(null);
  const shown = useMemo(
    () => (isReady ? current.sources.map((source, place) => shownList(source, windows[place], lists.show)) : null),
    [isReady, current, windows, lists],
  );
  useEffect(() => {
    if (shown !== null) before.current = shown;
  }, [shown]);
  const isSameTable = sources[0] !== undefined && before.current?.[0]?.source.table === sources[0].table;
  return shown ?? (isSameTable ? before.current : null);
}

function shownList<S extends ListSource>(
  source: S,
  window: WindowState | undefined,
  show: (key: string, from: number, to: number) => void,
): ShownList<S> {
  const key = windowKey(source);
  return {
    key,
    source,
    total: window?.total ?? 0,
    idAt: (index) => window?.pages[Math.floor(index / PAGE_SIZE)]?.ids[index % PAGE_SIZE],
    show: (from, to) => show(key, from, to),
    error: window?.error ?? null,
  };
}
