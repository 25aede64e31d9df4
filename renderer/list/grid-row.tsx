import { type MouseEvent, memo, type ReactNode } from 'react';
import { recordKey } from '#app/contract/record-key.ts';
import { type AnyEntity, type Field, hasFewChoices } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import type { Column } from '../record/columns.ts';
import { useOwnerPath } from '../record/owner-path.ts';
import { RecordBadge } from '../record/sync-badge.tsx';
import { Tick } from '../record/tick.tsx';
import { ValueCell } from '../record/value-cell.tsx';
import { isOverdue } from '../store/due.ts';
import { useRendererState } from '../store/store-context.ts';

export interface RowActions {
  press(line: number, id: string, event: MouseEvent): void;
  check(line: number, id: string, isChecked: boolean): void;
  tick(line: number, id: string): void;
  edit(line: number, name: string, id: string, anchor: Element): void;
  menu(line: number, id: string, xPx: number, yPx: number): void;
}

interface GridRowProps {
  entity: AnyEntity;
  /** Undefined while its page is loading. */
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

/** One row of a list. Its elements are reused for another record, which costs a fraction of creating new ones. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { entity, id, line, columns, widths, isActive, isSelected, isNarrow, today, actions } = props;
  const { t } = useI18n();
  const record = useRendererState((state) =>
    id === undefined ? undefined : state.records[recordKey(entity.table, id)],
  );
  const path = useOwnerPath(entity, record?.data);
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
  const isLate = isOverdue(entity, data, today);
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
      onContextMenu={(event) => {
        event.preventDefault();
        actions.menu(line, id, event.clientX, event.clientY);
      }}
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
            <>
              <Tick entity={entity} data={data} title={title} isInGrid onTick={() => actions.tick(line, id)} />
              <span className="grid__names" title={path === '' ? title : `${title}\n${path}`}>
                <span className="truncate">{title}</span>
                {path !== '' && <span className="grid__path truncate">{path}</span>}
              </span>
            </>
          ) : (
            <Changeable field={field} onChange={(anchor) => actions.edit(line, name, id, anchor)}>
              <ValueCell
                field={field}
                value={data[name]}
                data={data}
                isOverdue={name === entity.due && isLate}
                roomPx={(widths[place] ?? 0) - CELL_PADDING_PX}
              />
            </Changeable>
          )}
        </div>
      ))}
      <div role="gridcell" className="grid__cell grid__cell--badge">
        <RecordBadge record={record} isQuiet={!isNarrow} isIconOnly={isNarrow} />
      </div>
    </div>
  );
});

interface ChangeableProps {
  field: Field;
  onChange: (anchor: Element) => void;
  children: ReactNode;
}

/** A cell that can be changed in place by pressing it. With the keyboard, the row's actions do the same. */
function Changeable({ field, onChange, children }: ChangeableProps) {
  if (!hasFewChoices(field.kind)) return children;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the focus, and a key for each of these fields
    // biome-ignore lint/a11y/noStaticElementInteractions: as above
    <span
      className="cell-edit"
      onClick={(event) => {
        if (event.shiftKey || event.metaKey || event.ctrlKey) return;
        event.stopPropagation();
        onChange(event.currentTarget);
      }}
    >
      {children}
    </span>
  );
}
