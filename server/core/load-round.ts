import type { Change, ServerRecord } from '#app/contract/protocol.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { referencesOf, type Schema } from '#app/schema/index.ts';
import { readAcks, type StoredAck } from '../storage/acks.ts';
import type { Transaction } from '../storage/database.ts';
import { readDigests } from '../storage/digests.ts';
import { readLinkedTargets } from '../storage/links.ts';
import { readRecords } from '../storage/records.ts';
import { createWorkingSet, type WorkingSet } from './working-set.ts';

/** What a round needs before its changes are decided, read in a fixed number of statements. */
export interface RoundState {
  /** Stored answers to changes of this and earlier rounds, by change id. */
  acks: Map<string, StoredAck>;
  workingSet: WorkingSet;
  /** Table → digest before the round. */
  digests: ReadonlyMap<string, bigint>;
}

/** Table → unique ids. */
type Wanted = Map<string, Set<string>>;

export async function loadRound(
  tx: Transaction,
  schema: Schema,
  firmId: string,
  changes: readonly Change[],
  unanswered: readonly string[],
): Promise<RoundState> {
  const changeIds = changes.map((change) => change.changeId);
  const wanted: Wanted = new Map();
  for (const { table, recordId } of changes) want(wanted, table, recordId);
  for (const change of changes) wantReferences(wanted, schema, change.table, change.data);
  const [acks, digests, carried] = await Promise.all([
    readAcks(tx, firmId, [...changeIds, ...unanswered]),
    readDigests(tx, firmId),
    readWanted(tx, firmId, schema, wanted),
  ]);
  const [answered, parents] = await Promise.all([
    readWanted(tx, firmId, schema, without(wanted, recordsOf(acks))),
    readWanted(tx, firmId, schema, without(wanted, parentsOfDeleted(schema, changes, carried))),
  ]);
  const records = [...carried, ...answered, ...parents];
  return {
    acks: new Map(acks.map((ack) => [ack.changeId, ack])),
    workingSet: createWorkingSet(schema, {
      records,
      linkedFromOutside: await readLinkedFromOutside(tx, schema, firmId, changes, records),
    }),
    digests,
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

function recordsOf(acks: readonly StoredAck[]): Wanted {
  const wanted: Wanted = new Map();
  for (const { table, recordId } of acks) want(wanted, table, recordId);
  return wanted;
}

/** An edit may restore a record that is deleted, or will be in this round; it then needs its parents. */
function parentsOfDeleted(schema: Schema, changes: readonly Change[], records: readonly ServerRecord[]): Wanted {
  const wanted: Wanted = new Map();
  const removed = new Set(changes.filter(({ operation }) => operation === 'delete').map(keyOf));
  const deleted = records.filter((record) => record.deleted || removed.has(keyOf(record)));
  if (deleted.length === 0) return wanted;
  const edited = new Set(changes.filter(({ operation }) => operation !== 'delete').map(keyOf));
  for (const record of deleted) {
    if (edited.has(keyOf(record))) wantReferences(wanted, schema, record.table, record.data);
  }
  return wanted;
}

/** Wanted ids that are not known yet. */
function without(known: Wanted, wanted: Wanted): Wanted {
  return new Map([...wanted].map(([table, ids]) => [table, ids.difference(known.get(table) ?? new Set())]));
}

async function readWanted(tx: Transaction, firmId: string, schema: Schema, wanted: Wanted): Promise<ServerRecord[]> {
  const found = [...wanted].map(([table, ids]) =>
    schema.entity(table) ? readRecords(tx, firmId, table, [...ids].filter(isStorable)) : [],
  );
  return (await Promise.all(found)).flat();
}

/** An unvalidated reference may contain a NUL byte, which PostgreSQL refuses even in a parameter. */
function isStorable(id: string): boolean {
  return !id.includes('\0');
}

/** Keys of records to be deleted that a record outside this round references. */
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
