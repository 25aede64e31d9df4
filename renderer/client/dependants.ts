import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import type { FerryClient } from './ferry-client.ts';

export interface DependantCount {
  entity: AnyEntity;
  count: number;
}

const MOST_PARENTS = 200;

/** How many records of which kind point to this one, directly or through others. Only kinds with some are named. */
export async function countDependants(client: FerryClient, table: string, id: string): Promise<DependantCount[]> {
  const counts = new Map<string, number>();
  await addLevel(client, table, [id], counts);
  return [...counts].flatMap(([child, count]) => {
    const entity = ferrySchema.entity(child);
    return entity === undefined || count === 0 ? [] : [{ entity, count }];
  });
}

async function addLevel(client: FerryClient, table: string, ids: string[], counts: Map<string, number>): Promise<void> {
  for (const { table: child, field } of ferrySchema.referencesTo(table)) {
    const hasChildren = ferrySchema.referencesTo(child).length > 0;
    for (let start = 0; start < ids.length; start += MOST_PARENTS) {
      const values = ids.slice(start, start + MOST_PARENTS);
      const answer = await client.listRecords(
        child,
        { filters: [{ field, test: 'in', values }] },
        { limit: hasChildren ? 500 : 1, offset: 0 },
      );
      if (!answer.ok) return;
      counts.set(child, (counts.get(child) ?? 0) + answer.value.total);
      if (hasChildren)
        await addLevel(
          client,
          child,
          answer.value.rows.map((row) => row.id),
          counts,
        );
    }
  }
}
