import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import type { FerryClient } from './ferry-client.ts';

export interface DependantCount {
  entity: AnyEntity;
  count: number;
}

const MOST_PARENTS = 200;

/**
 * How many records of which kind point to this one, directly or through others. Only kinds with some are named; null
 * where that could not be read, which is not the same as none.
 */
export async function countDependants(
  client: FerryClient,
  table: string,
  id: string,
): Promise<DependantCount[] | null> {
  const counts = new Map<string, number>();
  if (!(await addLevel(client, table, [id], counts))) return null;
  return [...counts].flatMap(([child, count]) => {
    const entity = ferrySchema.entity(child);
    return entity === undefined || count === 0 ? [] : [{ entity, count }];
  });
}

/** @returns whether everything could be read */
async function addLevel(
  client: FerryClient,
  table: string,
  ids: string[],
  counts: Map<string, number>,
): Promise<boolean> {
  for (const { table: child, field } of ferrySchema.referencesTo(table)) {
    const hasChildren = ferrySchema.referencesTo(child).length > 0;
    for (let start = 0; start < ids.length; start += MOST_PARENTS) {
      const values = ids.slice(start, start + MOST_PARENTS);
      const answer = await client.listRecords(
        child,
        { filters: [{ field, test: 'in', values }] },
        { limit: hasChildren ? 500 : 1, offset: 0 },
      );
      if (!answer.ok) return false;
      counts.set(child, (counts.get(child) ?? 0) + answer.value.total);
      const childIds = answer.value.rows.map((row) => row.id);
      if (hasChildren && !(await addLevel(client, child, childIds, counts))) return false;
    }
  }
  return true;
}
