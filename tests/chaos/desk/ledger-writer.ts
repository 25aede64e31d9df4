import { openSync, writeSync } from 'node:fs';
import { type LedgerChange, type LedgerLine, nextNumber, type Screen } from '../ledger.ts';

/** Writes each line with one call to the system before it returns, so that a kill loses none. */
export interface LedgerWriter {
  /** Before an operation is called. Returns its number. */
  begin(act: string, screens: Screen[], changes: LedgerChange[], shown?: unknown): number;
  saved(n: number, changes: LedgerChange[]): void;
  failed(n: number, code: string): void;
}

export function createLedgerWriter(file: string): LedgerWriter {
  let next = nextNumber(file);
  const descriptor = openSync(file, 'a');
  // Whatever a kill has cut ends here.
  writeSync(descriptor, '\n');
  const write = (line: LedgerLine): void => void writeSync(descriptor, `${JSON.stringify(line)}\n`);
  return {
    begin(act, screens, changes, shown) {
      const n = next++;
      write({ kind: 'try', n, act, atMs: Date.now(), screens, changes, shown });
      return n;
    },
    saved: (n, changes) => write({ kind: 'saved', n, changes }),
    failed: (n, code) => write({ kind: 'failed', n, code }),
  };
}
