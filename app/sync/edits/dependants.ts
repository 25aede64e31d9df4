import { recordKey } from '#app/contract/record-key.ts';
import type { Store } from '#app/store/store.ts';

interface RecordName {
  table: string;
  recordId: string;
}

/** Finds records that reference others, directly or indirectly. */
export function createDependants({ cache, schema }: Pick<Store, 'cache' | 'schema'>) {
  /** The records and all that reference them, children before parents, each once. */
  function withThem(table: string, recordIds: readonly string[], seen = new Set<string>()): RecordName[] {
    return recordIds.flatMap((recordId) => {
      const key = recordKey(table, recordId);
      if (seen.has(key)) return [];
      seen.add(key);
      const children = schema
        .referencesTo(table)
        .flatMap((child) => withThem(child.table, cache.childrenOf(child.table, child.field, recordId), seen));
      return [...children, { table, recordId }];
    });
  }

  return {
    withThem,

    /** Table → number of records in `withThem` besides the named ones. */
    count(table: string, recordIds: readonly string[]): Record<string, number> {
      cache.entityOf(table);
      const named = new Set(recordIds.map((recordId) => recordKey(table, recordId)));
      const counts: Record<string, number> = {};
      for (const record of withThem(table, recordIds)) {
        if (named.has(recordKey(record.table, record.recordId))) continue;
        counts[record.table] = (counts[record.table] ?? 0) + 1;
      }
      return counts;
    },
  };
}
