import { failed, ok, type Result } from '#app/contract/errors.ts';
import type { FerryCalls } from '#app/contract/operations.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { addDays } from '#app/text/index.ts';
import { openFilter } from '../store/due.ts';

/** Work due within this many days counts as due soon. */
const SOON_DAYS = 3;

export interface UnsentWork {
  count: number;
  /** Titles of the first few, by due day. */
  titles: string[];
}

/**
 * Records due soon or overdue with changes that are not uploaded.
 * @param today `YYYY-MM-DD`
 * @param maxTitles maximum number of titles per kind
 */
export async function unsentDue(
  client: Pick<FerryCalls, 'listRecords'>,
  today: string,
  maxTitles: number,
): Promise<Result<UnsentWork>> {
  const found: UnsentWork = { count: 0, titles: [] };
  for (const entity of ferrySchema.entities) {
    if (entity.due === undefined) continue;
    const soon = { field: entity.due, test: 'before' as const, values: [addDays(today, SOON_DAYS)] };
    const answer = await client.listRecords(
      entity.table,
      { filters: [soon, ...openFilter(entity)], isUnsent: true, sort: { field: entity.due, direction: 'asc' } },
      { limit: maxTitles },
    );
    if (!answer.ok) return failed(answer.error);
    found.count += answer.value.total;
    found.titles.push(...answer.value.rows.map(({ data }) => String(data[entity.title] ?? '')));
  }
  return ok(found);
}
