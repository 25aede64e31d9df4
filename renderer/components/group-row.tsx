import { ChevronRight } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useSpeech } from '../hooks/speech.tsx';
import type { GridSection } from '../model/grid-rows.ts';

interface GroupRowProps {
  section: GridSection;
  line: number;
  style: CSSProperties;
  onToggle: (key: string) => void;
}

export function GroupRow({ section, line, style, onToggle }: GroupRowProps) {
  const { formats } = useSpeech();
  return (
    <div role="row" aria-rowindex={line + 2} className="grid__group" style={style}>
      <div role="gridcell" className="grid__group-cell">
        <button
          type="button"
          className="grid__group-button"
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
}
