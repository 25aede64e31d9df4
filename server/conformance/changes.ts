import { v7 } from 'uuid';
import type { Change } from '#app/contract/protocol.ts';
import { ferrySchema, type RecordData, withInitialValues } from '#app/schema/index.ts';

type Table = 'clients' | 'engagements' | 'tasks';
type Extra = Partial<
  Pick<Change, 'txnId' | 'changeId' | 'origin' | 'capped' | 'base' | 'baseVersion' | 'schemaVersion'>
>;

function change(
  table: string,
  operation: Change['operation'],
  recordId: string,
  data: RecordData,
  extra: Extra,
): Change {
  return {
    changeId: v7(),
    table,
    operation,
    recordId,
    data,
    baseVersion: 0,
    schemaVersion: ferrySchema.version,
    createdAt: Date.now(),
    ...extra,
  };
}

/** A complete record: the given fields, all others at their initial value. */
export function wholeRecord(table: Table, data: RecordData): RecordData {
  const entity = ferrySchema.entity(table);
  if (!entity) throw new Error(`The schema has no ${table}.`);
  return withInitialValues(entity, data);
}

export function insert(table: Table, recordId: string, data: RecordData, extra: Extra = {}): Change {
  return change(table, 'insert', recordId, wholeRecord(table, data), extra);
}

export function insertClient(recordId: string, data: RecordData = {}, extra: Extra = {}): Change {
  return insert('clients', recordId, { name: 'Conformance client', ...data }, extra);
}

export function insertEngagement(recordId: string, clientId: string, data: RecordData = {}, extra: Extra = {}): Change {
  return insert('engagements', recordId, { title: 'Conformance engagement', clientId, ...data }, extra);
}

export function insertTask(recordId: string, engagementId: string, data: RecordData = {}, extra: Extra = {}): Change {
  return insert('tasks', recordId, { title: 'Conformance task', engagementId, ...data }, extra);
}

/** The person saw `base` at `baseVersion` and wrote `data`. */
export function update(
  table: string,
  recordId: string,
  data: RecordData,
  seen: { base: RecordData; baseVersion: number },
  extra: Extra = {},
): Change {
  return change(table, 'update', recordId, data, { ...seen, ...extra });
}

export function remove(table: string, recordId: string, baseVersion: number, extra: Extra = {}): Change {
  return change(table, 'delete', recordId, {}, { baseVersion, ...extra });
}

/** Any change, valid or not. */
export function anyChange(parts: Partial<Change> & Record<string, unknown>): Change {
  return { ...insertClient(v7()), ...parts };
}
