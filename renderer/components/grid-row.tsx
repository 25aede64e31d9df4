import { type CSSProperties, type MouseEvent, memo } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import type { Column } from '../model/columns.ts';
import { isClosed } from '../model/due.ts';
import { recordKey } from '../store/state.ts';
import { SyncBadge } from './sync-badge.tsx';
import { ValueCell } from './value-cell.tsx';

interface GridRowProps {
  entity: AnyEntity;
  id: string | undefined;
  line: number;
  columns: readonly Column[];
  template: string;
  style: CSSProperties;
  isActive: boolean;
  isSelected: boolean;
  isNarrow: boolean;
  isDue: (day: string) => boolean;
  onPress: (id: string, event: MouseEvent) => void;
  onCheck: (id: string, isChecked: boolean) => void;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { entity, id, line, columns, isActive, isSelected, isNarrow } = props;
  const { t } = useSpeech();
  const record = useDeskState((state) => (id === undefined ? undefined : state.records[recordKey(entity.table, id)]));
  const style = { ...props.style, gridTemplateColumns: props.template };
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
  const isOverdue = (name: string) =>
    name === 'dueDate' && typeof data[name] === 'string' && props.isDue(data[name]) && !isClosed(entity, data);
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
      onClick={(event) => props.onPress(id, event)}
    >
      <div role="gridcell" className="grid__cell grid__cell--check">
        <input
          type="checkbox"
          className="checkbox"
          tabIndex={-1}
          aria-label={t('list.select', { title })}
          checked={isSelected}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => props.onCheck(id, event.target.checked)}
        />
      </div>
      {columns.map(({ name, field }) => (
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
            <ValueCell field={field} value={data[name]} data={data} isOverdue={isOverdue(name)} />
          )}
        </div>
      ))}
      <div role="gridcell" className="grid__cell grid__cell--badge">
        <SyncBadge badge={record.badge} isQuiet={!isNarrow} isIconOnly={isNarrow} />
      </div>
    </div>
  );
});
