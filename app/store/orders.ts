import { type AnyEntity, type Field, referencesOf, storedAs } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import { hasSortKey } from './sort-keys.ts';
import { preventsWriting } from './storage-error.ts';

/** Below this number of rows they are sorted in memory, within a frame. */
const MOST_SORTED_IN_MEMORY = 2_000;

/** A sort expression of a list in SQL. */
export interface OrderColumn {
  column: string;
  /** With a leading space. */
  collate: '' | ' COLLATE NOCASE';
}

export function orderColumnOf(name: string, field: Field): OrderColumn {
  const isKey = hasSortKey(field);
  return {
    column: isKey ? `${name}_key` : name,
    collate: isKey || storedAs[field.kind] === 'integer' ? '' : ' COLLATE NOCASE',
  };
}

/** Orders that are always indexed: by title, a list's default, the overview's, and by parent. */
export function orderColumnsOf(entity: AnyEntity): OrderColumn[] {
  const names = [entity.title, entity.sort?.field, entity.due, ...referencesOf(entity).map(({ field }) => field)];
  return [...new Set(names)].flatMap((name) => {
    const field = name === undefined ? undefined : entity.fields[name];
    if (name === undefined || field === undefined || !(field.sortable || field.references)) return [];
    return [orderColumnOf(name, field)];
  });
}

/**
 * Indexes for list orders. Every index costs a write per record, and most orders are never used; so an order gets its
 * index when a person first sorts a long list by it, which takes under a second for 100,000 rows. Migrations drop these
 * indexes (`open.ts`).
 */
export function createOrders(database: Database) {
  const known = new Set<string>();
  database.afterRollback(() => known.clear());

  function has(index: string): boolean {
    if (known.has(index)) return true;
    const sql = `SELECT 1 AS found FROM sqlite_master WHERE type = 'index' AND name = ?`;
    const isThere = database.statement<{ found: number }>(sql).get([index]) !== undefined;
    if (isThere) known.add(index);
    return isThere;
  }

  /** The index only saves time, so what prevents writing must not prevent reading. Anything else is thrown, damage above all. */
  function make(index: string, table: string, { column, collate }: OrderColumn): boolean {
    try {
      database.transaction(
        () => database.statement(`CREATE INDEX ${index} ON ${table} (${column}${collate}, id) WHERE deleted = 0`).run(),
        { durable: false },
      );
      known.add(index);
      return true;
    } catch (thrown) {
      if (preventsWriting(thrown)) return false;
      throw thrown;
    }
  }

  /** The index for this many rows of a table in this order; null if they are sorted in memory. */
  return (entity: AnyEntity, order: OrderColumn, rows: number): string | null => {
    const table = `cached_${entity.table}`;
    const fixed = `${table}_by_${order.column}`;
    if (orderColumnsOf(entity).some(({ column }) => column === order.column)) return fixed;
    const made = `${table}_sorted_by_${order.column}`;
    if (has(made)) return made;
    return rows > MOST_SORTED_IN_MEMORY && make(made, table, order) ? made : null;
  };
}
