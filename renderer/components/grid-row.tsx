import { type MouseEvent, memo } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import type { Column } from '../model/columns.ts';
import { isClosed } from '../model/due.ts';
import { recordKey } from '../store/state.ts';
import { SyncBadge } from './sync-badge.tsx';
import { ValueCell } from './value-cell.tsx';

export interface RowActions {
  press(line: number, id: string, event: MouseEvent): void;
  check(line: number, id: string, isChecked: boolean): void;
}

interface GridRowProps {
  entity: AnyEntity;
  /** Undefined while its page is on its way. */
  id: string | undefined;
  line: number;
  topPx: number;
  columns: readonly Column[];
  widths: readonly number[];
  isActive: boolean;
  isSelected: boolean;
  isNarrow: boolean;
  today: string;
  actions: RowActions;
}

const CELL_PADDING_PX = 16;

/** One record of a list. Its elements stay where they are and take on another record, which costs a fraction of new ones. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { entity, id, line, columns, widths, isActive, isSelected, isNarrow, today, actions } = props;
  const { t } = useSpeech();
  const record = useDeskState((state) => (id === undefined ? undefined : state.records[recordKey(entity.table, id)]));
  const style = { transform: `translateY(${props.topPx}px)` };
  if (id === undefined || record === undefined) {
    return (
      <div role="row" aria-rowindex={line + 2} className="grid__row grid__row--waiting" style={style}>
        <div role="gridcell" />
        <div role="gridcell" className="grid__cell">
          <span className="grid__ghost" />
        </div>
      </div>
    );
  }
  const { data } = record;
  const title = String(data[entity.title] ?? '') || t('list.untitled');
  const isLate = typeof data.dueDate === 'string' && data.dueDate < today && !isClosed(entity, data);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the focus and opens its row with Enter
    <div
      role="row"
      id={`row-${id}`}
      aria-rowindex={line + 2}
      aria-selected={isSelected}
      className="grid__row"
      data-active={isActive || undefined}
      style={style}
      onClick={(event) => actions.press(line, id, event)}
    >
      <div role="gridcell" className="grid__cell grid__cell--check">
        <input
          type="checkbox"
          className="checkbox"
          tabIndex={-1}
          aria-label={t('list.select', { title })}
          checked={isSelected}
          onClick={(event) => {
            event.stopPropagation();
            if (!event.shiftKey) return;
            event.preventDefault();
            actions.press(line, id, event);
          }}
          onChange={(event) => actions.check(line, id, event.target.checked)}
        />
      </div>
      {columns.map(({ name, field }, place) => (
        <div
          key={name}
          role="gridcell"
          className="grid__cell"
          data-kind={field.kind}
          data-title={name === entity.title || undefined}
        >
          {name === entity.title ? (
            <span className="truncate" title={title}>
              {title}
            </span>
          ) : (
            <ValueCell
              field={field}
              value={data[name]}
              data={data}
              isOverdue={name === 'dueDate' && isLate}
              roomPx={(widths[place] ?? 0) - CELL_PADDING_PX}
            />
          )}
        </div>
      ))}
      <div role="gridcell" className="grid__cell grid__cell--badge">
        <SyncBadge badge={record.badge} isQuiet={!isNarrow} isIconOnly={isNarrow} />
      </div>
    </div>
  );
});
