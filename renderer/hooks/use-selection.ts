import { useCallback, useEffect, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { idsOnLines } from '../client/record-sets.ts';
import { type GridSection, gridLength } from '../model/grid-rows.ts';
import { useDesk } from './desk-context.ts';
import { useLatest } from './use-latest.ts';
import type { ListView } from './use-list-view.ts';

/** As many as one transaction takes. */
export const MOST_SELECTED = 5000;

const NONE: ReadonlySet<string> = new Set();

/**
 * The records chosen in a list, whether they are loaded or not. Another search or filter starts anew: what nobody sees
 * any more must not be changed along with the rest.
 */
export function useSelection(entity: AnyEntity, view: ListView) {
  const { client, notices } = useDesk();
  const [selected, setSelected] = useState(NONE);
  const clear = useCallback(() => setSelected(NONE), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another subject means other rows
  useEffect(clear, [clear, view.narrowing]);

  const select = useCallback((ids: string[], isSelected: boolean) => {
    setSelected((before) => {
      const next = new Set(before);
      for (const id of ids) isSelected ? next.add(id) : next.delete(id);
      return next;
    });
  }, []);

  const latest = useLatest(view);
  const selectLines = useCallback(
    async (sections: readonly GridSection[], from: number, to: number) => {
      const { lists, narrowing } = latest.current;
      const found = await idsOnLines(client, entity.table, sections, lists, { from, to, limit: MOST_SELECTED });
      if (!found.ok) return notices.fail(found.error);
      // The answer belongs to rows that are gone.
      if (latest.current.narrowing !== narrowing) return;
      if (found.value.isCut) notices.say('list.mostSelected', { count: MOST_SELECTED });
      select(found.value.ids, true);
    },
    [client, notices, entity.table, latest, select],
  );
  const selectRange = useCallback(
    (one: number, other: number) =>
      void selectLines(latest.current.sections, Math.min(one, other), Math.max(one, other)),
    [latest, selectLines],
  );
  const selectAll = useCallback(
    (isSelected: boolean) => {
      if (!isSelected) return clear();
      const sections = latest.current.sections.map((section) => ({ ...section, isCollapsed: false }));
      void selectLines(sections, 0, gridLength(sections) - 1);
    },
    [clear, latest, selectLines],
  );
  return { selected, select, selectRange, selectAll, clear };
}
