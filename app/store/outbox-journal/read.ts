import { readFileSync } from 'node:fs';
import type { JournaledChange, JournaledEnd, JournalOwner } from './record.ts';
import { decodeRecords } from './record-codec.ts';

/** The last record of a change in the journal, and the transaction that wrote it. */
export type JournalFact = { seq: number } & ({ put: JournaledChange } | { end: JournaledEnd });

export interface JournalContent {
  /** Names the database that the transaction numbers belong to; null if the start of the file is unreadable. */
  line: string | null;
  /** Number of the last transaction; 0 if empty. */
  seq: number;
  owner: JournalOwner | null;
  /** By change id, in order of first mention. */
  facts: Map<string, JournalFact>;
  /** Unreadable records; a torn end does not count, because its save was never confirmed. */
  damaged: number;
  /** Up to the end of the last complete record. */
  wholeBytes: number;
  /** The last record was cut off. */
  isTorn: boolean;
}

export interface UnacknowledgedChanges {
  owner: JournalOwner | null;
  /**
   * In outbox order: saved on this computer, and without a final answer or with a conflict nobody has settled. Without
   * discarded changes and those carried by another change.
   */
  changes: JournaledChange[];
  /** Unreadable records of the file; their content is missing from `changes`. */
  damaged: number;
}

/**
 * For salvage: the changes in the outbox journal at `path` that no server has acknowledged, in whatever state the
 * database is. Read-only. Null if there is no file.
 * @throws the file system's error if the file cannot be read
 */
export function readOutboxJournal(path: string): UnacknowledgedChanges | null {
  const bytes = readIfAny(path);
  if (bytes === null) return null;
  const content = readJournal(bytes);
  return { owner: content.owner, changes: putsOf(content.facts.values()), damaged: content.damaged };
}

/** The final state that a journal describes. */
export function readJournal(bytes: Buffer): JournalContent {
  const { records, damaged, wholeBytes } = decodeRecords(bytes);
  const content: JournalContent = {
    line: null,
    seq: 0,
    owner: null,
    facts: new Map(),
    damaged,
    wholeBytes,
    isTorn: wholeBytes < bytes.length,
  };
  for (const { seq, line, owner, puts = [], ends = [] } of records) {
    content.seq = Math.max(content.seq, seq);
    if (line !== undefined) content.line = line;
    if (owner !== undefined) content.owner = owner;
    for (const put of puts) content.facts.set(put.changeId, { seq, put });
    for (const end of ends) content.facts.set(end.changeId, { seq, end });
  }
  return content;
}

/** The unfinished changes among these facts, in outbox order. */
export function putsOf(facts: Iterable<JournalFact>): JournaledChange[] {
  const puts = [...facts].flatMap((fact) => ('put' in fact ? [fact.put] : []));
  return puts.sort((a, b) => a.id - b.id);
}

function readIfAny(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}
