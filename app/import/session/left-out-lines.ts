import type { CellMark } from '../plan/line.ts';
import type { PlannedLine } from '../plan/plan.ts';
import type { BrokenLine } from '../sheet.ts';
import { leftOutLine, writeLeftOut } from '../write/left-out.ts';
import type { ImportSession } from './session.ts';

/** Wording of the reasons, from `app/text`; the window and the command line pass it in. */
export interface ReasonWords {
  header: string;
  line(line: PlannedLine): string;
  cell(table: string, mark: CellMark): string;
  broken(reason: BrokenLine['reason']): string;
}

/** A file of the lines left out, in the format of the original. */
export interface LeftOutFile {
  name: string;
  bytes: Uint8Array;
  count: number;
}

/**
 * Everything not imported: refused, differing repeated and undecided lines, and lines with a cell left out. One file
 * per table.
 */
export function leftOutOf(session: ImportSession, words: ReasonWords): LeftOutFile[] {
  return session.sources().flatMap(({ sheet, file, table }, index) => {
    if (table === null) return [];
    const cellsOf = new Map(sheet.lines.map((line) => [line.line, line]));
    const lines = session
      .lines()
      .filter((line) => line.source === index && line.line > 0 && isLeftOut(line))
      .flatMap((line) => {
        const found = cellsOf.get(line.line);
        return found === undefined ? [] : [{ at: line.line, out: leftOutLine(found, reasonOf(line, words)) }];
      });
    const broken = sheet.broken
      .filter(({ reason }) => !['totals', 'otherKind', 'headerAgain'].includes(reason))
      .map((line) => ({ at: line.line, out: leftOutLine(line, words.broken(line.reason)) }));
    const all = [...lines, ...broken].sort((a, b) => a.at - b.at).map(({ out }) => out);
    if (all.length === 0) return [];
    return [{ name: session.fileName(file), bytes: writeLeftOut(sheet, all, words.header), count: all.length }];
  });
}

function isLeftOut({ kind, changes, marks }: PlannedLine): boolean {
  if (kind === 'refused' || kind === 'unclear') return true;
  if (kind === 'repeated') return changes.length > 0;
  return marks.some(({ became }) => became === 'out');
}

function reasonOf(line: PlannedLine, words: ReasonWords): string {
  const cells = line.marks.filter(({ became }) => became !== 'notes').map((mark) => words.cell(line.table, mark));
  return [...(line.kind === 'unclear' || line.kind === 'repeated' ? [words.line(line)] : []), ...cells].join(' ');
}
