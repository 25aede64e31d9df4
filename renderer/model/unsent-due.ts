import type { FerryCalls } from '#app/contract/operations.ts';
import type { QueuedChange } from '#app/contract/records.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { addDays } from '#app/text/index.ts';
import { isClosed } from './due.ts';

/** Work due on this day or within as many days counts as due soon. */
const SOON_DAYS = 3;

/**
 * Titles of records that are due soon (or overdue) and have changes that were not uploaded.
 * @param today `YYYY-MM-DD`
 */
export async function soonDue(
  client: Pick<FerryCalls, 'getCachedEntity'>,
  pending: readonly QueuedChange[],
  today: string,
): Promise<string[]> {
  const keys = new Map(pending.map((change) => [`${change.table}/${change.recordId}`, change]));
  const titles = await Promise.all(
    [...keys.values()].map(async ({ table, recordId }) => {
      const entity = ferrySchema.entity(table);
      if (entity?.fields.dueDate === undefined) return null;
      const answer = await client.getCachedEntity(table, recordId);
      if (!answer.ok || answer.value === null || answer.value.deleted) return null;
      const { data } = answer.value;
      const isSoon = typeof data.dueDate === 'string' && data.dueDate <= addDays(today, SOON_DAYS);
      return isSoon && !isClosed(entity, data) ? String(data[entity.title] ?? '') : null;
    }),
  );
  return titles.filter((title) => title !== null);
}
