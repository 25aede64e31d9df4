import { readFileSync } from 'node:fs';
import { decodeRecords, type JournaledChange, type JournaledEnd, type JournalOwner } from './record.ts';

/** The last record of a change in the journal, and the transaction that wrote it. */
export type JournalFact = { seq: number } & ({ put: JournaledChange } | { end: JournaledEnd });

export interface JournalContent {
  /** Names the database the transaction numbers count in; null where the beginning of the file cannot be read. */
  line: string | null;
  /** Number of the last transaction in it; 0 in an empty one. */
  seq: number;
  owner: JournalOwner | null;
  /** By change id, in order of first mention. */
  facts: Map<string, JournalFact>;
  /** Records that cannot be read; a torn end is not counted, since its save was never confirmed. */
  damaged: number;
  /** Up to the end of the last complete record. */
  wholeBytes: number;
  /** The last record was cut off. */
  isTorn: boolean;
}

export interface UnacknowledgedChanges {
  owner: JournalOwner | null;
  /**
   * In outbox order: what was saved on this computer and has no final answer of the server, or was decided with a conflict
   * that no person has settled yet. Without discarded changes, and without those whose content another change carries.
   */
  changes: JournaledChange[];
  /** Records of the file that could not be read; what they held is missing above. */
  damaged: number;
}

/**
 * The reader for salvage: the changes in the outbox journal at `path` that no server has acknowledged, readable whatever
 * became of the database beside it. Changes nothing. Null where there is no file.
 * @throws what the file system throws where the file cannot be read
 */
export function readOutboxJournal(path: string): UnacknowledgedChanges | null {
  const bytes = readIfAny(path);
  if (bytes === null) return null;
  const content = readJournal(bytes);
  return { owner: content.owner, changes: putsOf(content.facts.values()), damaged: content.damaged };
}

/** What a journal says in the end. */
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

/** The changes among these facts, in outbox order. */
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
