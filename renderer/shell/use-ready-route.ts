import { useEffect, useRef, useState } from 'react';
import { ferrySchema } from '#app/schema/index.ts';
import { useToday } from '../i18n/use-today.ts';
import { listQueries } from '../list/list-queries.ts';
import type { Route } from '../navigation/route.ts';
import { overviewLists } from '../overview/overview.ts';
import { ANYBODY, workLists } from '../overview/work.ts';
import type { ListSource } from '../store/list-windows.ts';
import type { RendererState } from '../store/state.ts';
import { useRendererStore } from '../store/store-context.ts';
import { plainList } from '../store/stored-list.ts';

/**
 * The route to show: the requested one once its first rows have arrived, and until then the previous one (a few
 * milliseconds; null at the start). So no view is painted empty and filled a frame later.
 */
export function useReadyRoute(wanted: Route): Route | null {
  const { lists, preferences, store } = useRendererStore();
  const today = useToday();
  const [shown, setShown] = useState<Route | null>(null);
  const release = useRef<() => void>(() => undefined);

  useEffect(() => {
    let isCurrent = true;
    const sources = sourcesOf(
      wanted,
      today,
      preferences.store.getState().lists,
      preferences.searches.getState(),
      store.getState().session,
    );
    const preloaded = lists.preload(sources);
    void preloaded.ready.then(() => {
      if (isCurrent) setShown(wanted);
    });
    release.current();
    release.current = preloaded.release;
    return () => {
      isCurrent = false;
    };
  }, [wanted, today, lists, preferences, store]);

  // The view holds its lists by now: effects of children run first.
  useEffect(() => {
    if (shown !== null) release.current();
  }, [shown]);

  return shown !== null && isSameView(shown, wanted) ? wanted : shown;
}

function isSameView(one: Route, other: Route): boolean {
  if (one.view === 'list') return other.view === 'list' && one.table === other.table;
  return one.view === other.view;
}

type ListsPreferences = ReturnType<ReturnType<typeof useRendererStore>['preferences']['store']['getState']>['lists'];

function sourcesOf(
  route: Route,
  today: string,
  chosen: ListsPreferences,
  searches: Record<string, string>,
  session: RendererState['session'],
): ListSource[] {
  if (route.view === 'overview') {
    return overviewLists(today).map(({ entity, query }) => ({ table: entity.table, query }));
  }
  if (route.view === 'work') {
    return workLists(session?.person.id ?? ANYBODY, today).map(({ entity, query }) => ({ table: entity.table, query }));
  }
  const entity = route.view === 'list' ? ferrySchema.entity(route.table) : undefined;
  if (entity === undefined) return [];
  const { queries } = listQueries(
    entity,
    chosen[entity.table] ?? plainList(entity),
    searches[entity.table] ?? '',
    today,
    session?.people ?? [],
  );
  return queries.map((query) => ({ table: entity.table, query }));
}
