import { useEffect, useMemo, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { FerryError } from '#app/contract/errors.ts';
import { type ListSource, PAGE_SIZE, windowKey } from '../store/list-windows.ts';
import type { WindowState } from '../store/state.ts';
import { useDesk, useDeskState } from './desk-context.ts';

export interface ShownList {
  key: string;
  total: number;
  /** The id in this place; undefined while its page is on its way. */
  idAt(index: number): string | undefined;
  show(from: number, to: number): void;
  error: FerryError | null;
}

/**
 * The lists of these queries, kept current while shown. Null until all first pages are there; when the queries change,
 * the lists before stay until their successors have arrived, so that typing in a search never flashes.
 */
export function useLists(sources: readonly ListSource[]): ShownList[] | null {
  const { lists } = useDesk();
  const signature = sources.map(windowKey).join('\n');
  const held = useRef(sources);
  if (held.current.map(windowKey).join('\n') !== signature) held.current = sources;
  const current = held.current;

  useEffect(() => {
    const releases = current.map((source) => lists.hold(source));
    return () => {
      for (const release of releases) release();
    };
  }, [lists, current]);

  const windows = useDeskState(useShallow((state) => current.map((source) => state.windows[windowKey(source)])));
  const isReady = windows.every((window) => window !== undefined && (window.total !== null || window.error !== null));
  const before = useRef<ShownList[] | null>(null);
  const shown = useMemo(
    () => (isReady ? current.map((source, place) => shownList(windowKey(source), windows[place], lists.show)) : null),
    [isReady, current, windows, lists],
  );
  useEffect(() => {
    if (shown !== null) before.current = shown;
  }, [shown]);
  const isSameTable = current[0] !== undefined && before.current?.[0]?.key.startsWith(`${current[0].table}?`) === true;
  return shown ?? (isSameTable ? before.current : null);
}

function shownList(
  key: string,
  window: WindowState | undefined,
  show: (key: string, from: number, to: number) => void,
): ShownList {
  return {
    key,
    total: window?.total ?? 0,
    idAt: (index) => window?.pages[Math.floor(index / PAGE_SIZE)]?.ids[index % PAGE_SIZE],
    show: (from, to) => show(key, from, to),
    error: window?.error ?? null,
  };
}
