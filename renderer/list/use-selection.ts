import { useCallback, useEffect, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { useLatest } from '../components/use-latest.ts';
import { type GridSection, gridLength } from '../store/grid-rows.ts';
import { idsOnLines, stillIn } from '../store/record-sets.ts';
import { useRendererStore } from '../store/store-context.ts';
import type { ListView } from './use-list-view.ts';

/** The limit of one transaction. */
export const MOST_SELECTED = 5000;

const NONE: ReadonlySet<string> = new Set();

/**
 * The selected records of a list, loaded or not. Changing search or filters clears the selection, and a record that
 * leaves the list is deselected: invisible records must not be changed.
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
      // The answer is for rows that are gone.
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

/** Deselects what the list no longer contains, whenever records of its table change. */
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
      // Records that could not be read stay selected and counted; nothing proves that they are gone.
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
