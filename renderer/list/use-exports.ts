import type { CachedRecord, ListQuery } from '#app/contract/lists.ts';
import type { OutNames, OutRecord, OutTable } from '#app/import/index.ts';
import { type AnyEntity, ferrySchema, referencesOf } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { readAll } from '../store/record-sets.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { toBase64 } from '../store/to-base64.ts';

/** Exports what is shown (filters, search, order), or everything. */
export function useExports(entity: AnyEntity, queriesNow: () => readonly ListQuery[]) {
  const { client, notices } = useRendererStore();
  const { language, locale, label, formats } = useI18n();
  const people = useRendererState((state) => state.session?.people) ?? [];
  const today = () => formats.dayOf(Date.now());

  /** Records of tables by id, for parents' names; null if a read failed (the error is shown). */
  async function recordsOf(tables: Iterable<string>): Promise<Map<string, Map<string, OutRecord>> | null> {
    const all = new Map<string, Map<string, OutRecord>>();
    for (const table of tables) {
      const found = await readAll(client, table, {});
      if (!found.ok) {
        notices.fail(found.error);
        return null;
      }
      all.set(table, new Map(found.value.map((record) => [record.id, record])));
    }
    return all;
  }

  async function save(name: string, form: 'csv' | 'xlsx', make: () => Promise<OutTable[] | null>): Promise<void> {
    const tables = await make();
    const [first] = tables ?? [];
    if (tables === null || first === undefined) return;
    // Rarely used; loading it on demand opens the window sooner.
    const { csvRegionOf, writeCsv, writeXlsx } = await import('#app/import/index.ts');
    const answer = await client.saveFile(
      form === 'csv'
        ? { name: `${name}.csv`, content: writeCsv(first, csvRegionOf(locale)) }
        : { name: `${name}.xlsx`, content: toBase64(writeXlsx(tables)), encoding: 'base64' },
    );
    if (!answer.ok) notices.fail(answer.error);
    else if (answer.value !== null) notices.say('common.saved', { path: answer.value });
  }

  async function tableOf(
    of: AnyEntity,
    records: readonly OutRecord[],
    known: ReadonlyMap<string, ReadonlyMap<string, OutRecord>>,
  ): Promise<OutTable> {
    const { outTable, personNames } = await import('#app/import/index.ts');
    const names: OutNames = {
      language,
      person: personNames(people),
      record: (table, id) => known.get(table)?.get(id),
    };
    return outTable(of, Object.keys(of.fields), records, names);
  }

  return {
    exportList: (form: 'csv' | 'xlsx') =>
      save(`${label(entity.label)} ${today()}`, form, async () => {
        const rows: CachedRecord[] = [];
        for (const query of queriesNow()) {
          const found = await readAll(client, entity.table, query);
          if (!found.ok) {
            notices.fail(found.error);
            return null;
          }
          rows.push(...found.value);
        }
        const known = await recordsOf(tablesAbove(entity));
        return known === null ? null : [await tableOf(entity, rows, known)];
      }),
    exportAll: () =>
      save(`Ferry ${today()}`, 'xlsx', async () => {
        const known = await recordsOf(ferrySchema.entities.map(({ table }) => table));
        if (known === null) return null;
        return Promise.all(
          ferrySchema.entities.map((each) => tableOf(each, [...(known.get(each.table)?.values() ?? [])], known)),
        );
      }),
  };
}

/** The tables above the entity, from the client down. */
function tablesAbove(entity: AnyEntity): Set<string> {
  const tables = new Set(referencesOf(entity).map(({ table }) => table));
  for (const table of tables) {
    const parent = ferrySchema.entity(table);
    if (parent !== undefined) for (const above of referencesOf(parent)) tables.add(above.table);
  }
  return tables;
}
