import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import type { GridSection } from '../store/grid-rows.ts';

interface GroupRowProps {
  section: GridSection;
  line: number;
  topPx: number;
  isActive: boolean;
  onToggle: (key: string) => void;
}

export const GroupRow = memo(function GroupRow({ section, line, topPx, isActive, onToggle }: GroupRowProps) {
  const { formats } = useI18n();
  return (
    <div
      role="row"
      id={`group-${section.key}`}
      aria-rowindex={line + 2}
      className="grid__group"
      data-active={isActive || undefined}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      <div role="gridcell" className="grid__group-cell">
        <button
          type="button"
          className="grid__group-button"
          tabIndex={-1}
          aria-expanded={!section.isCollapsed}
          onClick={() => onToggle(section.key)}
        >
          <ChevronRight size={14} aria-hidden className="grid__group-arrow" />
          <span className="truncate">{section.heading}</span>
          <span className="count tabular">{formats.number(section.total)}</span>
        </button>
      </div>
    </div>
  );
});
