import type { Change, ServerRecord } from '#app/contract/protocol.ts';
import { referencesOf, type Schema } from '#app/schema/index.ts';
import { readAcks, type StoredAck } from '../storage/acks.ts';
import type { Transaction } from '../storage/database.ts';
import { readLinkedTargets } from '../storage/links.ts';
import { readRecords } from '../storage/records.ts';
import { createWorkingSet, recordKey, type WorkingSet } from './working-set.ts';

/** What a round needs to know before its changes are decided, read in a handful of statements whatever its size. */
export interface RoundState {
  /** Stored answers to changes of this and earlier rounds, by change id. */
  acks: Map<string, StoredAck>;
  workingSet: WorkingSet;
}

/** Table → ids, each once. */
type Wanted = Map<string, Set<string>>;

export async function loadRound(
  tx: Transaction,
  schema: Schema,
  firmId: string,
  changes: readonly Change[],
  unanswered: readonly string[],
): Promise<RoundState> {
  const changeIds = changes.map((change) => change.changeId);
  const acks = await readAcks(tx, firmId, [...changeIds, ...unanswered]);
  const wanted: Wanted = new Map();
  for (const { table, recordId } of [...acks, ...changes]) want(wanted, table, recordId);
  for (const change of changes) wantReferences(wanted, schema, change.table, change.data);
  const records = await readWanted(tx, firmId, schema, wanted);
  const parents = await readWanted(tx, firmId, schema, parentsOfDeleted(schema, changes, records, wanted));
  const loaded = [...records, ...parents];
  return {
    acks: new Map(acks.map((ack) => [ack.changeId, ack])),
    workingSet: createWorkingSet(schema, {
      records: loaded,
      linkedFromOutside: await readLinkedFromOutside(tx, schema, firmId, changes, loaded),
    }),
  };
}

function want(wanted: Wanted, table: string, recordId: string): void {
  const ids = wanted.get(table);
  if (ids) ids.add(recordId);
  else wanted.set(table, new Set([recordId]));
}

function wantReferences(wanted: Wanted, schema: Schema, table: string, data: Change['data']): void {
  const entity = schema.entity(table);
  if (!entity) return;
  for (const reference of referencesOf(entity)) {
    const targetId = Object.hasOwn(data, reference.field) ? data[reference.field] : undefined;
    if (typeof targetId === 'string') want(wanted, reference.table, targetId);
  }
}

/** An edit may bring a deleted record back, which then needs its parents. */
function parentsOfDeleted(
  schema: Schema,
  changes: readonly Change[],
  records: readonly ServerRecord[],
  known: Wanted,
): Wanted {
  const edited = new Set(changes.filter(({ operation }) => operation !== 'delete').map(keyOf));
  const wanted: Wanted = new Map();
  for (const record of records) {
    if (record.deleted && edited.has(keyOf(record))) wantReferences(wanted, schema, record.table, record.data);
  }
  for (const [table, ids] of wanted) for (const id of known.get(table) ?? []) ids.delete(id);
  return wanted;
}

async function readWanted(tx: Transaction, firmId: string, schema: Schema, wanted: Wanted): Promise<ServerRecord[]> {
  const found: ServerRecord[] = [];
  for (const [table, ids] of wanted) {
    if (schema.entity(table)) found.push(...(await readRecords(tx, firmId, table, [...ids].filter(isStorable))));
  }
  return found;
}

/** A reference that was not validated yet may hold a NUL byte, which PostgreSQL refuses even in a parameter. */
function isStorable(id: string): boolean {
  return !id.includes('\0');
}

/** Keys of the records to be deleted that a record outside this round points to. */
async function readLinkedFromOutside(
  tx: Transaction,
  schema: Schema,
  firmId: string,
  changes: readonly Change[],
  loaded: readonly ServerRecord[],
): Promise<Set<string>> {
  const linked = new Set<string>();
  for (const { table } of schema.entities) {
    const deletions = changes.filter((change) => change.operation === 'delete' && change.table === table);
    if (deletions.length === 0) continue;
    const ids = deletions.map((change) => change.recordId);
    for (const from of new Set(schema.referencesTo(table).map((reference) => reference.table))) {
      const exceptIds = loaded.filter((record) => record.table === from).map((record) => record.recordId);
      const targets = await readLinkedTargets(tx, firmId, { table, ids }, { table: from, exceptIds });
      for (const target of targets) linked.add(recordKey(table, target));
    }
  }
  return linked;
}

function keyOf({ table, recordId }: { table: string; recordId: string }): string {
  return recordKey(table, recordId);
}
