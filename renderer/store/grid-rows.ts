/** A list as the grid shows it: consecutive sections of rows, each with an optional heading. */
export interface GridSection {
  key: string;
  /** Null if the list is not grouped. */
  heading: string | null;
  total: number;
  isCollapsed: boolean;
}

export type GridItem = { kind: 'heading'; section: number } | { kind: 'row'; section: number; index: number };

const shownRows = ({ isCollapsed, total }: GridSection) => (isCollapsed ? 0 : total);
const lengthOf = (section: GridSection) => shownRows(section) + (section.heading === null ? 0 : 1);

/** Number of lines below the grid's header. */
export function gridLength(sections: readonly GridSection[]): number {
  return sections.reduce((sum, section) => sum + lengthOf(section), 0);
}

/** What is on a line; undefined outside the grid. */
export function itemAt(sections: readonly GridSection[], line: number): GridItem | undefined {
  if (line < 0) return undefined;
  let start = 0;
  for (const [section, each] of sections.entries()) {
    const length = lengthOf(each);
    if (line < start + length) {
      const index = line - start - (each.heading === null ? 0 : 1);
      return index < 0 ? { kind: 'heading', section } : { kind: 'row', section, index };
    }
    start += length;
  }
  return undefined;
}

/** For each section the first and last row within lines `from` to `to`; null if there is none. */
export function rowsBetween(
  sections: readonly GridSection[],
  from: number,
  to: number,
): ({ first: number; last: number } | null)[] {
  let start = 0;
  return sections.map((section) => {
    const firstRow = start + (section.heading === null ? 0 : 1);
    start += lengthOf(section);
    const first = Math.max(0, from - firstRow);
    const last = Math.min(shownRows(section) - 1, to - firstRow);
    return last < first ? null : { first, last };
  });
}

/** The next line with a row, down (1) or up (-1); the same line if there is none. */
export function nextRow(sections: readonly GridSection[], line: number, step: 1 | -1): number {
  const length = gridLength(sections);
  for (let next = line + step; next >= 0 && next < length; next += step) {
    if (itemAt(sections, next)?.kind === 'row') return next;
  }
  return line;
}
