import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ListQuery } from '#app/contract/lists.ts';
import { useI18n } from '../i18n/i18n.tsx';
import type { Column } from '../record/columns.ts';

interface HeaderCellProps {
  column: Column;
  sort: ListQuery['sort'];
  onSort: (field: string) => void;
}

/** A column heading; pressing it sorts. With the keyboard, lists are sorted from the Display menu. */
export function HeaderCell({ column, sort, onSort }: HeaderCellProps) {
  const { label } = useI18n();
  const direction = sort?.field === column.name ? sort.direction : null;
  const message = label(column.field.label);
  const Arrow = direction === 'desc' ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      className="grid__cell"
      data-kind={column.field.kind}
      aria-sort={direction === null ? undefined : direction === 'asc' ? 'ascending' : 'descending'}
    >
      {column.field.sortable ? (
        <button type="button" tabIndex={-1} className="grid__sort" onClick={() => onSort(column.name)}>
          <span className="truncate">{message}</span>
          {direction !== null && <Arrow size={12} aria-hidden />}
        </button>
      ) : (
        <span className="truncate">{message}</span>
      )}
    </div>
  );
}
