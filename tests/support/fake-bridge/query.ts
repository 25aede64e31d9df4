import type * as z from 'zod';
import type { CachedRecord, Filter, ListPage, ListWindow, listQuerySchema } from '#app/contract/records.ts';
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

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}

/** Answers `listRecords` as the store would, over plain arrays. */
export function windowOf(
  table: string,
  rows: CachedRecord[],
  query: z.input<typeof listQuerySchema>,
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
  const sign = sort.direction === 'asc' ? 1 : -1;
  const found = rows
    .filter((row) => !row.deleted)
    .filter((row) => (query.filters ?? []).every((filter) => passes(row, filter)))
    .filter((row) => words.length === 0 || words.every((word) => textOf(row).includes(word)))
    .sort(
      (a, b) =>
        sign * compare(comparable(a.data[sort.field]), comparable(b.data[sort.field])) || (a.id < b.id ? -1 : 1),
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

/** Adds the titles of what the rows of a page refer to. */
export function withTitles(
  desk: { record(table: string, id: string): CachedRecord | undefined },
  table: string,
  page: ListPage,
): ListPage {
  const entity = ferrySchema.entity(table);
  const titles = (entity === undefined ? [] : referencesOf(entity)).map(({ field, table: parent }) => {
    const name = ferrySchema.entity(parent)?.title ?? '';
    const ids = page.rows.map(({ data }) => String(data[field]));
    return [parent, Object.fromEntries(ids.map((id) => [id, String(desk.record(parent, id)?.data[name] ?? '')]))];
  });
  return { ...page, titles: Object.fromEntries(titles) };
}
