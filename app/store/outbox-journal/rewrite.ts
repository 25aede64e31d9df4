import type { QueueReading } from '../queue-reading.ts';
import type { StateStore } from '../state.ts';
import type { JournalFile } from './file.ts';
import { type JournalOwner, toJournaled } from './record.ts';
import { encodeRecord } from './record-codec.ts';

const ROWS_AT_ONCE = 500;

export type Rewrite = ReturnType<typeof createRewrite>;

interface RewriteOptions {
  file: JournalFile;
  queue: Pick<QueueReading, 'pendingPage'>;
  state: StateStore;
  owner: JournalOwner | null;
}

/**
 * Rewrites the journal from the database, beside the file it replaces. Records committed meanwhile are appended at
 * the end: a record holds a change's full state, so it may follow a row that includes it already.
 */
export function createRewrite({ file, queue, state, owner }: RewriteOptions) {
  const replacement = file.beginReplacement();
  const { line, seq } = state.get('outboxJournal') ?? { line: '', seq: 0 };
  const added: Buffer[] = [];
  let bytes = 0;
  let after = 0;
  let isComplete = false;

  function append(record: Buffer): void {
    replacement.append(record);
    bytes += record.length;
  }

  append(encodeRecord({ seq, line, owner }));

  return {
    owner: JSON.stringify(owner),

    /** Writes the next few hundred changes; returns whether they were the last. */
    step(): boolean {
      if (isComplete) return true;
      const rows = queue.pendingPage(ROWS_AT_ONCE, after);
      if (rows.length > 0) append(encodeRecord({ seq, puts: rows.map(toJournaled) }));
      after = rows.at(-1)?.id ?? after;
      isComplete = rows.length < ROWS_AT_ONCE;
      return isComplete;
    },

    add: (record: Buffer): void => void added.push(record),
    /** The last record's transaction was rolled back. */
    rollBack: (): void => void added.pop(),
    sync: () => replacement.sync(),

    /** Returns the new file length in bytes. */
    commit(): number {
      for (const record of added) append(record);
      replacement.commit();
      return bytes;
    },
    abandon: (): void => replacement.abandon(),
  };
}
