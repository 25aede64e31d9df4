import { recordKey } from '#app/contract/record-key.ts';
import type { Store } from '#app/store/store.ts';

interface RecordName {
  table: string;
  recordId: string;
}

/** What refers to records, directly or through others. */
export function createDependants({ cache, schema }: Pick<Store, 'cache' | 'schema'>) {
  /** The records and everything that refers to them, children before parents; each once, however often it refers. */
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

    /** Table → how many records are in `withThem` beside those named. */
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
