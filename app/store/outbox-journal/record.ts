import type { QueueReading } from '../queue-reading.ts';
import type { QueueRow } from '../queue-row.ts';
import type { Touched } from './touched.ts';

/**
 * A change as the journal stores it: everything the server needs, and its place in the outbox. Not how often it was
 * sent or why it is parked: the server's answer is final and will be repeated.
 */
export type JournaledChange = Pick<
  QueueRow,
  | 'id'
  | 'changeId'
  | 'txnId'
  | 'table'
  | 'operation'
  | 'recordId'
  | 'data'
  | 'base'
  | 'baseVersion'
  | 'schemaVersion'
  | 'createdAt'
  | 'outcome'
  | 'origin'
  | 'isCapped'
>;

/**
 * Why a change needs no replay: the server's durable answer, a person's decision, or another change that carries it.
 */
export type JournaledEnd =
  | { changeId: string; reason: 'acknowledged' | 'discarded' }
  | { changeId: string; reason: 'replaced'; by: string };

/** Whose changes these are; a database without an owner adopts it, so that they never reach another firm. */
export interface JournalOwner {
  server: string;
  firmId: string;
  personId: string;
}

/** The effect of one transaction on the outbox. */
export interface JournalRecord {
  /** Rises by one with each transaction that touches the outbox; the database stores the last one. */
  seq: number;
  /** Names the database that the numbers belong to; in the first record of a file. */
  line?: string;
  owner?: JournalOwner | null;
  puts?: JournaledChange[];
  ends?: JournaledEnd[];
}

/** Has no final answer, or one that a person has still to settle: the server repeats it when asked. */
export function isUnfinished({ synced, state }: Pick<QueueRow, 'synced' | 'state'>): boolean {
  switch (state) {
    case 'conflict':
      return true;
    case 'pending':
    case 'sent':
    case 'parked':
      return !synced;
    case 'done':
    case 'coalesced':
    case 'discarded':
      return false;
  }
}

export function toJournaled(row: QueueRow): JournaledChange {
  const { id, changeId, txnId, table, operation, recordId, data, base, baseVersion } = row;
  const { schemaVersion, createdAt, outcome, origin, isCapped } = row;
  return {
    id,
    changeId,
    txnId,
    table,
    operation,
    recordId,
    data,
    base,
    baseVersion,
    schemaVersion,
    createdAt,
    outcome,
    origin,
    isCapped,
  };
}

/** What a transaction that touched these changes did to the outbox; reads the rows that were rewritten. */
export function recordOf(
  seq: number,
  touched: ReadonlyMap<string, Touched>,
  queue: Pick<QueueReading, 'find'>,
): JournalRecord {
  const puts: JournaledChange[] = [];
  const ends: JournaledEnd[] = [];
  for (const [changeId, how] of touched) {
    const row = rowAfter(changeId, how, queue);
    if (row && isUnfinished(row)) puts.push(toJournaled(row));
    else ends.push(endOf(changeId, row, how));
  }
  return { seq, ...(puts.length > 0 ? { puts } : {}), ...(ends.length > 0 ? { ends } : {}) };
}

function rowAfter(changeId: string, how: Touched, queue: Pick<QueueReading, 'find'>): QueueRow | undefined {
  switch (how.kind) {
    case 'appended':
      return how.row;
    case 'acknowledged':
      return undefined;
    case 'replaced':
    case 'rewritten':
      return queue.find(changeId);
  }
}

function endOf(changeId: string, row: QueueRow | undefined, how: Touched): JournaledEnd {
  if (how.kind === 'replaced') return { changeId, reason: 'replaced', by: how.by };
  return { changeId, reason: row?.state === 'discarded' ? 'discarded' : 'acknowledged' };
}
