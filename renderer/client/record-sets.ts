import type { Result } from '#app/contract/errors.ts';
import { failed, ok } from '#app/contract/errors.ts';
import type { CachedRecord, ListQuery } from '#app/contract/records.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { type GridSection, rowsBetween } from '../model/grid-rows.ts';
import type { FerryClient } from './ferry-client.ts';

const PAGE_SIZE = 500;
const MOST_PARENTS = 200;

/** Every record of a query, page by page. @param limit stop when there are this many */
export async function readAll(
  client: FerryClient,
  table: string,
  query: Partial<ListQuery>,
  limit = Number.POSITIVE_INFINITY,
  onPage: (count: number, total: number) => boolean = () => true,
): Promise<Result<CachedRecord[]>> {
  const rows: CachedRecord[] = [];
  let after: { value: string | number | null; id: string } | null = null;
  for (;;) {
    const answer = await client.listRecords(table, query, {
      limit: Math.min(PAGE_SIZE, limit - rows.length),
      ...(after === null ? { offset: 0 } : { after }),
    });
    if (!answer.ok) return failed(answer.error);
    rows.push(...answer.value.rows);
    after = answer.value.last;
    const isDone = after === null || rows.length >= Math.min(limit, answer.value.total);
    if (isDone || !onPage(rows.length, answer.value.total)) return ok(rows);
  }
}

/** A list as far as it is loaded. */
interface LoadedList {
  source: { query: Partial<ListQuery> };
  idAt(index: number): string | undefined;
}

/** The ids of the records on lines of a grid; main is asked for those that are not loaded. Cut where there are more than `limit`. */
export async function idsOnLines(
  client: FerryClient,
  table: string,
  sections: readonly GridSection[],
  lists: readonly LoadedList[],
  { from, to, limit }: { from: number; to: number; limit: number },
): Promise<Result<{ ids: string[]; isCut: boolean }>> {
  const ids: string[] = [];
  for (const [place, range] of rowsBetween(sections, from, to).entries()) {
    const list = lists[place];
    if (range === null || list === undefined) continue;
    const last = Math.min(range.last, range.first + limit - ids.length - 1);
    for (let index = range.first; index <= last; ) {
      const known = list.idAt(index);
      if (known !== undefined) {
        ids.push(known);
        index += 1;
        continue;
      }
      const window = { offset: index, limit: Math.min(PAGE_SIZE, last - index + 1) };
      const answer = await client.listRecords(table, list.source.query, window);
      if (!answer.ok) return failed(answer.error);
      ids.push(...answer.value.rows.map(({ id }) => id));
      index += window.limit;
    }
    if (last < range.last) return ok({ ids, isCut: true });
  }
  return ok({ ids, isCut: false });
}

/** The records themselves and all that point to them, children before parents, each once. */
export async function withDependants(
  client: FerryClient,
  table: string,
  ids: readonly string[],
): Promise<Result<{ table: string; id: string }[]>> {
  const found: { table: string; id: string }[] = [];
  for (const { table: child, field } of ferrySchema.referencesTo(table)) {
    for (let start = 0; start < ids.length; start += MOST_PARENTS) {
      const values = ids.slice(start, start + MOST_PARENTS);
      const children = await readAll(client, child, { filters: [{ field, test: 'in', values: [...values] }] });
      if (!children.ok) return failed(children.error);
      const beneath = await withDependants(
        client,
        child,
        children.value.map(({ id }) => id),
      );
      if (!beneath.ok) return beneath;
      found.push(...beneath.value);
    }
  }
  return ok([...found, ...ids.map((id) => ({ table, id }))]);
}
