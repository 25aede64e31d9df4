import { useEffect, useRef } from 'react';
import type { Route } from '../navigation/route.ts';
import { useRendererStore } from '../store/store-context.ts';

/** Discards a new record that is left untouched. */
export function useLeftDrafts(route: Route): void {
  const { editing } = useRendererStore();
  const before = useRef(route);
  useEffect(() => {
    const left = before.current;
    before.current = route;
    if (left.view !== 'list' || left.recordId === null) return;
    const isStillOpen = route.view === 'list' && route.recordId === left.recordId;
    if (!isStillOpen) editing.leave(left.table, left.recordId);
  }, [route, editing]);
}
