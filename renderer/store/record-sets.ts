import type { Result } from '#app/contract/errors.ts';
import { failed, ok } from '#app/contract/errors.ts';
import type { CachedRecord, ListQuery } from '#app/contract/lists.ts';
import type { FerryClient } from './ferry-client.ts';
import { type GridSection, rowsBetween } from './grid-rows.ts';

const PAGE_SIZE = 500;

/** Every record of a query, page by page. @param limit maximum number */
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

/** Those of the records that the queries still match; a change may have moved them out. */
export async function stillIn(
  client: FerryClient,
  table: string,
  queries: readonly Partial<ListQuery>[],
  ids: readonly string[],
): Promise<Result<Set<string>>> {
  const found = new Set<string>();
  for (const query of queries) {
    for (let start = 0; start < ids.length; start += PAGE_SIZE) {
      const some = ids.slice(start, start + PAGE_SIZE);
      const answer = await client.listRecords(table, { ...query, ids: some }, { limit: some.length });
      if (!answer.ok) return failed(answer.error);
      for (const { id } of answer.value.rows) found.add(id);
    }
  }
  return ok(found);
}

/** The loaded part of a list. */
interface LoadedList {
  source: { query: Partial<ListQuery> };
  idAt(index: number): string | undefined;
}

/** Ids of the records on grid lines; asks main for those not loaded. At most `limit`. */
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
