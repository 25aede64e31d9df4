import { useCallback, useEffect, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { useLatest } from '../components/use-latest.ts';
import { type GridSection, gridLength } from '../store/grid-rows.ts';
import { idsOnLines, stillIn } from '../store/record-sets.ts';
import { useRendererStore } from '../store/store-context.ts';
import type { ListView } from './use-list-view.ts';

/** As many as one transaction takes. */
export const MOST_SELECTED = 5000;

const NONE: ReadonlySet<string> = new Set();

/**
 * The records chosen in a list, whether they are loaded or not. Another search or filter starts anew, and what a change takes
 * out of the list is chosen no more: what nobody sees must not be changed along with the rest.
 */
export function useSelection(entity: AnyEntity, view: ListView) {
  const { client, notices } = useRendererStore();
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
  usePruning(entity, view, selected, setSelected);
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

/** Takes out what the list does not show any more, whenever records of its table changed. */
function usePruning(
  { table }: AnyEntity,
  view: ListView,
  selected: ReadonlySet<string>,
  setSelected: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void,
): void {
  const { client } = useRendererStore();
  const latest = useLatest({ view, selected });
  const hasAny = selected.size > 0;
  useEffect(() => {
    if (!hasAny) return;
    let isBusy = false;
    let isAskedAgain = false;
    async function prune() {
      const { queries } = latest.current.view;
      const asked = [...latest.current.selected];
      const kept = await stillIn(client, table, queries, asked);
      // Records that could not be read stay selected: the bar counts them, and nothing reports them as gone.
      if (!kept.ok || asked.every((id) => kept.value.has(id))) return;
      const gone = new Set(asked.filter((id) => !kept.value.has(id)));
      setSelected((before) => new Set([...before].filter((id) => !gone.has(id))));
    }
    return client.onRecords((changes) => {
      if (!changes.some((change) => change.table === table)) return;
      isAskedAgain = true;
      if (isBusy) return;
      isBusy = true;
      void (async () => {
        while (isAskedAgain) {
          isAskedAgain = false;
          await prune();
        }
        isBusy = false;
      })();
    });
  }, [client, table, hasAny, latest, setSelected]);
}
