import { useMemo, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { columnsOf, defaultColumns } from '../model/columns.ts';
import type { GridSection } from '../model/grid-rows.ts';
import type { Group } from '../model/groups.ts';
import { listQueries } from '../model/list-queries.ts';
import { PLAIN_LIST } from '../store/preferences.ts';
import { useDesk, useDeskState, usePreferences } from './desk-context.ts';
import { useSpeech } from './speech.tsx';
import { useLists } from './use-lists.ts';
import { useToday } from './use-today.ts';

/** What a list shows, given its search, filters, sort and grouping. */
export function useListView(entity: AnyEntity, search: string) {
  const { preferences } = useDesk();
  const { t, label } = useSpeech();
  const chosen = usePreferences((state) => state.lists[entity.table]) ?? PLAIN_LIST;
  const columns = useDeskState((state) => state.settings.columns[entity.table]);
  const people = useDeskState((state) => state.session?.people);
  const today = useToday();
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());

  const { sort, groups, queries } = useMemo(
    () => listQueries(entity, chosen, search, today, people ?? []),
    [entity, chosen, search, today, people],
  );
  const sources = useMemo(() => queries.map((query) => ({ table: entity.table, query })), [entity, queries]);
  const lists = useLists(sources);

  const shown = useMemo(() => {
    if (lists === null) return null;
    const headingOf = ({ heading }: Group) =>
      'message' in heading ? t(heading.message) : 'label' in heading ? label(heading.label) : heading.text;
    const isGrouped = groups !== null && lists.length === groups.length;
    const all = lists.map((list, place) => ({
      list,
      section: {
        key: (isGrouped ? groups[place]?.key : undefined) ?? 'all',
        heading: isGrouped && groups[place] !== undefined ? headingOf(groups[place]) : null,
        total: list.total,
        isCollapsed: isGrouped && collapsed.has(groups[place]?.key ?? ''),
      } satisfies GridSection,
    }));
    return isGrouped ? all.filter(({ section }) => section.total > 0) : all;
  }, [lists, groups, collapsed, t, label]);

  return {
    queries,
    sort,
    preferences: chosen,
    /** Null until the first rows are here. */
    lists: useMemo(() => shown?.map(({ list }) => list) ?? null, [shown]),
    sections: useMemo(() => shown?.map(({ section }) => section) ?? [], [shown]),
    total: lists?.reduce((sum, { total }) => sum + total, 0) ?? null,
    error: lists?.find(({ error }) => error !== null)?.error ?? null,
    columns: useMemo(() => columnsOf(entity, columns ?? defaultColumns(entity)), [entity, columns]),
    isFiltered: search.trim() !== '' || chosen.filters.length > 0,
    isPast: (day: string) => day < today,
    sortBy(field: string) {
      const isSame = sort.field === field;
      const direction = isSame && sort.direction === 'asc' ? 'desc' : 'asc';
      preferences.changeList(entity.table, { sort: { field, direction } });
    },
    toggleSection(key: string) {
      setCollapsed((before) => {
        const next = new Set(before);
        if (!next.delete(key)) next.add(key);
        return next;
      });
    },
  };
}

export type ListView = ReturnType<typeof useListView>;
