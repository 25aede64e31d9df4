import { useEffect, useRef, useState } from 'react';
import { type GridSection, gridLength, itemAt, nextRow } from '../store/grid-rows.ts';
import type { ShownList } from '../store/use-lists.ts';

interface CursorOptions {
  sections: readonly GridSection[];
  lists: readonly ShownList[];
  /** Another one means other lines. */
  subject: string;
  activeId: string | null;
  pageLines: () => number;
  reveal: (line: number) => void;
  onActivate: (id: string) => void;
  onSelectLines: (from: number, to: number) => void;
}

/** Where one is in a grid: on a record, or on the heading of a group; and from where a range is selected. */
export function useGridCursor(options: CursorOptions) {
  const { sections, lists, subject, activeId, pageLines, reveal, onActivate, onSelectLines } = options;
  const line = useRef(-1);
  const anchor = useRef(-1);
  /** Gone to before its page was here. */
  const wanted = useRef(-1);
  /** Whether the active record may go, and the one that comes in its place is active then. */
  const isPlaceKept = useRef(false);
  const [heading, setHeading] = useState<string | null>(null);
  const last = gridLength(sections) - 1;

  // While rendering, ahead of `follow`: in an effect after it, it would depend on a render to come whether one stands on the
  // active record or nowhere.
  const subjectBefore = useRef(subject);
  if (subjectBefore.current !== subject) {
    subjectBefore.current = subject;
    line.current = -1;
    anchor.current = -1;
    wanted.current = -1;
  }
  function idOn(at: number): string | undefined {
    const item = itemAt(sections, at);
    return item?.kind === 'row' ? lists[item.section]?.idAt(item.index) : undefined;
  }
  function activate(at: number) {
    const item = itemAt(sections, at);
    if (item === undefined) return;
    setHeading(item.kind === 'heading' ? (sections[item.section]?.key ?? null) : null);
    const id = idOn(at);
    wanted.current = item.kind === 'row' && id === undefined ? at : -1;
    if (id !== undefined) onActivate(id);
  }
  useEffect(() => {
    if (wanted.current >= 0 && idOn(wanted.current) !== undefined) activate(wanted.current);
    const at = Math.min(line.current, last);
    const inPlace = at < 0 ? undefined : idOn(at);
    if (!isPlaceKept.current || inPlace === undefined || inPlace === activeId) return;
    isPlaceKept.current = false;
    activate(at);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the subject says that the lines are others
  useEffect(() => setHeading(null), [subject]);

  function moveTo(at: number, isRange: boolean) {
    isPlaceKept.current = false;
    const target = Math.max(0, Math.min(last, at));
    reveal(target);
    if (!isRange) anchor.current = target;
    else onSelectLines(anchor.current < 0 ? Math.max(0, line.current) : anchor.current, target);
    line.current = target;
    activate(target);
  }

  return {
    idOn,
    heading,
    /** Follows the active record to where it stands now, if that is in view. */
    follow(from: number, to: number): boolean {
      if (activeId === null || heading !== null) return false;
      for (let at = from; at <= to; at += 1) {
        if (idOn(at) !== activeId) continue;
        line.current = at;
        return true;
      }
      return false;
    },
    /** The active record is about to leave the list: the next one is active then. */
    keepPlace() {
      isPlaceKept.current = true;
    },
    /** A press on a line. */
    press(at: number, isRange: boolean) {
      isPlaceKept.current = false;
      if (isRange) onSelectLines(anchor.current < 0 ? at : anchor.current, at);
      else anchor.current = at;
      line.current = at;
      setHeading(null);
    },
    /** What a key that moves does; undefined for any other. */
    moveFor(key: string, isRange: boolean): (() => void) | undefined {
      const moves: Record<string, () => void> = {
        ArrowDown: () => moveTo(line.current + 1, isRange),
        ArrowUp: () => moveTo(line.current - 1, isRange),
        PageDown: () => moveTo(line.current + pageLines(), isRange),
        PageUp: () => moveTo(line.current - pageLines(), isRange),
        Home: () => moveTo(nextRow(sections, -1, 1), isRange),
        End: () => moveTo(last, isRange),
        j: () => moveTo(nextRow(sections, line.current, 1), false),
        k: () => moveTo(nextRow(sections, line.current, -1), false),
      };
      return moves[key];
    },
  };
}
