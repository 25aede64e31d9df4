import type * as z from 'zod';
import type { CachedRecord, Filter, ListPage, ListWindow, recordQuerySchema } from '#app/contract/lists.ts';
import type { JsonValue } from '#app/schema/index.ts';
import { ferrySchema, referencesOf } from '#app/schema/index.ts';

type Row = Pick<CachedRecord, 'id' | 'data'>;

function isEmpty(value: JsonValue | undefined): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function passes(row: Row, filter: Filter): boolean {
  const value = row.data[filter.field];
  const [bound] = filter.values;
  switch (filter.test) {
    case 'empty':
      return isEmpty(value);
    case 'notEmpty':
      return !isEmpty(value);
    case 'in':
      return filter.values.some((wanted) => wanted === value);
    case 'before':
      return !isEmpty(value) && bound !== undefined && (value as string | number) <= bound;
    case 'after':
      return !isEmpty(value) && bound !== undefined && (value as string | number) >= bound;
    case 'has':
      return Array.isArray(value) && filter.values.every((wanted) => value.includes(wanted));
  }
}

function comparable(value: JsonValue | undefined): string | number | null {
  return typeof value === 'string' ? value.toLowerCase() : typeof value === 'number' ? value : null;
}

/** What is empty comes last in either direction. */
function compare(a: string | number | null, b: string | number | null, sign: 1 | -1): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -sign : sign;
}

/** Answers `listRecords` as the store would, over plain arrays. */
export function windowOf(
  table: string,
  rows: CachedRecord[],
  query: z.input<typeof recordQuerySchema>,
  window: ListWindow,
): ListPage {
  const entity = ferrySchema.entity(table);
  const words = (query.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const searchable = Object.keys(entity?.fields ?? {}).filter((name) => entity?.fields[name]?.searchable);
  const textOf = (row: Row) =>
    searchable
      .map((name) => String(row.data[name] ?? ''))
      .join(' ')
      .toLowerCase();
  const sort = query.sort ?? { field: entity?.title ?? 'id', direction: 'asc' as const };
  const sign: 1 | -1 = sort.direction === 'asc' ? 1 : -1;
  const found = rows
    .filter((row) => !row.deleted && query.ids?.includes(row.id) !== false)
    .filter((row) => (query.filters ?? []).every((filter) => passes(row, filter)))
    .filter((row) => words.length === 0 || words.every((word) => textOf(row).includes(word)))
    .sort(
      (a, b) =>
        compare(comparable(a.data[sort.field]), comparable(b.data[sort.field]), sign) || (a.id < b.id ? -sign : sign),
    );
  const { after } = window;
  const start = after === undefined ? (window.offset ?? 0) : found.findIndex((row) => row.id === after.id) + 1;
  const page = found.slice(start, start + window.limit);
  const last = page.at(-1);
  return {
    rows: page,
    total: found.length,
    last: last === undefined ? null : { value: comparable(last.data[sort.field]), id: last.id },
    titles: {},
    parentTitles: {},
  };
}

/** Adds the titles of what the rows of a page refer to, and of what those belong to. */
export function withTitles(
  desk: { record(table: string, id: string): CachedRecord | undefined },
  table: string,
  page: ListPage,
): ListPage {
  const entity = ferrySchema.entity(table);
  const references = entity === undefined ? [] : referencesOf(entity);
  const titleOf = (parent: string, id: string) =>
    String(desk.record(parent, id)?.data[ferrySchema.entity(parent)?.title ?? ''] ?? '');
  const idsOf = (field: string) => [...new Set(page.rows.map(({ data }) => String(data[field])))];
  const titles = references.map(({ field, table: parent }) => [
    parent,
    Object.fromEntries(idsOf(field).map((id) => [id, titleOf(parent, id)])),
  ]);
  const parentTitles = references.flatMap(({ field, table: parent }) => {
    const parentEntity = ferrySchema.entity(parent);
    const [above] = parentEntity === undefined ? [] : referencesOf(parentEntity);
    if (above === undefined) return [];
    const nameAbove = (id: string) => titleOf(above.table, String(desk.record(parent, id)?.data[above.field] ?? ''));
    return [[parent, Object.fromEntries(idsOf(field).map((id) => [id, nameAbove(id)]))]];
  });
  return { ...page, titles: Object.fromEntries(titles), parentTitles: Object.fromEntries(parentTitles) };
}
