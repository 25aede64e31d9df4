import type { ServerRecord } from '#app/contract/protocol.ts';
import { recordKey } from '#app/contract/record-key.ts';
import type { Schema } from '#app/schema/index.ts';
import { referencesOf } from '#app/schema/index.ts';

/**
 * The records a round touches, in their state while its groups are decided. A group's writes are staged until kept or
 * dropped as a whole.
 */
export interface WorkingSet {
  find(table: string, recordId: string): ServerRecord | undefined;
  /** The database's state, before this round. */
  original(table: string, recordId: string): ServerRecord | undefined;
  stage(record: ServerRecord): void;
  staged(): ServerRecord[];
  keepStaged(): void;
  dropStaged(): void;
  /** Records written by the kept groups. */
  written(): ServerRecord[];
  /** Whether a live record references this one. */
  hasLiveChildren(table: string, recordId: string): boolean;
}

export interface LoadedState {
  records: readonly ServerRecord[];
  /** Keys of records referenced from outside this round. */
  linkedFromOutside: ReadonlySet<string>;
}

export function createWorkingSet(schema: Schema, loaded: LoadedState): WorkingSet {
  const originals = new Map(loaded.records.map((record) => [recordKey(record.table, record.recordId), record]));
  const kept = new Map<string, ServerRecord>();
  let staged = new Map<string, ServerRecord>();

  function current(): Map<string, ServerRecord> {
    return new Map([...originals, ...kept, ...staged]);
  }

  return {
    find(table, recordId) {
      const key = recordKey(table, recordId);
      return staged.get(key) ?? kept.get(key) ?? originals.get(key);
    },
    original: (table, recordId) => originals.get(recordKey(table, recordId)),
    stage: (record) => staged.set(recordKey(record.table, record.recordId), record),
    staged: () => [...staged.values()],
    keepStaged() {
      for (const [key, record] of staged) kept.set(key, record);
      staged = new Map();
    },
    dropStaged() {
      staged = new Map();
    },
    written: () => [...kept.values()],
    hasLiveChildren(table, recordId) {
      if (loaded.linkedFromOutside.has(recordKey(table, recordId))) return true;
      const incoming = schema.referencesTo(table);
      if (incoming.length === 0) return false;
      return current()
        .values()
        .some((record) =>
          incoming.some(
            (link) => link.table === record.table && !record.deleted && record.data[link.field] === recordId,
          ),
        );
    },
  };
}

/** Every (field, target) that a live record references. */
export function linksOf(schema: Schema, record: ServerRecord | undefined) {
  const entity = record && !record.deleted ? schema.entity(record.table) : undefined;
  if (!record || !entity) return [];
  return referencesOf(entity).flatMap(({ field, table }) => {
    const targetId = record.data[field];
    return typeof targetId === 'string'
      ? [{ targetTable: table, targetId, table: record.table, recordId: record.recordId, field }]
      : [];
  });
}
