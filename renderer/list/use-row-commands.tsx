import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { useLatest } from '../components/use-latest.ts';
import { useCommandBus } from '../navigation/command-bus.ts';
import type { QuickAction } from '../record/quick-actions.ts';
import { useQuickActions } from '../record/use-quick-actions.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { BulkDelete } from './bulk-delete.tsx';
import { BulkEditDialog } from './lazy-bulk-edit.tsx';
import { type MenuPlace, RowMenu } from './row-menu.tsx';

export interface RowCommands {
  quick(action: QuickAction, id: string | null): void;
  editCell(name: string, id: string, anchor: Element): void;
  /** Edits a field of the row, or of all selected rows. */
  editFields(id: string | null): void;
  /** Adds a record beside the active row. */
  add(): void;
  /** @param at pointer position; without it the menu is attached to the row's name */
  menu(id: string, at?: { xPx: number; yPx: number }): void;
}

interface RowCommandsOptions {
  entity: AnyEntity;
  selected: ReadonlySet<string>;
  onOpen: (id: string) => void;
  onClear: () => void;
  /** Moves the focus to the list. */
  focus: () => void;
}

/** The name in a row, or the selection bar. */
function anchorOf(id: string | null): Element | null {
  const row = id === null ? null : document.getElementById(`row-${id}`);
  return row?.querySelector('[data-title]') ?? document.querySelector('.bulk-bar');
}

/**
 * Row commands for keys, ticks, cells and the row menu: on the row, or on all selected rows if it is one of them. Also
 * returns the open dialog or menu.
 */
export function useRowCommands(options: RowCommandsOptions): [RowCommands, ReactNode] {
  const { entity, selected, onOpen, onClear, focus } = options;
  const { notices } = useRendererStore();
  const bus = useCommandBus();
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const [place, setPlace] = useState<MenuPlace | null>(null);
  const [edited, setEdited] = useState<readonly string[] | null>(null);
  const [deleted, setDeleted] = useState<readonly string[] | null>(null);
  const { run, edit, question } = useQuickActions(entity, focus);
  const latest = useLatest(selected);

  const idsFor = useCallback(
    (id: string | null): string[] => {
      const chosen = latest.current;
      if (chosen.size > 0 && (id === null || chosen.has(id))) return [...chosen];
      return id === null ? [] : [id];
    },
    [latest],
  );
  const quick = useCallback(
    (action: QuickAction, id: string | null) => {
      run(action, idsFor(id), anchorOf(id));
    },
    [run, idsFor],
  );
  const editCell = useCallback((name: string, id: string, anchor: Element) => edit(name, [id], anchor), [edit]);
  const editFields = useCallback(
    (id: string | null) => {
      const ids = idsFor(id);
      if (isReadOnly) notices.say('shell.readOnly');
      else if (ids.length > 0) setEdited(ids);
    },
    [idsFor, isReadOnly, notices],
  );
  const menu = useCallback<RowCommands['menu']>(
    (id, at) => {
      const box = anchorOf(id)?.getBoundingClientRect();
      setPlace({ xPx: at?.xPx ?? box?.left ?? 0, yPx: at?.yPx ?? box?.bottom ?? 0, rowId: id, ids: idsFor(id) });
    },
    [idsFor],
  );
  /** From the menu: only once it is gone can the focus move to the new line. */
  const [isAdding, setAdding] = useState(false);
  useEffect(() => {
    if (!isAdding || place !== null) return;
    setAdding(false);
    bus.run('addHere');
  }, [isAdding, place, bus]);
  const add = useCallback(() => bus.run('addHere'), [bus]);
  const commands = useMemo(
    () => ({ quick, editCell, editFields, add, menu }),
    [quick, editCell, editFields, add, menu],
  );

  const elements = (
    <>
      {question}
      {place !== null && (
        <RowMenu
          entity={entity}
          place={place}
          isReadOnly={isReadOnly}
          onQuick={(action) => run(action, place.ids, anchorOf(place.rowId))}
          onOpen={onOpen}
          onEdit={() => setEdited(place.ids)}
          onAdd={() => setAdding(true)}
          onDelete={() => setDeleted(place.ids)}
          onClose={() => {
            setPlace(null);
            focus();
          }}
        />
      )}
      {edited !== null && <BulkEditDialog entity={entity} ids={edited} onClose={() => setEdited(null)} />}
      {deleted !== null && (
        <BulkDelete entity={entity} ids={deleted} onClose={() => setDeleted(null)} onDeleted={onClear} />
      )}
    </>
  );
  return [commands, elements];
}
