import { readFileSync } from 'node:fs';
import { putsOf, readJournal } from '../outbox-journal/read.ts';
import type { JournaledChange, JournalOwner } from '../outbox-journal/record.ts';
import type { Row } from './kept-tables.ts';
import type { OutboxCopy } from './merge-tables.ts';

export interface JournalCopy extends OutboxCopy {
  owner: JournalOwner | null;
  /** The file exists and was read completely. */
  isWhole: boolean;
}

/** The content of the outbox journal, independent of the database; empty if the file is missing or unreadable. */
export function readJournalCopy(path: string): JournalCopy {
  const bytes = readIfReadable(path);
  const { facts, owner, damaged, line } = readJournal(bytes ?? Buffer.alloc(0));
  const ended = [...facts].flatMap(([changeId, fact]) => ('end' in fact ? [changeId] : []));
  return {
    unsent: putsOf(facts.values()).map(toRow),
    ended: new Set(ended),
    owner,
    isWhole: bytes !== null && line !== null && damaged === 0,
  };
}

function readIfReadable(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function toRow(change: JournaledChange): Row {
  return {
    id: change.id,
    change_id: change.changeId,
    txn_id: change.txnId,
    table_name: change.table,
    operation: change.operation,
    record_id: change.recordId,
    data: JSON.stringify(change.data),
    base: JSON.stringify(change.base),
    base_version: change.baseVersion,
    schema_version: change.schemaVersion,
    created_at: change.createdAt,
    outcome: change.outcome,
    origin: change.origin,
    capped: change.isCapped ? 1 : 0,
    synced: 0,
    state: 'pending',
    attempts: 0,
    next_attempt_at: null,
    last_error: null,
    blocked_by: null,
    coalesced_into: null,
    acked_version: null,
    acked_at: null,
    batch_id: null,
  };
}
