import { existsSync, readFileSync } from 'node:fs';
import type { RecordData } from '#app/schema/index.ts';

/** What a desk showed of a record when the person began; null where it showed none. */
export interface Screen {
  table: string;
  recordId: string;
  data: RecordData | null;
}

export interface LedgerChange {
  changeId?: string;
  table: string;
  operation: string;
  recordId: string;
  data: RecordData;
}

/**
 * One line of a desk's ledger. `try` is written before an operation is called and `saved` once it has returned, both to a
 * file of the test; a process that is killed in between leaves a `try` of which nobody can know.
 */
export type LedgerLine =
  | { kind: 'try'; n: number; act: string; atMs: number; screens: Screen[]; changes: LedgerChange[]; shown?: unknown }
  | { kind: 'saved'; n: number; changes: LedgerChange[] }
  | { kind: 'failed'; n: number; code: string };

/** What a person did at a desk. */
export interface Act {
  desk: string;
  n: number;
  /** `edit`, `delete`, `undo`, `resolve` or `discard`. */
  act: string;
  /** By the machine's clock, never the desk's. */
  atMs: number;
  screens: Screen[];
  changes: LedgerChange[];
  /** What else lay before the person: the two sides of a conflict, the data of a refused change, the changes to be undone. */
  shown: unknown;
  /** Whether the desk reported it as saved; else nobody knows. */
  isSaved: boolean;
}

/** The acts of a desk, without those that failed. */
export function readLedger(desk: string, file: string): Act[] {
  if (!existsSync(file)) return [];
  const acts = new Map<number, Act>();
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = parse(text);
    if (line?.kind === 'try') {
      const { n, act, atMs, screens, changes, shown } = line;
      acts.set(n, { desk, n, act, atMs, screens, changes, shown, isSaved: false });
    } else if (line?.kind === 'failed') {
      acts.delete(line.n);
    } else if (line?.kind === 'saved') {
      const act = acts.get(line.n);
      if (act) acts.set(line.n, { ...act, isSaved: true, changes: line.changes });
    }
  }
  return [...acts.values()];
}

/** The number after the last one used, so that a restarted desk goes on counting. */
export function nextNumber(file: string): number {
  if (!existsSync(file)) return 1;
  const numbers = readFileSync(file, 'utf8')
    .split('\n')
    .map((text) => parse(text)?.n ?? 0);
  return Math.max(0, ...numbers) + 1;
}

/** A line that a kill has cut says nothing. */
function parse(text: string): LedgerLine | undefined {
  try {
    return JSON.parse(text) as LedgerLine;
  } catch {
    return undefined;
  }
}
