import { useEffect, useRef, useState } from 'react';
import { type GridSection, gridLength, itemAt, nextRow } from '../store/grid-rows.ts';
import type { ShownList } from '../store/use-lists.ts';

interface CursorOptions {
  sections: readonly GridSection[];
  lists: readonly ShownList[];
  /** Identifies the lines: another subject has other lines. */
  subject: string;
  activeId: string | null;
  pageLines: () => number;
  reveal: (line: number) => void;
  onActivate: (id: string) => void;
  onSelectLines: (from: number, to: number) => void;
}

/** The cursor of a grid, on a record or a group heading, and the anchor of a range selection. */
export function useGridCursor(options: CursorOptions) {
  const { sections, lists, subject, activeId, pageLines, reveal, onActivate, onSelectLines } = options;
  const line = useRef(-1);
  const anchor = useRef(-1);
  /** Target line whose page has not arrived yet. */
  const wanted = useRef(-1);
  /** When the active record leaves the list, its successor becomes active. */
  const isPlaceKept = useRef(false);
  const [heading, setHeading] = useState<string | null>(null);
  const last = gridLength(sections) - 1;

  // Set during render, before `follow`: in an effect it would depend on a later render whether the cursor is on the
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
    /** Moves the cursor to the active record's new position, if visible. */
    follow(from: number, to: number): boolean {
      if (activeId === null || heading !== null) return false;
      for (let at = from; at <= to; at += 1) {
        if (idOn(at) !== activeId) continue;
        line.current = at;
        return true;
      }
      return false;
    },
    /** Call before the active record leaves the list, so that its successor becomes active. */
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
    /** The action of a movement key; undefined for other keys. */
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
