import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { useSpeech } from '../hooks/speech.tsx';
import type { GridSection } from '../model/grid-rows.ts';

interface GroupRowProps {
  section: GridSection;
  line: number;
  topPx: number;
  isActive: boolean;
  onToggle: (key: string) => void;
}

export const GroupRow = memo(function GroupRow({ section, line, topPx, isActive, onToggle }: GroupRowProps) {
  const { formats } = useSpeech();
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
