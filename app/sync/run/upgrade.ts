import { type RecordData, type Schema, withInitialValues } from '#app/schema/index.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { Store } from '#app/store/store.ts';

/**
 * Upgrades never-sent changes from an older schema: removed fields are dropped, and an insert gets the new ones. A sent
 * change keeps its content, which its id identifies. Returns whether there were any.
 */
export function upgradeOutbox(store: Pick<Store, 'queue' | 'cache' | 'schema'>, rows: readonly QueueRow[]): boolean {
  const old = rows.filter((row) => row.attempts === 0 && row.schemaVersion < store.schema.version);
  for (const row of old) {
    const { data, base } = upgraded(store.schema, row);
    store.queue.rewrite(row.changeId, data, base, store.schema.version);
    store.cache.refold(row.table, row.recordId);
  }
  return old.length > 0;
}

function upgraded(schema: Schema, row: QueueRow): { data: RecordData; base: RecordData } {
  const entity = schema.entity(row.table);
  if (!entity) return row;
  const known = (data: RecordData): RecordData =>
    Object.fromEntries(Object.entries(data).filter(([field]) => Object.hasOwn(entity.fields, field)));
  const data = known(row.data);
  return { data: row.operation === 'insert' ? withInitialValues(entity, data) : data, base: known(row.base) };
}
