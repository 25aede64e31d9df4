import { type AnyEntity, type RecordData, referencesOf, type Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';

/** Titles of what a record belongs to, from the top: client, then engagement. */
export type OwnersOf = (entity: AnyEntity, data: RecordData) => string[];

export function createOwners(database: Database, schema: Schema): OwnersOf {
  return function ownersOf(entity, data): string[] {
    const [reference] = referencesOf(entity);
    const parent = schema.entity(reference?.table ?? '');
    const id = data[reference?.field ?? ''];
    if (parent === undefined || typeof id !== 'string') return [];
    const sql = `SELECT data FROM cached_${parent.table} WHERE id = ?`;
    const row = database.statement<{ data: string }>(sql).get([id]);
    if (row === undefined) return [];
    const above = JSON.parse(row.data) as RecordData;
    return [...ownersOf(parent, above), String(above[parent.title] ?? '')];
  };
}
