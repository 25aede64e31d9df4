import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';

export interface DependantCount {
  entity: AnyEntity;
  count: number;
}

/** What is deleted along with records, by kind; `counts` comes from `countDependants`. */
export function dependantCounts(counts: Readonly<Record<string, number>>): DependantCount[] {
  return ferrySchema.entities.flatMap((entity) => {
    const count = counts[entity.table] ?? 0;
    return count === 0 ? [] : [{ entity, count }];
  });
}
