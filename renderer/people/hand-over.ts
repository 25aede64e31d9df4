import { v7 as uuidv7 } from 'uuid';
import { ok, type Result } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { openFilter } from '../store/due.ts';
import type { FerryClient } from '../store/ferry-client.ts';

const A_CALL = 500;

/** Fields that name a responsible person, by table. */
function personFields(): { entity: AnyEntity; field: string }[] {
  return ferrySchema.entities.flatMap((entity) =>
    Object.entries(entity.fields).flatMap(([field, { kind }]) => (kind === 'person' ? [{ entity, field }] : [])),
  );
}

const queryOf = (entity: AnyEntity) => ({ filters: openFilter(entity), search: '', sort: null });

/** Person → number of open records under their name, as far as this computer knows. */
export async function countOpenWork(client: FerryClient): Promise<Result<ReadonlyMap<string, number>>> {
  const counts = new Map<string, number>();
  for (const { entity, field } of personFields()) {
    const answer = await client.summariseRecords(entity.table, queryOf(entity), field);
    if (!answer.ok) return answer;
    for (const { value, count } of answer.value.groups) {
      if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + count);
    }
  }
  return ok(counts);
}

export interface HandedOver {
  importId: string;
  count: number;
}

/**
 * Gives a person's open records to somebody else, as ordinary changes of one import, so that all of it can be undone at
 * once. What a failed call had saved stays, and doing it again takes the rest.
 * @param name of the import
 */
export async function handOver(
  client: FerryClient,
  { from, to, name }: { from: string; to: string; name: string },
): Promise<Result<HandedOver>> {
  const importId = uuidv7();
  let count = 0;
  for (const { entity, field } of personFields()) {
    const { table } = entity;
    const done = new Set<string>();
    const filters = [...openFilter(entity), { field, test: 'in' as const, values: [from] }];
    for (;;) {
      // Records handed over leave the list, so the next ones are always its first.
      const page = await client.listRecords(table, { filters, search: '', sort: null }, { limit: A_CALL });
      if (!page.ok) return page;
      const rows = page.value.rows.filter(({ id }) => !done.has(id));
      if (rows.length === 0) break;
      const changes = rows.map(({ id, version }): NewChange => {
        const seen = { base: { [field]: from }, baseVersion: version };
        return { table, operation: 'update', recordId: id, data: { [field]: to }, seen };
      });
      const saved = await client.queueImport(changes, { importId, table, name });
      if (!saved.ok) return saved;
      for (const { id } of rows) done.add(id);
      count += changes.length;
    }
  }
  return ok({ importId, count });
}
