import { plainHeader } from '../columns/plain-header.ts';
import { type Cell, cellText, isBlankLine } from '../sheet.ts';

/** Reports have titles, a date and blank lines above the header, but not more than this. */
const MOST_LINES_ABOVE = 30;
const LINES_LOOKED_AT = 60;

export interface FoundHeader {
  /** Index of the header row; -1 if the table has none. */
  index: number;
  /** Number of known words in the row. */
  known: number;
  columns: number;
}

/** @param knownHeaders normalised, see `plainHeader` */
export function findHeader(rows: readonly (readonly Cell[])[], knownHeaders: ReadonlySet<string>): FoundHeader {
  const looked = rows.slice(0, LINES_LOOKED_AT);
  const width = usualWidth(looked);
  let best: { index: number; known: number } | null = null;
  for (const [index, cells] of looked.slice(0, MOST_LINES_ABOVE).entries()) {
    if (isBlankLine(cells)) continue;
    const words = new Set(cells.map((cell) => plainHeader(cellText(cell))).filter((word) => word !== ''));
    const known = [...words].filter((word) => knownHeaders.has(word)).length;
    // On a tie the first row is the header: a person may be named like a column.
    if (known > (best?.known ?? 0) && known * 3 >= Math.min(words.size, 6)) best = { index, known };
  }
  if (best !== null) return { ...best, columns: filledWidth(looked[best.index] ?? []) };
  const first = looked.findIndex((cells) => filledWidth(cells) >= Math.min(width, 2) && !isBlankLine(cells));
  const cells = looked[first] ?? [];
  const looksLikeData = cells.some((cell) => typeof cell === 'number' || /@|^\W*[\d.,/-]{4,}/.test(cell));
  return { index: looksLikeData ? -1 : first, known: 0, columns: filledWidth(cells) };
}

/** Number of cells up to the last non-empty one. */
export function filledWidth(cells: readonly Cell[]): number {
  return cells.findLastIndex((cell) => cellText(cell).trim() !== '') + 1;
}

/** The most frequent row width. */
function usualWidth(rows: readonly (readonly Cell[])[]): number {
  const counts = new Map<number, number>();
  for (const cells of rows) if (!isBlankLine(cells)) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0] as [number, number])[0];
}
