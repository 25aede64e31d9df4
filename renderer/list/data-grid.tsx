import { memo, type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import type { ListQuery } from '#app/contract/lists.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { useLatest } from '../components/use-latest.ts';
import { useWidth } from '../components/use-width.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { type Column, columnWidths, fittingColumns } from '../record/columns.ts';
import { quickActionOf } from '../record/quick-actions.ts';
import { type GridSection, gridLength, itemAt, rowsBetween } from '../store/grid-rows.ts';
import type { ShownList } from '../store/use-lists.ts';
import { GridRow, type RowActions } from './grid-row.tsx';
import { GroupRow } from './group-row.tsx';
import { HeaderCell } from './header-cell.tsx';
import { useGridCursor } from './use-grid-cursor.ts';
import type { RowCommands } from './use-row-commands.tsx';
import { useRowWindow } from './use-row-window.ts';

const SELECT_PX = 34;
const BADGE_PX = { wide: 108, narrow: 40 };
const NARROW_BELOW_PX = 720;
const EDGES_PX = 16;
const HEADER_PX = 30;

export interface GridHandle {
  focus(): void;
}

export interface DataGridProps {
  entity: AnyEntity;
  columns: readonly Column[];
  sections: readonly GridSection[];
  lists: readonly ShownList[];
  sort: ListQuery['sort'];
  /** The filters and order: when they change, the list scrolls to the top. */
  subject: string;
  today: string;
  rowPx: number;
  activeId: string | null;
  selected: ReadonlySet<string>;
  onSort: (field: string) => void;
  onActivate: (id: string) => void;
  onOpen: (id: string) => void;
  /** Opens a record by key and moves the focus into it. */
  onStepIn: (id: string) => void;
  onSelect: (ids: string[], isSelected: boolean) => void;
  /** Selects the records on these lines, including ones not loaded. */
  onSelectLines: (from: number, to: number) => void;
  onSelectAll: (isSelected: boolean) => void;
  onToggleSection: (key: string) => void;
  onEscape: () => void;
  commands: RowCommands;
  ref?: Ref<GridHandle>;
}

/**
 * A virtual list of records: only visible rows exist. `aria-rowcount` counts every line including the header, so a list
 * of 60 clients has 61; `aria-rowindex` starts at 1 for the header. The focus stays on the grid, which names the active
 * row.
 */
export const DataGrid = memo(function DataGrid(props: DataGridProps) {
  const { entity, columns, sections, lists, sort, subject, today, rowPx, activeId, selected } = props;
  const { label, t } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(scroller);
  const isNarrow = widthPx < NARROW_BELOW_PX;
  const badgePx = isNarrow ? BADGE_PX.narrow : BADGE_PX.wide;
  const roomPx = widthPx - SELECT_PX - badgePx - EDGES_PX;
  const shown = useMemo(() => fittingColumns(columns, roomPx), [columns, roomPx]);
  const widths = useMemo(() => columnWidths(shown, roomPx), [shown, roomPx]);
  const length = gridLength(sections);
  const rowCount = sections.reduce((sum, { total }) => sum + total, 0);
  const { from, to, places, reveal, toTop } = useRowWindow(scroller, length, rowPx);
  const cursor = useGridCursor({
    sections,
    lists,
    subject,
    activeId,
    pageLines: () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_PX) / rowPx) - 1),
    reveal: (line) => reveal(line, HEADER_PX),
    onActivate: props.onActivate,
    onSelectLines: props.onSelectLines,
  });
  const isActiveInView = cursor.follow(from, to);

  useEffect(() => {
    for (const [place, range] of rowsBetween(sections, from, to).entries()) {
      if (range !== null) lists[place]?.show(range.first, range.last);
    }
  }, [sections, lists, from, to]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another subject means another list
  useEffect(toTop, [toTop, subject]);
  useImperativeHandle(props.ref, () => ({ focus: () => scroller.current?.focus() }), []);

  const toggle = (id: string) => props.onSelect([id], !selected.has(id));
  const latest = useLatest({ cursor, toggle, ...props });
  const actions = useMemo<RowActions>(
    () => ({
      press(line, id, { shiftKey, metaKey, ctrlKey }) {
        const { current } = latest;
        current.cursor.press(line, shiftKey);
        if (metaKey || ctrlKey) current.toggle(id);
        else if (!shiftKey) current.onOpen(id);
        current.onActivate(id);
      },
      tick(line, id) {
        latest.current.cursor.press(line, false);
        latest.current.cursor.keepPlace();
        latest.current.onActivate(id);
        latest.current.commands.quick('complete', id);
      },
      edit(line, name, id, anchor) {
        latest.current.cursor.press(line, false);
        latest.current.commands.editCell(name, id, anchor);
      },
      menu(line, id, xPx, yPx) {
        latest.current.cursor.press(line, false);
        latest.current.onActivate(id);
        latest.current.commands.menu(id, { xPx, yPx });
      },
      check(line, id, isChecked) {
        latest.current.cursor.press(line, false);
        latest.current.onSelect([id], isChecked);
      },
    }),
    [latest],
  );

  function actionFor({ key, metaKey, ctrlKey, shiftKey }: React.KeyboardEvent): (() => void) | undefined {
    const { heading } = cursor;
    if (metaKey || ctrlKey) return key === 'a' ? () => props.onSelectAll(true) : undefined;
    if (key === 'Escape') return props.onEscape;
    if (heading !== null) {
      const isFolded = sections.find((section) => section.key === heading)?.isCollapsed;
      const folds = key === 'ArrowLeft' && !isFolded;
      const unfolds = key === 'ArrowRight' && isFolded;
      if (folds || unfolds || key === 'Enter' || key === ' ') return () => props.onToggleSection(heading);
    } else if (activeId !== null) {
      if (key === 'Enter') return () => props.onStepIn(activeId);
      if (key === ' ') return () => toggle(activeId);
      if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return () => props.commands.menu(activeId);
    }
    if (key === 'n') return props.commands.add;
    return cursor.moveFor(key, shiftKey) ?? commandFor(key);
  }

  /** The command of a letter key, on the active row or on all selected ones. */
  function commandFor(key: string): (() => void) | undefined {
    const target = selected.size > 0 ? null : activeId;
    if (target === null && selected.size === 0) return undefined;
    if (key === 'e') return () => props.commands.editFields(target);
    const action = quickActionOf(entity, key);
    if (action === undefined) return undefined;
    return () => {
      if (action === 'complete') cursor.keepPlace();
      props.commands.quick(action, target);
    };
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.target !== scroller.current || event.altKey || event.nativeEvent.isComposing) return;
    const run = actionFor(event);
    if (run === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }

  const lines = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
  const activeRow = isActiveInView ? `row-${activeId}` : undefined;
  return (
    <div className="grid-frame">
      <div
        ref={scroller}
        className="grid scroller"
        role="grid"
        tabIndex={0}
        aria-label={label(entity.label)}
        aria-rowcount={length + 1}
        aria-colcount={shown.length + 2}
        aria-multiselectable
        aria-activedescendant={cursor.heading === null ? activeRow : `group-${cursor.heading}`}
        onKeyDown={onKeyDown}
        style={{ '--tracks': [SELECT_PX, ...widths, badgePx].map((px) => `${px}px`).join(' ') } as React.CSSProperties}
      >
        <div role="rowgroup" className="grid__head">
          <div role="row" aria-rowindex={1} className="grid__row">
            <div role="columnheader" className="grid__cell grid__cell--check">
              <input
                type="checkbox"
                className="checkbox"
                tabIndex={-1}
                aria-label={t('list.selectAll')}
                checked={selected.size > 0 && selected.size >= rowCount}
                ref={(box) => {
                  if (box !== null) box.indeterminate = selected.size > 0 && selected.size < rowCount;
                }}
                onChange={(event) => props.onSelectAll(event.target.checked)}
              />
            </div>
            {shown.map((column) => (
              <HeaderCell key={column.name} column={column} sort={sort} onSort={props.onSort} />
            ))}
            <div role="columnheader" className="grid__cell grid__cell--badge">
              <span className={isNarrow ? 'visually-hidden' : ''}>{t('list.syncColumn')}</span>
            </div>
          </div>
        </div>
        <div role="rowgroup" className="grid__body" style={{ height: length * rowPx }}>
          {lines.map((line) => {
            const item = itemAt(sections, line);
            const section = item === undefined ? undefined : sections[item.section];
            if (item === undefined || section === undefined) return null;
            const place = { key: line % places, line, topPx: line * rowPx };
            if (item.kind === 'heading') {
              const isActive = section.key === cursor.heading;
              return (
                <GroupRow
                  {...place}
                  key={place.key}
                  section={section}
                  isActive={isActive}
                  onToggle={props.onToggleSection}
                />
              );
            }
            const id = lists[item.section]?.idAt(item.index);
            return (
              <GridRow
                {...place}
                key={place.key}
                entity={entity}
                id={id}
                columns={shown}
                widths={widths}
                isActive={id !== undefined && id === activeId && cursor.heading === null}
                isSelected={id !== undefined && selected.has(id)}
                isNarrow={isNarrow}
                today={today}
                actions={actions}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
});
