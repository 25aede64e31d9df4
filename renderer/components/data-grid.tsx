import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import type { ListQuery } from '#app/contract/records.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { useSpeech } from '../hooks/speech.tsx';
import type { ShownList } from '../hooks/use-lists.ts';
import { useWidth } from '../hooks/use-width.ts';
import { type Column, fittingColumns, trackOf } from '../model/columns.ts';
import { type GridSection, gridLength, itemAt, nextRow, rowsBetween } from '../model/grid-rows.ts';
import { GridRow } from './grid-row.tsx';
import { GroupRow } from './group-row.tsx';
import { HeaderCell } from './header-cell.tsx';

const SELECT_PX = 34;
const BADGE_PX = 128;
const NARROW_BADGE_PX = 40;
const NARROW_BELOW_PX = 720;
const OVERSCAN = 8;

export interface GridHandle {
  focus(): void;
}

export interface DataGridProps {
  entity: AnyEntity;
  columns: readonly Column[];
  sections: readonly GridSection[];
  lists: readonly ShownList[];
  sort: ListQuery['sort'];
  onSort: (field: string) => void;
  rowPx: number;
  activeId: string | null;
  selected: ReadonlySet<string>;
  onActivate: (id: string) => void;
  onOpen: (id: string) => void;
  /** Opens a record by key, to go on in it. */
  onStepIn: (id: string) => void;
  onSelect: (ids: string[], isSelected: boolean) => void;
  onSelectAll: (isSelected: boolean) => void;
  onToggleSection: (key: string) => void;
  onEscape: () => void;
  isDue: (dueDay: string) => boolean;
  ref?: Ref<GridHandle>;
}

/**
 * A list of records: only what is in view exists. `aria-rowcount` counts every line, the header included, so a list of
 * 60 clients has 61; `aria-rowindex` counts from the header as 1. The focus stays on the grid and names its row.
 */
export function DataGrid(props: DataGridProps) {
  const { entity, columns, sections, lists, sort, rowPx, activeId, selected } = props;
  const { label, t } = useSpeech();
  const scroller = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(scroller);
  const isNarrow = widthPx < NARROW_BELOW_PX;
  const badgePx = isNarrow ? NARROW_BADGE_PX : BADGE_PX;
  const shown = useMemo(() => fittingColumns(columns, widthPx - SELECT_PX - badgePx), [columns, widthPx, badgePx]);
  const template = `${SELECT_PX}px ${shown.map(trackOf).join(' ')} ${badgePx}px`;
  const length = gridLength(sections);
  const rowCount = sections.reduce((sum, { total }) => sum + total, 0);
  const virtualizer = useVirtualizer({
    count: length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollPaddingStart: rowPx,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density means other heights
  useEffect(() => virtualizer.measure(), [virtualizer, rowPx]);

  const visible = virtualizer.getVirtualItems();
  const from = visible[0]?.index ?? 0;
  const to = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    for (const [place, range] of rowsBetween(sections, from, to).entries()) {
      if (range !== null) lists[place]?.show(range.first, range.last);
    }
  }, [sections, lists, from, to]);

  const idOn = (line: number): string | undefined => {
    const item = itemAt(sections, line);
    return item?.kind === 'row' ? lists[item.section]?.idAt(item.index) : undefined;
  };
  const activeLine = useRef(-1);
  const anchorLine = useRef(-1);
  const lineInView = visible.find(({ index }) => idOn(index) === activeId)?.index;
  if (lineInView !== undefined && activeId !== null) activeLine.current = lineInView;

  useImperativeHandle(props.ref, () => ({ focus: () => scroller.current?.focus() }), []);

  function moveTo(line: number, extendsSelection: boolean) {
    const target = Math.max(0, Math.min(length - 1, line));
    virtualizer.scrollToIndex(target);
    const id = idOn(target);
    if (id === undefined) return;
    if (extendsSelection) selectRange(anchorLine.current < 0 ? activeLine.current : anchorLine.current, target);
    else anchorLine.current = target;
    activeLine.current = target;
    props.onActivate(id);
  }

  function selectRange(start: number, end: number) {
    const ids: string[] = [];
    for (let line = Math.min(start, end); line <= Math.max(start, end); line += 1) {
      const id = idOn(line);
      if (id !== undefined) ids.push(id);
    }
    props.onSelect(ids, true);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.target !== scroller.current || event.altKey) return;
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2);
    const line = activeLine.current;
    const isCommand = event.metaKey || event.ctrlKey;
    const keys: Record<string, () => void> = {
      ArrowDown: () => moveTo(nextRow(sections, line, 1), event.shiftKey),
      ArrowUp: () => moveTo(nextRow(sections, line, -1), event.shiftKey),
      PageDown: () => moveTo(Math.min(length - 1, line + pageRows), event.shiftKey),
      PageUp: () => moveTo(Math.max(0, line - pageRows), event.shiftKey),
      Home: () => moveTo(nextRow(sections, -1, 1), event.shiftKey),
      End: () => moveTo(length - 1, event.shiftKey),
      Enter: () => activeId !== null && props.onStepIn(activeId),
      ' ': () => activeId !== null && props.onSelect([activeId], !selected.has(activeId)),
      Escape: props.onEscape,
    };
    const letters: Record<string, () => void> = {
      j: () => moveTo(nextRow(sections, line, 1), false),
      k: () => moveTo(nextRow(sections, line, -1), false),
      x: () => activeId !== null && props.onSelect([activeId], !selected.has(activeId)),
    };
    const run = isCommand
      ? event.key === 'a'
        ? () => props.onSelectAll(true)
        : undefined
      : (keys[event.key] ?? letters[event.key]);
    if (run === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }

  const activeRowId = lineInView === undefined ? undefined : `row-${activeId}`;
  return (
    <div
      ref={scroller}
      className="grid scroller"
      role="grid"
      tabIndex={0}
      aria-label={label(entity.label)}
      aria-rowcount={length + 1}
      aria-colcount={shown.length + 2}
      aria-multiselectable
      aria-activedescendant={activeRowId}
      onKeyDown={onKeyDown}
      data-narrow={isNarrow || undefined}
    >
      <div role="rowgroup" className="grid__head">
        <div role="row" aria-rowindex={1} className="grid__row" style={{ gridTemplateColumns: template }}>
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
      <div role="rowgroup" className="grid__body" style={{ height: virtualizer.getTotalSize() }}>
        {visible.map(({ index, start }) => {
          const item = itemAt(sections, index);
          const section = item === undefined ? undefined : sections[item.section];
          if (item === undefined || section === undefined) return null;
          const place = { transform: `translateY(${start}px)`, height: rowPx };
          if (item.kind === 'heading') {
            return (
              <GroupRow
                key={section.key}
                section={section}
                line={index}
                style={place}
                onToggle={props.onToggleSection}
              />
            );
          }
          const id = idOn(index);
          return (
            <GridRow
              key={id ?? `${section.key}-${item.index}`}
              entity={entity}
              id={id}
              line={index}
              columns={shown}
              template={template}
              style={place}
              isActive={id !== undefined && id === activeId}
              isSelected={id !== undefined && selected.has(id)}
              isNarrow={isNarrow}
              isDue={props.isDue}
              onPress={(pressed, event) => {
                if (event.shiftKey) selectRange(anchorLine.current < 0 ? index : anchorLine.current, index);
                else if (event.metaKey || event.ctrlKey) props.onSelect([pressed], !selected.has(pressed));
                else props.onOpen(pressed);
                if (!event.shiftKey) anchorLine.current = index;
                activeLine.current = index;
                props.onActivate(pressed);
              }}
              onCheck={(checked, isChecked) => {
                anchorLine.current = index;
                props.onSelect([checked], isChecked);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}
