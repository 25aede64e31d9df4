import type { QueuedChange } from '#app/contract/queue.ts';
import type { JsonValue } from '#app/schema/index.ts';

export interface FieldChange {
  field: string;
  before: JsonValue;
  after: JsonValue;
}

/** The waiting changes of one record, combined. */
export interface WaitingRecord {
  table: string;
  recordId: string;
  operation: QueuedChange['operation'];
  state: QueuedChange['state'];
  fields: FieldChange[];
  /** Time of the last save, ms since the epoch. */
  savedAt: number;
  attempts: number;
  changes: QueuedChange[];
}

/** Groups queued changes by record; each field from its value before the first change to its value after the last. */
export function waitingRecords(changes: readonly QueuedChange[]): WaitingRecord[] {
  const byRecord = new Map<string, QueuedChange[]>();
  for (const change of changes) {
    const key = `${change.table}/${change.recordId}`;
    byRecord.set(key, [...(byRecord.get(key) ?? []), change]);
  }
  return [...byRecord.values()].map(together);
}

function together(changes: QueuedChange[]): WaitingRecord {
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) throw new Error('A waiting record has at least one change.');
  const fields = new Map<string, FieldChange>();
  for (const { data, base } of changes) {
    for (const [field, after] of Object.entries(data)) {
      fields.set(field, { field, before: fields.get(field)?.before ?? base[field] ?? null, after });
    }
  }
  return {
    table: last.table,
    recordId: last.recordId,
    operation: last.operation === 'update' ? first.operation : last.operation,
    state: changes.find(({ state }) => state === 'sent')?.state ?? last.state,
    fields: [...fields.values()],
    savedAt: last.createdAt,
    attempts: Math.max(...changes.map(({ attempts }) => attempts)),
    changes,
  };
}
