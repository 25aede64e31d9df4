import { useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { AnyEntity } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { columnsOf, defaultColumns } from '../record/columns.ts';
import type { GridSection } from '../store/grid-rows.ts';
import type { ListSource } from '../store/list-windows.ts';
import { usePreferences, useRendererState, useRendererStore } from '../store/store-context.ts';
import { plainList } from '../store/stored-list.ts';
import { useLists } from '../store/use-lists.ts';
import type { Group } from './groups.ts';
import { listQueries, sortOf } from './list-queries.ts';

interface GroupSource extends ListSource {
  /** Null if the list is not grouped. */
  group: Group | null;
}

const NO_PEOPLE: never[] = [];

/** The content of a list for its search, filters, sort order and grouping. */
export function useListView(entity: AnyEntity) {
  const { table } = entity;
  const { lists: windows, preferences } = useRendererStore();
  const { t, label } = useI18n();
  const search = useStore(preferences.searches, (searches) => searches[table] ?? '').trim();
  const chosen = usePreferences((state) => state.lists[table]) ?? plainList(entity);
  const settled = useRendererState((state) => state.settings.columns[table]);
  const people = useRendererState((state) => state.session?.people) ?? NO_PEOPLE;
  const today = useToday();
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());

  const sort = useMemo(() => sortOf(entity, chosen), [entity, chosen]);
  const { groups, queries } = useMemo(
    () => listQueries(entity, chosen, search, today, people),
    [entity, chosen, search, today, people],
  );
  const sources = queries.map((query, place): GroupSource => {
    const group = groups?.[place] ?? null;
    return { table, query, group, isFolded: group !== null && collapsed.has(group.key) };
  });
  const lists = useLists(sources);

  const shown = useMemo(() => {
    const headingOf = ({ heading }: Group) =>
      'message' in heading ? t(heading.message) : 'label' in heading ? label(heading.label) : heading.text;
    const all = (lists ?? []).map((list) => {
      const { group } = list.source;
      const section: GridSection = {
        key: group?.key ?? 'all',
        heading: group === null ? null : headingOf(group),
        total: list.total,
        isCollapsed: group !== null && collapsed.has(group.key),
      };
      return { list, section };
    });
    const filled = all.filter(({ section }) => section.heading === null || section.total > 0);
    return { lists: filled.map(({ list }) => list), sections: filled.map(({ section }) => section) };
  }, [lists, collapsed, t, label]);

  const toggleSection = useCallback(
    (key: string) => {
      const list = lists?.find(({ source }) => source.group?.key === key);
      const next = new Set(collapsed);
      if (!next.delete(key)) {
        next.add(key);
        if (list !== undefined) windows.fold(list.key);
      }
      setCollapsed(next);
    },
    [lists, collapsed, windows],
  );
  const sortBy = useCallback(
    (field: string) => {
      const direction = sort.field === field && sort.direction === 'asc' ? 'desc' : 'asc';
      preferences.changeList(table, { sort: { field, direction } });
    },
    [preferences, table, sort],
  );
  const names = chosen.columns ?? settled;
  const error = lists?.find((list) => list.error !== null)?.error ?? null;
  return {
    queries,
    sort,
    preferences: chosen,
    today,
    /** False until the first rows have arrived. */
    isHere: lists !== null,
    ...shown,
    /** Null until it is known. */
    total: error === null ? (lists?.reduce((sum, list) => sum + list.total, 0) ?? null) : null,
    error,
    columns: useMemo(() => columnsOf(entity, names ?? defaultColumns(entity)), [entity, names]),
    /** The search of the rows shown; lags behind typing until the answer arrives. */
    search: lists?.[0]?.source.query.search ?? search,
    /** Search and filters as last requested. */
    narrowing: JSON.stringify([search, chosen.filters]),
    /** Identity and order of the rows shown. */
    subject: lists?.map(({ key }) => key).join('\n') ?? '',
    isFiltered: search !== '' || chosen.filters.length > 0,
    sortBy,
    toggleSection,
  };
}

export type ListView = ReturnType<typeof useListView>;
