import type { CachedRecord, ListQuery } from '#app/contract/lists.ts';
import { type AnyEntity, ferrySchema, referencesOf } from '#app/schema/index.ts';
import { isEmptyValue, type ValueContext, valueText } from '#app/text/index.ts';
import type { I18n } from '../i18n/i18n.tsx';
import { defaultColumns } from '../record/columns.ts';
import type { RendererStore } from '../store/renderer-store.ts';

/** What is printed: plain text, laid out as tables. */
export interface PrintDocument {
  title: string;
  /** The path of a record, or how many rows a list has. */
  detail: string;
  tables: readonly PrintTable[];
}

export interface PrintTable {
  heading: string;
  /** Empty for a table of a record's own fields: label and value. */
  headers: readonly string[];
  rows: readonly (readonly string[])[];
}

/** More would take minutes to lay out, and no one reads it on paper. */
export const MOST_PRINTED = 2000;
const PAGE = 500;

type Deps = Pick<RendererStore, 'client' | 'store' | 'notices'> & { i18n: I18n };

interface Rows {
  rows: CachedRecord[];
  total: number;
  context: ValueContext;
}

/** The first rows of some queries with the titles they refer to; null if a read failed (the error is shown). */
async function read({ client, store, notices, i18n }: Deps, table: string, queries: readonly ListQuery[]) {
  const rows: CachedRecord[] = [];
  const titles: Record<string, Record<string, string>> = {};
  let total = 0;
  for (const query of queries) {
    for (let offset = 0; rows.length < MOST_PRINTED; offset += PAGE) {
      const page = await client.listRecords(table, query, { limit: PAGE, offset });
      if (!page.ok) {
        notices.fail(page.error);
        return null;
      }
      if (offset === 0) total += page.value.total;
      rows.push(...page.value.rows);
      for (const [of, named] of Object.entries(page.value.titles)) titles[of] = { ...titles[of], ...named };
      if (page.value.rows.length < PAGE) break;
    }
  }
  const context: ValueContext = {
    text: i18n.text,
    formats: i18n.formats,
    people: store.getState().session?.people ?? [],
    titleOf: (of, id) => titles[of]?.[id],
  };
  return { rows: rows.slice(0, MOST_PRINTED), total, context } satisfies Rows;
}

function tableOf({ i18n }: Deps, entity: AnyEntity, names: readonly string[], { rows, context }: Rows): PrintTable {
  const fields = names.flatMap((name) => {
    const field = entity.fields[name];
    return field === undefined ? [] : [{ name, field }];
  });
  return {
    heading: i18n.label(entity.label),
    headers: fields.map(({ field }) => i18n.label(field.label)),
    rows: rows.map(({ data }) => fields.map(({ name, field }) => valueText(field, data[name], data, context))),
  };
}

/** The parents come after the title, where a list shows them below it. */
const printedColumns = (entity: AnyEntity, columns: readonly string[]): string[] => [
  ...new Set([entity.title, ...referencesOf(entity).map(({ field }) => field), ...columns]),
];

/** A list as it is filtered, sorted and shown. */
export async function listDocument(
  deps: Deps,
  entity: AnyEntity,
  columns: readonly string[],
  queries: readonly ListQuery[],
): Promise<PrintDocument | null> {
  const { t, label } = deps.i18n;
  const found = await read(deps, entity.table, queries);
  if (found === null) return null;
  const { total, rows } = found;
  const values = { count: total, shown: rows.length };
  return {
    title: label(entity.label),
    detail: rows.length < total ? t('print.part', values) : t('print.count', values),
    tables: [{ ...tableOf(deps, entity, printedColumns(entity, columns), found), heading: '' }],
  };
}

/** A record with its fields and all that belongs to it. */
export async function recordDocument(deps: Deps, entity: AnyEntity, id: string): Promise<PrintDocument | null> {
  const { label } = deps.i18n;
  const none = { filters: [], search: '', sort: null };
  const own = await read(deps, entity.table, [{ ...none, ids: [id] } as ListQuery]);
  const [record] = own?.rows ?? [];
  if (own === null || record === undefined) return null;
  const fields = Object.entries(entity.fields).filter(
    ([name]) => name !== entity.title && !isEmptyValue(record.data[name]),
  );
  const tables: PrintTable[] = [
    {
      heading: '',
      headers: [],
      rows: fields.map(([name, field]) => [
        label(field.label),
        valueText(field, record.data[name], record.data, own.context),
      ]),
    },
  ];
  for (const { table, path } of below(entity.table)) {
    const child = ferrySchema.entity(table);
    if (child === undefined) continue;
    const query = { ...none, filters: [{ field: path, test: 'in' as const, values: [id] }], sort: child.sort ?? null };
    const found = await read(deps, table, [query]);
    if (found === null) return null;
    if (found.rows.length > 0) tables.push(tableOf(deps, child, printedColumns(child, defaultColumns(child)), found));
  }
  return { title: String(record.data[entity.title] ?? ''), detail: label(entity.singular), tables };
}

/** Tables whose records belong to those of a table, directly or through another, with the path of references. */
function below(table: string): { table: string; path: string }[] {
  return ferrySchema
    .referencesTo(table)
    .flatMap((child) => [
      { table: child.table, path: child.field },
      ...below(child.table).map((far) => ({ table: far.table, path: `${far.path}.${child.field}` })),
    ]);
}
